import type { Prepared } from '../prepare.js';
import type { LeftAlone, Note } from '../project/site.js';

/** What was found and not taken, and why. */
export function leftAloneLines(leftAlone: readonly LeftAlone[]): string[] {
  return leftAlone.map(({ file, line, column, port, reason }) => {
    const number = port === undefined ? '' : `${port} `;
    return `${file}:${line}:${column} ${number}${reason}`;
  });
}

/** What runs side by side would share all the same: an overlay leaves most of it out. */
export function notesInForce({ mode, detection }: Prepared): readonly Note[] {
  return detection.notes.filter(({ inOverlay }) => mode !== 'overlay' || inOverlay === true);
}
