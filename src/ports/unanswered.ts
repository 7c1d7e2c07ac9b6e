import { systemCode } from '../errors.js';

/** What a system says that lacks what a file or a socket takes. */
export const SHORTAGES: Readonly<Record<string, string>> = {
  EMFILE: 'this process has as many files open as it may',
  ENFILE: 'the system has as many files open as it can',
  ENOBUFS: 'the system has no room left for sockets',
  ENOMEM: 'the system has no memory left',
};

export function isShortage(error: unknown): boolean {
  return (systemCode(error) ?? '') in SHORTAGES;
}

let last: unknown;

/** To be told of each error of a socket that was opened to ask for a port. */
export function noteUnanswered(error: unknown): void {
  if (!isAboutPort(error)) last = error;
}

/**
 * The last error that said nothing of any port, another object each time. A port that could not be
 * asked for passes for one in use: whoever finds none free looks whether that was why.
 */
export function lastUnanswered(): unknown {
  return last;
}

/** In use; or not for this user, or not at this address. A name in the kernel has the number -1. */
function isAboutPort(error: unknown): boolean {
  const { code, port } = Object(error);
  return code === 'EADDRINUSE' || (port > 0 && ['EACCES', 'EADDRNOTAVAIL'].includes(code));
}
