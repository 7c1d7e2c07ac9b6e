import { isPortNumber, MAX_PORT, type PortNumber, readPortNumber } from '../../ports/index.js';
import { NO_PORT, NOT_PLAIN } from '../sites/reasons.js';

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

/** Why a place that takes a port is left alone, where it has another number, or one written otherwise. */
export function oddNumber(text: string): string | undefined {
  const digits = text.replaceAll('_', '');
  if (!OTHERWISE.test(digits) || wholeNumber(text) !== undefined) return undefined;
  if (/^\d{5,}$/.test(digits) && Number(digits) > MAX_PORT) return NO_PORT;
  return isPortNumber(Number(digits.replace('+', ''))) ? NOT_PLAIN : undefined;
}
