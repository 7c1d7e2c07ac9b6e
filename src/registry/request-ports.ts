import { PortKeeperError } from '../errors.js';
import {
  type BlockPlace,
  formatRange,
  isPortName,
  type PortRange,
  type PortRequest,
  type Protocol,
  parsePortNumber,
  parsePortRequest,
  parseProtocol,
  parseRange,
  toPortName,
} from '../ports/index.js';

/** The part of a request that says which ports. */
export interface PortsWanted {
  readonly ports?: readonly (string | PortRequest)[];
  readonly count?: number;
  readonly preferred?: number;
}

/** More ports in one reservation are a mistake. */
const MAX_PORTS = 10_000;

/** Each port by name; a caller's own objects are checked as text is. @throws {PortKeeperError} USAGE */
export function readPorts({ ports = [], count, preferred }: PortsWanted): PortRequest[] {
  const read = ports.map((port) => (typeof port === 'string' ? parsePortRequest(port) : port));
  const size = count ?? Math.max(read.length, 1);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PORTS) {
    throw usage(`"${size}" is not a count of ports`, `Ask for 1 to ${MAX_PORTS} ports.`);
  }
  const base = read[0] ?? { name: 'PORT', protocols: ['tcp'] as const };
  const more = Array.from({ length: Math.max(0, size - read.length) }, (_, i) => {
    const n = i + read.length + 1;
    const { name, protocols, range } = base;
    return { name: n === 1 ? name : `${name}_${n}`, protocols, ...(range && { range }) };
  });
  return withPreferred([...read, ...more], preferred).map(checkPort);
}

/** Checks a range that may be a caller's own object. @throws {PortKeeperError} USAGE */
export function readRange(range: string | PortRange): PortRange {
  return parseRange(typeof range === 'string' ? range : formatRange(range));
}

function withPreferred(ports: PortRequest[], preferred: number | undefined): PortRequest[] {
  if (preferred === undefined) return ports;
  const [first, ...others] = ports;
  return first ? [{ ...first, port: parsePortNumber(preferred) }, ...others] : ports;
}

function checkPort({ name, protocols, port, range, block }: PortRequest): PortRequest {
  if (!isPortName(name)) {
    throw usage(
      `"${name}" does not name a port`,
      `Use letters, digits and _: ${toPortName(name)}.`,
    );
  }
  const each: Protocol[] = [...new Set(protocols.map(parseProtocol))];
  if (each.length === 0) throw usage(`${name} has no protocol`, 'Give tcp, udp or both.');
  return {
    name,
    protocols: each,
    ...(port !== undefined && { port: parsePortNumber(port) }),
    ...(range !== undefined && { range: readRange(range) }),
    ...(block !== undefined && { block: checkBlock(name, block) }),
  };
}

function checkBlock(port: string, { name, offset }: BlockPlace): BlockPlace {
  if (typeof name === 'string' && name !== '' && Number.isInteger(offset)) {
    if (offset >= 0 && offset < MAX_PORTS) return { name, offset };
  }
  throw usage(`${port} has no place in its block`, 'Give the block a name, and an offset from 0.');
}

/** Two ports of one name, and two pins of one number, could not both be given. */
export function checkClashes(ports: readonly PortRequest[], pinned: boolean): void {
  const names = new Set<string>();
  const numbers = new Set<string>();
  for (const { name, protocols, port } of ports) {
    if (names.has(name)) throw usage(`${name} is asked for twice`, 'Give each port its own name.');
    names.add(name);
    const fixed = pinned && port !== undefined;
    for (const number of fixed ? protocols.map((one) => `${port}/${one}`) : []) {
      if (numbers.has(number)) {
        throw usage(`Port ${number} is asked for twice`, 'Give each name its own number.');
      }
      numbers.add(number);
    }
  }
}

function usage(message: string, hint: string): PortKeeperError {
  return new PortKeeperError('USAGE', message, { hint });
}
