import { PortKeeperError } from '../errors.js';
import type { PortNumber } from './number.js';
import { type PortRange, rangeSize } from './range.js';

/** What a strategy may look at. */
export interface StrategyContext {
  readonly range: PortRange;
  /** The declared number, where there is one. */
  readonly preferred?: PortNumber;
  /** What makes `stable` stable: the project's path and the port's name. */
  readonly seed: string;
}

/** The order in which ports are tried; every port of the range comes up once. */
export type Strategy = (context: StrategyContext) => Iterable<PortNumber>;

export const strategies = {
  random: ({ range }) => scatter(range),
  lowest: ({ range }) => upwards(range, 0),
  preferred: preferredFirst,
  stable: ({ range, seed }) => upwards(range, stableOffset(seed, rangeSize(range))),
} as const satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof strategies;

/** Parses user input. @throws {PortKeeperError} USAGE, listing the strategies. */
export function parseStrategy(input: string): StrategyName {
  const name = input.trim().toLowerCase();
  if (Object.hasOwn(strategies, name)) return name as StrategyName;
  throw new PortKeeperError('USAGE', `"${input}" is not a strategy`, {
    hint: `Use one of ${Object.keys(strategies).join(', ')}.`,
  });
}

function* upwards(range: PortRange, offset: number): Generator<PortNumber> {
  const size = rangeSize(range);
  for (let i = 0; i < size; i++) yield (range.from + ((offset + i) % size)) as PortNumber;
}

/** A walk by a step that shares no divisor with the size meets every port once, without a list. */
function* scatter(range: PortRange): Generator<PortNumber> {
  const size = rangeSize(range);
  const start = randomBelow(size);
  let step = 1 + randomBelow(size);
  while (gcd(step, size) !== 1) step++;
  for (let i = 0; i < size; i++) yield (range.from + ((start + i * step) % size)) as PortNumber;
}

function* preferredFirst({ range, preferred }: StrategyContext): Generator<PortNumber> {
  if (preferred !== undefined) yield preferred;
  for (const port of scatter(range)) if (port !== preferred) yield port;
}

function randomBelow(bound: number): number {
  return Math.floor(Math.random() * bound);
}

/**
 * A function of the seed alone, even over the range: the same on every machine and every day.
 * FNV-1a, with MurmurHash3's finish, since FNV's low bits of alike seeds are alike. No secret
 * hangs on it, and Node's crypto takes longer to load than a port takes to reserve.
 */
function stableOffset(seed: string, size: number): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % size;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
