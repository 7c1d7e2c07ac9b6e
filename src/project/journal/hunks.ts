import { createHash } from 'node:crypto';
import type { ByteEdit } from '../writing/change.js';
import type { Hunk, HunkEdit } from './entry.js';

/** SHA-256 in hexadecimal of bytes, or of a text of Latin-1 characters that stand for bytes. */
export function sha256(bytes: Buffer | string): string {
  const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  return createHash('sha256').update(data).digest('hex');
}

/** An edit, and where its new text stands in the edited file. */
interface Placed {
  readonly at: number;
  readonly edit: ByteEdit;
}

interface Span {
  readonly start: number;
  end: number;
  readonly placed: Placed[];
}

/**
 * What the journal must know to take edits back, also from a file that changed around them.
 * @param after the edited file's bytes as Latin-1 characters.
 * @param edits in order.
 */
export function hunksOf(after: string, edits: readonly ByteEdit[]): Hunk[] {
  const unique = uniqueDigits(after, edits);
  let [counted, line] = [0, 1];
  return joinByLine(after, place(edits)).map(({ start, end, placed }) => {
    line += countFeeds(after.slice(counted, start));
    counted = start;
    const text = after.slice(start, end);
    const inner = placed.map(({ at, edit }) => ({
      at: at - start,
      old: edit.old,
      new: edit.new,
      unique: unique.has(numberIn(edit.new) ?? ''),
    }));
    return {
      line,
      start,
      length: text.length,
      feeds: countFeeds(text),
      before: sha256(takeBack(text, inner)),
      after: sha256(text),
      edits: inner,
    };
  });
}

function place(edits: readonly ByteEdit[]): Placed[] {
  let moved = 0;
  return edits.map((edit) => {
    const at = edit.start + moved;
    moved += edit.new.length - edit.old.length;
    return { at, edit };
  });
}

/** Whole lines around each edit; edits that share a line share a hunk. */
function joinByLine(after: string, placed: readonly Placed[]): Span[] {
  const spans: Span[] = [];
  for (const item of placed) {
    const start = lineStart(after, item.at);
    const end = lineEnd(after, item.at + item.edit.new.length, item.edit.new);
    const current = spans.at(-1);
    if (current !== undefined && joins(after, current, start)) {
      current.end = Math.max(current.end, end);
      current.placed.push(item);
    } else {
      spans.push({ start, end, placed: [item] });
    }
  }
  return spans;
}

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Lines that were added whole end with their own line feed; the next line is not theirs. */
function lineEnd(text: string, end: number, added: string): number {
  if (added.endsWith('\n')) return end;
  const feed = text.indexOf('\n', end);
  return feed === -1 ? text.length : feed;
}

function joins(text: string, span: Span, start: number): boolean {
  const closed = span.end > span.start && text[span.end - 1] === '\n';
  return closed ? start < span.end : start <= span.end;
}

/** The number that an edit wrote, be it in the place of another or behind a host without one. */
export function numberIn(written: string): string | undefined {
  return /^:?(\d+)$/.exec(written)?.[1];
}

function uniqueDigits(after: string, edits: readonly ByteEdit[]): ReadonlySet<string> {
  const ours = new Map<string, number>();
  for (const run of edits.flatMap((edit) => numberIn(edit.new) ?? [])) {
    ours.set(run, (ours.get(run) ?? 0) + 1);
  }
  const all = new Map<string, number>();
  for (const [run] of after.matchAll(/\d+/g)) {
    if (ours.has(run)) all.set(run, (all.get(run) ?? 0) + 1);
  }
  return new Set([...ours.keys()].filter((run) => ours.get(run) === all.get(run)));
}

export function countFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/**
 * A hunk's text with its edits taken back.
 * @throws {RangeError} when the text is not the edited one.
 */
export function takeBack(text: string, edits: readonly HunkEdit[]): string {
  let [result, at] = ['', 0];
  for (const edit of edits) {
    if (!text.startsWith(edit.new, edit.at)) throw new RangeError('This is not what was written');
    result += text.slice(at, edit.at) + edit.old;
    at = edit.at + edit.new.length;
  }
  return result + text.slice(at);
}

/** The whole edited file with every hunk taken back. @throws {RangeError} as `takeBack`. */
export function takeBackAll(after: string, hunks: readonly Hunk[]): string {
  const edits = hunks.flatMap((hunk) =>
    hunk.edits.map((edit) => ({ ...edit, at: hunk.start + edit.at })),
  );
  return takeBack(after, edits);
}
