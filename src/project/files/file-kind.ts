import type { Findings } from '../sites/findings.js';
import type { SourceFile } from '../writing/source-file.js';

/** One kind of file that states ports. A new kind is one file here and one line in `index.ts`. */
export interface FileKind {
  /** Leads the names of its rules: `compose`. */
  readonly name: string;
  /** How the names of its files end, as `endingOf` has it; undefined where they end in any way. */
  readonly endings?: readonly string[];
  /** What its files state is told, and never moved: one that cannot be read is no problem. */
  readonly isOnlyTold?: boolean;
  /**
   * Extended regular expressions of POSIX, which Perl reads alike, for words of a line without which
   * a file says nothing, none of an address: where git searched for them, all other files are not
   * opened. Each is short: git is quick at many, and slow at one that has many alternatives.
   */
  readonly signs?: readonly string[];
  /** Others have files of that name too: what one says tells whether it is a compose file. */
  readonly isByName?: boolean;
  /**
   * What every path has that is of this kind, whatever else it needs: of many such kinds, one look
   * tells that it is of none.
   */
  readonly files?: RegExp;
  /** Whether a file is of this kind; `path` is relative to the project, with forward slashes. */
  matches(path: string): boolean;
  /** Loads what the kind needs before it reads its first file; may be called again. */
  ready?(): Promise<void>;
  /** Pure: text in, findings out. Never throws for what a file says; a fault is a `Problem`. */
  find(file: SourceFile): Findings;
  /**
   * The document that an edit must leave as it was, but for its targets: the file parsed again
   * and every changed digit run read as such. Two texts that parse to the same value are equal.
   * @throws when the text cannot be parsed.
   */
  parse(text: string): unknown;
}
