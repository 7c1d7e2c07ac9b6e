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
  const inFiles = groupBy(leftAlone, ({ file, reason }) => `${file}\n${withoutNames(reason)}`);
  const lines = inFiles.map(([first, ...more]) => ({ first, text: lineOf(first) + moreOf(more) }));
  return groupBy(lines, ({ first }) => first.reason).flatMap((alike) => {
    const [{ text }] = alike;
    return alike.length <= MAX_FILES
      ? alike.map((each) => each.text)
      : `${text}; so in ${alike.length - 1} more files, which "portkeeper detect" lists`;
  });
}

/** What more files than these say alike, a person reads once. */
const MAX_FILES = 10;

function withoutNames(reason: string): string {
  return reason.replace(/"[^"]*"/g, '""');
}

/** In the order of the first of each. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
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
