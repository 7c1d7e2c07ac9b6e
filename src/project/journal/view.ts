import type { JsonObject } from '../writing/change.js';
import type { Entry, EntryState } from './entry.js';
import type { Origin } from './origin.js';

/** What callers see of an entry. */
export interface JournalEntry {
  readonly id: number;
  readonly state: EntryState;
  readonly createdAt: string;
  /** See `isCopied`. */
  readonly origin?: Origin;
  /** As it was handed in, or as somebody else wrote it: to be checked like any input. */
  readonly meta: JsonObject;
  readonly edited: readonly {
    readonly path: string;
    /** Replaced texts: digits mostly. `line` is that of the edited file, from 1. */
    readonly places: readonly {
      readonly line: number;
      readonly from: string;
      readonly to: string;
    }[];
  }[];
  /** Paths of the files that were made. */
  readonly made: readonly string[];
}

/** A file, or a line of it, that PortKeeper changed and did not put back. */
export interface KeptFile {
  readonly path: string;
  /** Of the file as PortKeeper wrote it, from 1. */
  readonly line?: number;
  readonly reason: string;
}

export function viewOf({ edited, made, ...entry }: Entry): JournalEntry {
  return {
    ...entry,
    edited: edited.map(({ path, hunks }) => ({
      path,
      places: hunks.flatMap(({ line, edits }) =>
        edits.map((edit) => ({ line, from: edit.old, to: edit.new })),
      ),
    })),
    made: made.map(({ path }) => path),
  };
}
