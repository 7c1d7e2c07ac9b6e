import type { Prepared } from '../prepare.js';
import type { LeftAlone, Note } from '../project/site.js';

/** What was found and not taken, and why. */
export function leftAloneLines(leftAlone: readonly LeftAlone[]): string[] {
  return leftAlone.map(lineOf);
}

function lineOf({ file, line, column, port, reason }: LeftAlone): string {
  const number = port === undefined ? '' : `${port} `;
  return `${file}:${line}:${column} ${number}${reason}`;
}

/** The same with one line for all of a file that share a reason, but for the name in it. */
export function foldedLines(leftAlone: readonly LeftAlone[]): string[] {
  const alike = new Map<string, LeftAlone[]>();
  for (const one of leftAlone) {
    const key = `${one.file}\n${one.reason.replace(/"[^"]*"/g, '""')}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : lineOf(first) + moreOf(more),
  );
}

const MAX_NAMED = 5;

function moreOf(more: readonly LeftAlone[]): string {
  if (more.length === 0) return '';
  const named = more
    .slice(0, MAX_NAMED)
    .map(({ line, port }) => (port === undefined ? `${line}` : `${line} (${port})`));
  const rest = more.length > named.length ? ` and ${more.length - named.length} more` : '';
  return `; so in line ${named.join(', ')}${rest}`;
}

/** What runs side by side would share all the same: an overlay leaves most of it out. */
export function notesInForce({ mode, detection }: Prepared): readonly Note[] {
  return detection.notes.filter(({ inOverlay }) => mode !== 'overlay' || inOverlay === true);
}
