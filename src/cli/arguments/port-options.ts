import { parseDuration } from '../../duration.js';
import { parseHost, parseRange, parseStrategy, strategies } from '../../ports/index.js';
import type { Arguments, OptionSpec } from './spec.js';
import { parseTtl, readFlag, readOption } from './values.js';

/** How ports are chosen and kept: the same for a reservation and for a project. */
export const PORT_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--range <from-to>',
    description: "where ports come from (default: 20000-32767, outside the kernel's own)",
  },
  {
    flags: '--strategy <name>',
    description: 'random, lowest, preferred or stable',
    words: Object.keys(strategies),
  },
  { flags: '--host <address>', description: 'the address to be free on (default: 127.0.0.1)' },
  { flags: '--hold', description: "keep the ports out of the kernel's hands until they are used" },
  { flags: '--ttl <time>', description: 'longest life without renewal: 30m, 6h, or none' },
  { flags: '--wait <time>', description: 'how long to wait for a port (default: 0s)' },
];

/** @throws {PortKeeperError} USAGE, naming the option. */
export function readPortOptions(given: Arguments) {
  return defined({
    range: readOption(given, 'range', parseRange),
    strategy: readOption(given, 'strategy', parseStrategy),
    host: readOption(given, 'host', parseHost),
    hold: readFlag(given.options.hold),
    ttlMs: readOption(given, 'ttl', parseTtl),
    waitMs: readOption(given, 'wait', parseDuration),
  });
}

/** What was given; an option that was left out is not there at all. */
export function defined<T extends object>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
