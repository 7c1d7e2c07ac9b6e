import type { LeftAlone } from '../project/site.js';

/** What was found and not taken, and why. */
export function leftAloneLines(leftAlone: readonly LeftAlone[]): string[] {
  return leftAlone.map(({ file, line, column, port, reason }) => {
    const number = port === undefined ? '' : `${port} `;
    return `${file}:${line}:${column} ${number}${reason}`;
  });
}
