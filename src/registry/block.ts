import { PortKeeperError } from '../errors.js';
import type { PortNumber, PortRequest } from '../ports/index.js';

/** A set whose numbers keep their distances: wherever it begins, there is all of it or nothing. */
export interface Block {
  /** How far each port lies from the block's first number, in the order of the request. */
  readonly offsets: readonly number[];
  /** One more than the largest of them. */
  readonly size: number;
  /** Where it would begin by the numbers of its members. */
  readonly start?: PortNumber;
}

/**
 * A block of consecutive numbers.
 * @throws {PortKeeperError} USAGE, when its members contradict each other
 */
export function contiguousBlock(ports: readonly PortRequest[]): Block {
  checkRanges(ports);
  const size = ports.length;
  const starts = ports.flatMap(({ port }, i) => (port === undefined ? [] : [port - i]));
  const [start] = starts;
  const offsets = ports.map((_, i) => i);
  if (start === undefined) return { offsets, size };
  if (starts.some((other) => other !== start) || start < 1 || start + size > 65_536) {
    throw usage(
      'The numbers asked for are not consecutive',
      'Give the first port its number alone.',
    );
  }
  return { offsets, size, start: start as PortNumber };
}

/**
 * A block whose members are as far from each other as the numbers that they state.
 * @throws {PortKeeperError} USAGE, when one states none
 */
export function keptBlock(ports: readonly PortRequest[]): Block {
  checkRanges(ports);
  const numbers = ports.map(({ name, port }) => {
    if (port !== undefined) return port;
    throw usage(`${name} has no number to keep its distance from`, `Write ${name}=3000.`);
  });
  const start = numbers.reduce((least, port) => (port < least ? port : least));
  const offsets = numbers.map((port) => port - start);
  return { offsets, size: Math.max(...offsets) + 1, start };
}

function checkRanges(ports: readonly PortRequest[]): void {
  const own = ports.find(({ range }) => range !== undefined);
  if (own === undefined) return;
  throw usage(`${own.name} has a range of its own`, 'A block lies in one range: give --range.');
}

function usage(message: string, hint: string): PortKeeperError {
  return new PortKeeperError('USAGE', message, { hint });
}
