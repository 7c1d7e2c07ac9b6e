import {
  type ByteEdit,
  byteEdits,
  changedBytes,
  isFileChange,
  type ProjectChange,
} from './change.js';
import { encodeSource } from './source-file.js';

const CONTEXT = 3;

/** Lines `[oldStart, oldEnd)` become the lines `[newStart, newEnd)`, counted from 0. */
interface Replacement {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/**
 * A unified diff that `git apply` takes, in the order given. Bytes, since a file need not be
 * UTF-8: hand them to a stream as they are.
 */
export function unifiedDiff(changes: readonly ProjectChange[]): Buffer {
  return Buffer.from(changes.map(fileDiff).join(''), 'latin1');
}

function fileDiff(change: ProjectChange): string {
  const after = lines(changedBytes(change).toString('latin1'));
  const [from, to] = [quote(`a/${change.path}`), quote(`b/${change.path}`)];
  if (!isFileChange(change)) {
    const whole = { oldStart: 0, oldEnd: 0, newStart: 0, newEnd: after.length };
    const body = after.length === 0 ? '' : `--- /dev/null\n+++ ${to}\n${hunk([whole], [], after)}`;
    return `diff --git ${from} ${to}\nnew file mode 100644\n${body}`;
  }
  const before = lines(encodeSource(change.before).toString('latin1'));
  const groups = group(replacements(byteEdits(change), before));
  if (groups.length === 0) return '';
  const hunks = groups.map((replaced) => hunk(replaced, before, after)).join('');
  return `diff --git ${from} ${to}\n--- ${from}\n+++ ${to}\n${hunks}`;
}

/** Each with its line feed, but for a last line that has none. */
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The lines that the edits touch, those that touch the same line joined. */
function replacements(edits: readonly ByteEdit[], before: readonly string[]): Replacement[] {
  const result: Replacement[] = [];
  let moved = 0;
  for (const run of joinByLine(edits, before)) {
    const oldText = before.slice(run.first, run.last + 1).join('');
    const newText = replaceIn(oldText, run.edits, run.offset);
    if (oldText === newText) continue;
    const [oldEnd, count] = [Math.min(run.last + 1, before.length), lines(newText).length];
    const newStart = run.first + moved;
    result.push({ oldStart: run.first, oldEnd, newStart, newEnd: newStart + count });
    moved += count - (oldEnd - run.first);
  }
  return result;
}

interface Run {
  readonly first: number;
  last: number;
  /** Where the first line begins. */
  readonly offset: number;
  readonly edits: ByteEdit[];
}

function joinByLine(edits: readonly ByteEdit[], before: readonly string[]): Run[] {
  const starts = lineStarts(before);
  const runs: Run[] = [];
  for (const edit of edits) {
    const first = lineAt(starts, edit.start);
    const last = lineAt(starts, edit.start + edit.old.length);
    const current = runs.at(-1);
    if (current !== undefined && first <= current.last) {
      current.last = Math.max(current.last, last);
      current.edits.push(edit);
    } else {
      runs.push({ first, last, offset: starts[first] ?? 0, edits: [edit] });
    }
  }
  return runs;
}

/** One more than there are lines where the text ends with a line feed: what is appended goes there. */
function lineStarts(before: readonly string[]): number[] {
  const starts = [0];
  for (const line of before) {
    if (line.endsWith('\n')) starts.push((starts.at(-1) ?? 0) + line.length);
  }
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function replaceIn(text: string, edits: readonly ByteEdit[], offset: number): string {
  let [result, at] = ['', 0];
  for (const edit of edits) {
    const start = edit.start - offset;
    result += text.slice(at, start) + edit.new;
    at = start + edit.old.length;
  }
  return result + text.slice(at);
}

/** Those whose contexts would meet go into one hunk. */
function group(replaced: readonly Replacement[]): Replacement[][] {
  const groups: Replacement[][] = [];
  for (const next of replaced) {
    const current = groups.at(-1);
    const previous = current?.at(-1);
    if (previous !== undefined && next.oldStart - previous.oldEnd <= 2 * CONTEXT) {
      current?.push(next);
    } else {
      groups.push([next]);
    }
  }
  return groups;
}

function hunk(
  replaced: readonly Replacement[],
  before: readonly string[],
  after: readonly string[],
): string {
  const [first, last] = [replaced[0], replaced.at(-1)];
  if (first === undefined || last === undefined) return '';
  const lead = Math.min(CONTEXT, first.oldStart);
  const trail = Math.min(CONTEXT, before.length - last.oldEnd);
  let body = '';
  let at = first.oldStart - lead;
  for (const { oldStart, oldEnd, newStart, newEnd } of replaced) {
    body += marked(' ', before.slice(at, oldStart));
    body += marked('-', before.slice(oldStart, oldEnd));
    body += marked('+', after.slice(newStart, newEnd));
    at = oldEnd;
  }
  body += marked(' ', before.slice(at, at + trail));
  const oldRange = range(first.oldStart - lead, last.oldEnd + trail);
  return `@@ -${oldRange} +${range(first.newStart - lead, last.newEnd + trail)} @@\n${body}`;
}

function marked(mark: string, part: readonly string[]): string {
  return part
    .map((line) =>
      line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`,
    )
    .join('');
}

/** An empty range names the line before it. */
function range(start: number, end: number): string {
  return end === start ? `${start},0` : `${start + 1},${end - start}`;
}

/** As git quotes a name: bytes beyond ASCII and control characters in octal. */
function quote(name: string): string {
  const bytes = Buffer.from(name, 'utf8').toString('latin1');
  if (!/[^\x20-\x7e]|["\\]/.test(bytes)) return bytes;
  const escaped = bytes
    .replace(/["\\]/g, '\\$&')
    .replace(/[^\x20-\x7e]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `"${escaped}"`;
}
