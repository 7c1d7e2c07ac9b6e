import { addTo } from '../packages.js';
import type { Hunk } from './entry.js';
import { countFeeds, sha256 } from './hunks.js';

/** Whole lines to look for. */
export interface Shape {
  readonly hash: string;
  readonly length: number;
  readonly feeds: number;
  readonly line: number;
}

/** The lines of a hunk as PortKeeper left them. */
export function afterShape({ after, length, feeds, line }: Hunk): Shape {
  return { hash: after, length, feeds, line };
}

/** The same lines as they were before. */
export function beforeShape({ before, length, feeds, line, edits }: Hunk): Shape {
  const grown = (measure: (text: string) => number): number =>
    edits.reduce((sum, edit) => sum + measure(edit.old) - measure(edit.new), 0);
  return {
    hash: before,
    length: length + grown((text) => text.length),
    feeds: feeds + grown(countFeeds),
    line,
  };
}

/** Where lines stand in the text as it is now. */
export interface Candidate {
  readonly start: number;
  readonly line: number;
}

/** For each shape where it stands now, or undefined; never two at one place. */
export function findHunks(text: string, shapes: readonly Shape[]): (Candidate | undefined)[] {
  const bySize = new Map<string, Shape[]>();
  const byHash = new Map<string, number[]>();
  for (const [index, shape] of shapes.entries()) {
    // Nothing to look for: lines that were added, and are gone.
    if (shape.length === 0) continue;
    addTo(bySize, `${shape.length}:${shape.feeds}`, shape);
    addTo(byHash, shape.hash, index);
  }
  const result: (Candidate | undefined)[] = shapes.map(() => undefined);
  for (const [hash, candidates] of candidatesOf(text, bySize.values())) {
    const indexes = byHash.get(hash) ?? [];
    const wanted = indexes.map((index) => shapes[index]?.line ?? 0);
    const chosen = assign(wanted, candidates);
    for (const [at, index] of indexes.entries()) result[index] = chosen[at];
  }
  return result;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Hash → places, of all stretches of whole lines of those sizes whose hash is looked for. */
function candidatesOf(text: string, sizes: Iterable<readonly Shape[]>): Map<string, Candidate[]> {
  const starts = lineStarts(text);
  const found = new Map<string, Candidate[]>();
  for (const shapes of sizes) {
    const [first] = shapes;
    const wanted = new Set(shapes.map(({ hash }) => hash));
    if (first === undefined) continue;
    for (const [index, start] of starts.entries()) {
      if (!endsWithLine(text, starts, index, first)) continue;
      const hash = sha256(text.slice(start, start + first.length));
      if (wanted.has(hash)) addTo(found, hash, { start, line: index + 1 });
    }
  }
  return found;
}

/** Only what ends where a line does is hashed, so that this stays linear. */
function endsWithLine(
  text: string,
  starts: readonly number[],
  index: number,
  { length, feeds }: Shape,
): boolean {
  const end = (starts[index] ?? 0) + length;
  const lastLine = starts[index + feeds];
  const nextLine = starts[index + feeds + 1];
  const lineEnd = nextLine === undefined ? text.length : nextLine - 1;
  return lastLine !== undefined && (end === lastLine || end === lineEnd);
}

/** As many as are wanted: in order. Else each takes the nearest that is left. */
export function assign<T extends Candidate>(
  wanted: readonly number[],
  found: readonly T[],
): (T | undefined)[] {
  if (wanted.length === found.length) return [...found];
  const left = new Set(found);
  return wanted.map((line) => {
    const distance = (item: T): number => Math.abs(item.line - line);
    let best: T | undefined;
    for (const item of left) {
      if (best === undefined || distance(item) < distance(best)) best = item;
    }
    if (best !== undefined) left.delete(best);
    return best;
  });
}
