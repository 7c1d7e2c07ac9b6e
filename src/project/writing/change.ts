import type { PortNumber } from '../../ports/index.js';
import type { Edit } from './edit.js';
import { encodeSource, type SourceFile } from './source-file.js';

/** What JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Where a change is shown to the user: `line` and `column` of the file as it was, from 1. */
export interface ChangedPlace {
  readonly line: number;
  readonly column: number;
  /** The logical port. */
  readonly name: string;
  readonly from: PortNumber;
  readonly to: PortNumber;
}

/** A file that stands in the project and is to be edited. */
export interface FileChange {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  readonly before: SourceFile;
  /** In the order of the text, none overlapping another. */
  readonly edits: readonly Edit[];
  /** The text with the edits applied. */
  readonly after: string;
  readonly places: readonly ChangedPlace[];
}

/** A file that PortKeeper makes: an output. An undo removes it. */
export interface NewFile {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export type ProjectChange = FileChange | NewFile;

export function isFileChange(change: ProjectChange): change is FileChange {
  return 'before' in change;
}

/** The bytes that the file is to hold. */
export function changedBytes(change: ProjectChange): Buffer {
  return isFileChange(change)
    ? encodeSource({ ...change.before, text: change.after })
    : Buffer.from(change.text, 'utf8');
}

/** A replacement in bytes, each written as the Latin-1 character of its value. */
export interface ByteEdit {
  /** Offset into the bytes as they were. */
  readonly start: number;
  readonly old: string;
  readonly new: string;
}

/**
 * The edits of a change counted in bytes. The journal and the diff work on these alone, so that
 * no question of encoding can come up when the file is met again.
 */
export function byteEdits(change: FileChange): readonly ByteEdit[] {
  const { text, encoding } = change.before;
  const bytes = (part: string): string => Buffer.from(part, encoding).toString('latin1');
  let at = 0;
  let offset = 0;
  return [...change.edits]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((edit) => {
      offset += Buffer.byteLength(text.slice(at, edit.start), encoding);
      at = edit.start;
      return { start: offset, old: bytes(text.slice(edit.start, edit.end)), new: bytes(edit.text) };
    });
}
