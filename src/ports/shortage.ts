import { systemCode } from '../errors.js';

/** What a system says that lacks what a file or a socket takes. It says nothing of any port. */
export const SHORTAGES: Readonly<Record<string, string>> = {
  EMFILE: 'this process has as many files open as it may',
  ENFILE: 'the system has as many files open as it can',
  ENOBUFS: 'the system has no room left for sockets',
  ENOMEM: 'the system has no memory left',
};

let last: unknown;

export function isShortage(error: unknown): boolean {
  return (systemCode(error) ?? '') in SHORTAGES;
}

/** To be told of each error of a socket that was opened to ask for a port. */
export function noteShortage(error: unknown): void {
  if (isShortage(error)) last = error;
}

/**
 * The last one that was noted, another object each time: a port that could not be asked for passes
 * for one in use, and whoever finds none free looks whether that was why.
 */
export function lastShortage(): unknown {
  return last;
}
