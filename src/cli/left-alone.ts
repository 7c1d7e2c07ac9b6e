import type { Prepared } from '../prepare.js';
import type { LeftAlone, Note } from '../project/sites/site.js';

function lineOf({ file, line, column, port, reason }: LeftAlone): string {
  const number = port === undefined ? '' : `${port} `;
  return `${file}:${line}:${column} ${number}${reason}`;
}

/**
 * What was found and not taken, and why: one line for all of a file that share a reason, but for the
 * name in it, and for all files that share it where they are many.
 * @param most how many lines of a file are named.
 */
export function foldedLines(leftAlone: readonly LeftAlone[], most = MAX_NAMED): string[] {
  const inFiles = groupBy(leftAlone, (each) => `${each.file}\n${withoutNames(each)}`);
  return groupBy(inFiles, ([first]) => withoutSubject(first)).flatMap(([first, ...others]) =>
    others.length < MAX_FILES
      ? [first, ...others].map((each) => lineOfFile(each, most))
      : `${lineOfFile(first, most)}; so in ${others.map((each) => placesOf(each, most)).join('; ')}`,
  );
}

const MAX_NAMED = 5;
/** Of more files that say alike, a person reads the reason once. */
const MAX_FILES = 4;

function lineOfFile([first, ...more]: OfFile, most: number): string {
  return more.length === 0 ? lineOf(first) : `${lineOf(first)}; so in line ${named(more, most)}`;
}

/** No file is left out: in the mode overlay, or once ports have moved, no other command tells it. */
function placesOf(places: OfFile, most: number): string {
  return `${places[0].file}:${named(places, most)}`;
}

/** `the service "web" has …`: of a name within, there may be something to do about it. */
function withoutSubject(left: LeftAlone): string {
  return withoutNumber(left).replace(/^(the \w+) "[^"]*"/, '$1');
}

function withoutNames(left: LeftAlone): string {
  return withoutNumber(left).replace(/"[^"]*"/g, '""');
}

/** `localhost:3000`, `nothing listens on 3000`: the number is told beside each line. */
function withoutNumber({ reason, port }: LeftAlone): string {
  if (port === undefined) return reason;
  return reason.replace(new RegExp(`(?<![\\w.])${port}(?![\\w.])`, 'g'), '');
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

function named(places: readonly LeftAlone[], most: number): string {
  const lines = places
    .slice(0, most)
    .map(({ line, port }) => (port === undefined ? `${line}` : `${line} (${port})`));
  const rest = places.length > lines.length ? ` and ${places.length - lines.length} more` : '';
  return `${lines.join(', ')}${rest}`;
}

/** What runs side by side would share all the same: an overlay leaves most of it out. */
export function notesInForce({ mode, detection }: Prepared): readonly Note[] {
  return detection.notes.filter(({ inOverlay }) => mode !== 'overlay' || inOverlay === true);
}

/**
 * What was left alone, as far as it can be why something does not work now: nothing states a wrong
 * number where none moved, and a server that stays is the same in a second checkout.
 */
export function leftAloneInForce({ moved, ports, detection }: Prepared): readonly LeftAlone[] {
  // Where there is no port at all, the list is what says why.
  if (Object.keys(ports).length === 0) return detection.leftAlone;
  if (moved.size === 0) return [];
  return detection.leftAlone.filter(({ port, matters }) =>
    matters === 'where it moves' ? port !== undefined && moved.has(port) : matters !== 'inside',
  );
}
