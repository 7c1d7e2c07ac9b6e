import { naming, PortKeeperError } from '../errors.js';
import { type PortNumber, parsePortNumber } from './number.js';
import { type Protocol, parseProtocol } from './protocol.js';
import { type PortRange, parseRange } from './range.js';

/** One port that somebody asks for. Without `port` and `range` the registry's defaults hold. */
export interface PortRequest {
  readonly name: string;
  /** The number must be free on each of them. */
  readonly protocols: readonly Protocol[];
  /** The declared number: what the project states, or what the user wants. */
  readonly port?: PortNumber;
  readonly range?: PortRange;
  /** Where it belongs to a block inside a larger set. */
  readonly block?: BlockPlace;
}

/** Ports of one block keep their distances to each other, wherever the block comes to lie. */
export interface BlockPlace {
  /** Tells the blocks of one set apart; with `stable`, where it lies follows from it. */
  readonly name: string;
  /** How far the port lies from the block's first number. */
  readonly offset: number;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

export function isPortName(text: string): boolean {
  return NAME.test(text);
}

/** Any text as a name: upper snake case, never empty, never led by a digit. */
export function toPortName(text: string): string {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  return /^[A-Z]/.test(name) ? name : `_${name}`;
}

/**
 * Parses `NAME`, `NAME=3000`, `NAME=3000/udp`, `NAME=53/tcp+udp`, `NAME/udp` and `NAME=8000-8100`.
 * @throws {PortKeeperError} USAGE, naming the part that is wrong.
 */
export function parsePortRequest(input: string): PortRequest {
  const match = /^\s*([^=/\s]+)\s*(?:=\s*([^/]*?)\s*)?(?:\/\s*(\S+)\s*)?$/.exec(input);
  const name = match?.[1] ?? '';
  if (!isPortName(name)) throw badName(input, name);
  return naming(name, () => {
    const protocols = (match?.[3] ?? 'tcp').split('+').map(parseProtocol);
    const value = match?.[2];
    if (value === undefined) return { name, protocols };
    return /[-:]/.test(value)
      ? { name, protocols, range: parseRange(value) }
      : { name, protocols, port: parsePortNumber(value) };
  });
}

function badName(input: string, name: string): PortKeeperError {
  const example = /^\d+$/.test(name) ? `PORT=${name}` : toPortName(name);
  return new PortKeeperError('USAGE', `"${input.trim()}" does not name a port`, {
    hint: `Write NAME, NAME=3000, NAME=3000/udp or NAME=8000-8100${name ? `, for example ${example}` : ''}.`,
  });
}
