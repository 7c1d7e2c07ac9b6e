import { type PortNumber, readPortNumber } from '../../ports/index.js';

/** The digits of a port within a decoded text: `[from, to)`. */
export interface Digits {
  readonly from: number;
  readonly to: number;
  readonly port: PortNumber;
}

/** A part of a text that is a port number and nothing else. */
export function digitsAt(text: string, from: number, to: number): Digits | undefined {
  const port = to - from > 5 ? undefined : readPortNumber(text.slice(from, to));
  return port === undefined ? undefined : { from, to, port };
}

/** A text that is a port number and nothing else. */
export function wholeNumber(text: string): Digits | undefined {
  return digitsAt(text, 0, text.length);
}
