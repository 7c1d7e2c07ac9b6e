import { PortKeeperError } from '../errors.js';
import { type PortNumber, parsePortNumber } from './number.js';

/** Both ends belong to it. */
export interface PortRange {
  readonly from: PortNumber;
  readonly to: PortNumber;
}

/**
 * Parses `20000-32767`, or one number.
 * @throws {PortKeeperError} USAGE, when an end is no port or the ends are the wrong way round.
 */
export function parseRange(input: string): PortRange {
  const match = /^\s*(\d+)\s*(?:[-:]\s*(\d+)\s*)?$/.exec(input);
  if (match === null) {
    throw new PortKeeperError('USAGE', `"${input}" is not a port range`, {
      hint: 'Write two ports from 1 to 65535, as in 20000-32767.',
    });
  }
  const [, first = '', last = first] = match;
  const [from, to] = [parsePortNumber(first), parsePortNumber(last)];
  if (from > to) {
    throw new PortKeeperError('USAGE', `The range "${input}" ends before it begins`, {
      hint: `Write the lower port first: ${to}-${from}.`,
    });
  }
  return { from, to };
}

export function rangeSize(range: PortRange): number {
  return range.to - range.from + 1;
}

export function rangeIncludes(range: PortRange, port: number): boolean {
  return port >= range.from && port <= range.to;
}

export function formatRange(range: PortRange): string {
  return range.from === range.to ? `${range.from}` : `${range.from}-${range.to}`;
}
