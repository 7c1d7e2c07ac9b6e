import { PortKeeperError } from '../errors.js';

export type Protocol = 'tcp' | 'udp';

/** Parses user input. @throws {PortKeeperError} USAGE, when it is neither tcp nor udp. */
export function parseProtocol(input: string): Protocol {
  const value = input.trim().toLowerCase();
  if (value === 'tcp' || value === 'udp') return value;
  throw new PortKeeperError('USAGE', `"${input}" is not a protocol`, { hint: 'Use tcp or udp.' });
}
