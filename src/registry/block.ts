import { PortKeeperError } from '../errors.js';
import type { PortNumber, PortRequest } from '../ports/index.js';

/** A set whose numbers keep their distances: wherever it begins, there is all of it or nothing. */
export interface Block {
  /** What tells it from others of its set; empty for one that is the whole set. */
  readonly name: string;
  readonly members: readonly PortRequest[];
  /** How far each port lies from the block's first number, in the order of the members. */
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
  const block = { name: '', members: ports, offsets, size };
  if (start === undefined) return block;
  if (start < 1 || start + size > 65_536) {
    throw usage(
      `A block of ${size} from ${start} on has numbers that no port has`,
      'Let it begin elsewhere: ports are from 1 to 65535.',
    );
  }
  if (starts.some((other) => other !== start)) {
    throw usage(
      'The numbers asked for are not consecutive',
      'Give the first port its number alone.',
    );
  }
  return { ...block, start: start as PortNumber };
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
  return { name: '', members: ports, offsets, size: Math.max(...offsets) + 1, start };
}

/**
 * The blocks that members of a set name, each by itself; the other members are free of each other.
 * @throws {PortKeeperError} USAGE
 */
export function namedBlocks(ports: readonly PortRequest[]): Block[] {
  const byName = new Map<string, PortRequest[]>();
  for (const port of ports) {
    if (port.block === undefined) continue;
    byName.set(port.block.name, [...(byName.get(port.block.name) ?? []), port]);
  }
  return [...byName].map(([name, members]) => namedBlock(name, members));
}

/** It begins where its members say, if they agree; one that says nothing follows the others. */
function namedBlock(name: string, members: readonly PortRequest[]): Block {
  checkRanges(members);
  const offsets = members.map(({ block }) => block?.offset ?? 0);
  const size = Math.max(...offsets) + 1;
  const [start, ...others] = new Set(
    members.flatMap(({ port }, i) => (port === undefined ? [] : [port - (offsets[i] ?? 0)])),
  );
  const isPlace = start !== undefined && others.length === 0 && start > 0 && start + size <= 65_536;
  return { name, members, offsets, size, ...(isPlace && { start: start as PortNumber }) };
}

function checkRanges(ports: readonly PortRequest[]): void {
  const own = ports.find(({ range }) => range !== undefined);
  if (own === undefined) return;
  throw usage(`${own.name} has a range of its own`, 'A block lies in one range: give --range.');
}

function usage(message: string, hint: string): PortKeeperError {
  return new PortKeeperError('USAGE', message, { hint });
}
