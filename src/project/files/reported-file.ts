import type { LeftAlone } from '../sites/site.js';
import type { SourceFile } from '../writing/source-file.js';
import type { Collector } from './collector.js';

/** A kind of file whose ports are told of and never moved. */
export interface ReportedFile {
  /** Leads the names of its rules: `nginx`. */
  readonly name: string;
  readonly files: RegExp;
  /** As `FileKind.endings`. */
  readonly endings?: readonly string[];
  readonly states: readonly ReportedPort[];
  /** As `FileKind.signs`. */
  readonly signs?: readonly string[];
  /** What else it says. */
  readonly more?: (file: SourceFile, collector: Collector) => void;
}

export interface ReportedPort {
  /** It stands on its own line between one like this and one like that. */
  readonly opens?: RegExp;
  readonly closes?: RegExp;
  /**
   * Matches within one line, in linear time, and ends its group `port` with the digits. Its program
   * listens on them only where the variable of the group `variable` is not set, if it or what opened
   * it has one.
   */
  readonly pattern: RegExp;
  readonly reason?: string;
  readonly matters?: LeftAlone['matters'];
  /** The program of this file listens on it, whatever variables say. */
  readonly binds?: boolean;
}
