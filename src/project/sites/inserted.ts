import { readPortNumber } from '../../ports/index.js';
import type { Edit } from '../writing/edit.js';
import type { Site } from './site.js';

/** What goes around a number that is written where none was: ` --port ` and nothing. */
export interface Insertion {
  readonly before: string;
  readonly after: string;
}

/** Whether a URL leaves its port out: it follows that port, and decides and tells nothing of it. */
export function isUnwritten({ role, insert }: Pick<Site, 'role' | 'insert'>): boolean {
  return role === 'refer' && insert !== undefined;
}

/**
 * A port that is said where none was: one word, or a flag and its word, or the end of a host, and
 * nothing that a shell or a file's syntax could take for more.
 */
const INSERTED =
  /^(?:(?: --?[A-Za-z][\w.-]*[ =](?:localhost:)?| [A-Z_]+=| |[A-Z_]+=)(\d+) ?|:(\d+))$/;

export function isInsertion({ start, end, text }: Edit): boolean {
  const [, word, ofUrl] = INSERTED.exec(text) ?? [];
  const port = word ?? ofUrl;
  return start === end && port !== undefined && readPortNumber(port) !== undefined;
}

/** A text that was written, and what it looks like with any number in it. */
export interface Inserted {
  readonly text: string;
  readonly shape: RegExp;
}

/** What a set of edits wrote where nothing stood, each text once. */
export function insertedTexts(edits: readonly Edit[]): Inserted[] {
  const texts = new Set(edits.filter(isInsertion).map(({ text }) => text));
  return [...texts].map((text) => ({
    text,
    // A number: no address that begins with one.
    shape: new RegExp(text.replaceAll('.', '\\.').replace(/\d+/, '\\d+(?!\\.?\\d)'), 'y'),
  }));
}

/**
 * The text after an edit without what was written into it. Read side by side with the text before:
 * where that has the same words with another number, a number was replaced.
 * @param note is told each text that is left out.
 */
export function withoutInserted(
  before: string,
  after: string,
  inserted: readonly Inserted[],
  note: (text: string) => void,
): string {
  if (inserted.length === 0) return after;
  let [rest, at, old] = ['', 0, 0];
  while (at < after.length) {
    const found = inserted.find(({ text, shape }) => {
      shape.lastIndex = old;
      return after.startsWith(text, at) && !shape.test(before);
    });
    if (found) {
      note(found.text);
      at += found.text.length;
    } else {
      const [run, oldRun] = [runAt(after, at), runAt(before, old)];
      rest += run;
      at += run.length;
      old += Math.max(oldRun.length, 1);
    }
  }
  return rest;
}

const RUN = /\d+|./sy;

/** The digits that begin here, or the one character. */
function runAt(text: string, at: number): string {
  RUN.lastIndex = at;
  return RUN.exec(text)?.[0] ?? '';
}
