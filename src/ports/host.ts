import { isIP } from 'node:net';
import { PortKeeperError } from '../errors.js';

/** A local address that a server would bind: an IP address, or `localhost`. */
export type Host = string & { readonly __brand: 'Host' };

/** What nearly everybody says: Node's own test begins with a large expression. */
const USUAL = new Set(['127.0.0.1', 'localhost', '0.0.0.0', '::', '::1']);

/**
 * Parses user input; brackets around an IPv6 address are dropped.
 * @throws {PortKeeperError} USAGE, when it is neither an IP address nor `localhost`.
 */
export function parseHost(input: string): Host {
  if (USUAL.has(input)) return input as Host;
  const text = input
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  if (USUAL.has(text) || isIP(text) !== 0) return text as Host;
  throw new PortKeeperError('USAGE', `"${input}" is not an address of this machine`, {
    hint: 'Use an IP address such as 127.0.0.1, 0.0.0.0 or ::1, or localhost.',
  });
}

/** Whether a URL or setting with this host speaks of the machine that it is read on. */
export function isLoopback(host: string): boolean {
  const text = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return (
    text === 'localhost' ||
    text.endsWith('.localhost') ||
    text === '0.0.0.0' ||
    text === '::' ||
    text === '::1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(text)
  );
}
