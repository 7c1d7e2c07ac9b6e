import type { Prepared } from '../prepare.js';
import type { LeftAlone, Note } from '../project/sites/site.js';
import { foldAlike, type OfFile } from '../project/telling/folded.js';

function lineOf({ file, line, column, port, reason }: LeftAlone): string {
  const number = port === undefined ? '' : `${port} `;
  return `${file}:${line}:${column} ${number}${reason}`;
}

/**
 * What was found and not taken, and why, a line for what is told with one reason.
 * @param most how many lines of a file are named.
 */
export function foldedLines(leftAlone: readonly LeftAlone[], most = MAX_NAMED): string[] {
  return foldAlike(leftAlone).map(([first, ...others]) =>
    others.length === 0
      ? lineOfFile(first, most)
      : `${lineOfFile(first, most)}; so in ${others.map((each) => placesOf(each, most)).join('; ')}`,
  );
}

const MAX_NAMED = 5;

function lineOfFile([first, ...more]: OfFile, most: number): string {
  return more.length === 0 ? lineOf(first) : `${lineOf(first)}; so in line ${named(more, most)}`;
}

/** No file is left out: in the mode overlay, or once ports have moved, no other command tells it. */
function placesOf(places: OfFile, most: number): string {
  return `${places[0].file}:${named(places, most)}`;
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
