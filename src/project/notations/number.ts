import { isPortNumber, type PortNumber, readPortNumber } from '../../ports/index.js';
import { NOT_PLAIN } from '../sites/reasons.js';

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

const OTHERWISE = /^\+?(?:0[xob][\da-f]{1,12}|\d{1,12}(?:\.\d{1,12})?(?:e\+?\d{1,2})?)$/i;

/** Why a place that takes a number is left alone, where that is a port and not written as one. */
export function oddNumber(text: string): string | undefined {
  const digits = text.replaceAll('_', '');
  if (!OTHERWISE.test(digits) || wholeNumber(text) !== undefined) return undefined;
  const isPort = isPortNumber(Number(digits.replace('+', '')));
  return isPort ? NOT_PLAIN : undefined;
}
