import type { Prepared } from '../prepare.js';
import type { LeftAlone, Note } from '../project/sites/site.js';

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
  return groupBy(inFiles, ([{ reason }]) => reason).flatMap((alike) => {
    const [first, ...others] = alike;
    return alike.length <= MAX_FILES
      ? alike.map(lineOfFile)
      : `${lineOfFile(first)}; so in ${others.map(placesOf).join('; ')}`;
  });
}

/** Of more files that say alike, a person reads the reason once. */
const MAX_FILES = 10;

function lineOfFile([first, ...more]: OfFile): string {
  return more.length === 0 ? lineOf(first) : `${lineOf(first)}; so in line ${named(more)}`;
}

/** None is left out: in the mode overlay, or once ports have moved, no other command tells them. */
function placesOf(places: OfFile): string {
  return `${places[0].file}:${named(places)}`;
}

function withoutNames(reason: string): string {
  return reason.replace(/"[^"]*"/g, '""');
}

/** What one file says alike. */
type OfFile = readonly [LeftAlone, ...LeftAlone[]];

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

function named(places: readonly LeftAlone[]): string {
  const lines = places
    .slice(0, MAX_NAMED)
    .map(({ line, port }) => (port === undefined ? `${line}` : `${line} (${port})`));
  const rest = places.length > lines.length ? ` and ${places.length - lines.length} more` : '';
  return `${lines.join(', ')}${rest}`;
}

/** What runs side by side would share all the same: an overlay leaves most of it out. */
export function notesInForce({ mode, detection }: Prepared): readonly Note[] {
  return detection.notes.filter(({ inOverlay }) => mode !== 'overlay' || inOverlay === true);
}
