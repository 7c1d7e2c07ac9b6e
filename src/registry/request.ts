import { PortKeeperError } from '../errors.js';
import {
  defaultRange,
  type Host,
  isPortName,
  type PortRange,
  type PortRequest,
  parseHost,
  parsePortNumber,
  parsePortRequest,
  parseRange,
  parseStrategy,
  rangeSize,
  readEphemeralPorts,
  type StrategyName,
  toPortName,
} from '../ports/index.js';
import { namedOwner, type Owner, processOwner } from './owner.js';

/** What somebody asks of a registry. Everything is optional: nothing means one port, `PORT`. */
export interface ReserveRequest {
  /** `NAME`, `NAME=3000`, `NAME=3000/udp`, `NAME=8000-8100`, or the same in parts. */
  readonly ports?: readonly (string | PortRequest)[];
  /** How many ports, where they have no names: `PORT`, `PORT_2`, … */
  readonly count?: number;
  /** Tried first; another port is given when it is not free. */
  readonly preferred?: number;
  /** `20000-32767`; by default what lies below the kernel's ephemeral range. */
  readonly range?: string | PortRange;
  readonly strategy?: StrategyName;
  /** True (the default): a port with a number is given as that number or not at all. */
  readonly pinned?: boolean;
  /** One block of consecutive numbers. */
  readonly contiguous?: boolean;
  /** The address that availability is asked for; 127.0.0.1 by default. */
  readonly host?: string;
  /** Whom it is for; by default this process. A text is a name: it lives by its TTL alone. */
  readonly owner?: Owner | string;
  /** Longest life without a renewal, in milliseconds; null for no bound; 6 hours by default. */
  readonly ttlMs?: number | null;
  readonly labels?: Readonly<Record<string, string>>;
  /** Keep the ports out of the kernel's hands until the reservation ends. */
  readonly hold?: boolean;
  /** How long to wait for a port, in milliseconds. */
  readonly waitMs?: number;
  /** What makes `stable` stable: the project's path. */
  readonly seed?: string;
}

/** A request with nothing left open. */
export interface Wanted {
  readonly ports: readonly PortRequest[];
  readonly range: PortRange;
  readonly strategy: StrategyName;
  readonly pinned: boolean;
  readonly contiguous: boolean;
  readonly host: Host;
  readonly owner: Owner;
  readonly ttlMs: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly hold: boolean;
  readonly waitMs: number;
  readonly seed: string;
}

export const DEFAULT_TTL_MS = 6 * 60 * 60 * 1000;
/** More ports in one reservation are a mistake. */
const MAX_PORTS = 10_000;
const MAX_LABEL_CHARS = 1024;

/** Checks a request and fills in its defaults. @throws {PortKeeperError} USAGE */
export function readRequest(request: ReserveRequest): Wanted {
  const strategy = readStrategy(request);
  const wanted: Wanted = {
    ports: readPorts(request),
    range: readRange(request.range),
    strategy,
    pinned: request.pinned ?? strategy !== 'preferred',
    contiguous: request.contiguous ?? false,
    host: parseHost(request.host ?? '127.0.0.1'),
    owner: readOwner(request.owner),
    ttlMs: readTtl(request.ttlMs),
    labels: readLabels(request.labels ?? {}),
    hold: request.hold ?? false,
    waitMs: readMilliseconds(request.waitMs ?? 0),
    seed: request.seed ?? '',
  };
  checkNames(wanted);
  checkRoom(wanted);
  return wanted;
}

function readStrategy({ strategy, preferred }: ReserveRequest): StrategyName {
  if (strategy !== undefined) return parseStrategy(strategy);
  return preferred === undefined ? 'random' : 'preferred';
}

function readPorts({ ports = [], count, preferred }: ReserveRequest): PortRequest[] {
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
  const all = withPreferred([...read, ...more], preferred);
  return all;
}

function withPreferred(ports: PortRequest[], preferred: number | undefined): PortRequest[] {
  if (preferred === undefined) return ports;
  const [first, ...others] = ports;
  return first ? [{ ...first, port: parsePortNumber(preferred) }, ...others] : ports;
}

/** Two ports of one name, and two pins of one number, could not both be given. */
function checkNames({ ports, pinned }: Wanted): void {
  const names = new Set<string>();
  const numbers = new Set<string>();
  for (const { name, protocols, port } of ports) {
    if (!isPortName(name)) {
      throw usage(
        `"${name}" does not name a port`,
        `Use letters, digits and _: ${toPortName(name)}.`,
      );
    }
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

function readRange(range: string | PortRange | undefined): PortRange {
  if (range === undefined) return defaultRange(readEphemeralPorts());
  return typeof range === 'string' ? parseRange(range) : range;
}

function readOwner(owner: Owner | string | undefined): Owner {
  if (owner === undefined) return processOwner(process.pid);
  return typeof owner === 'string' ? namedOwner(owner) : owner;
}

function readTtl(ttlMs: number | null | undefined): number | null {
  if (ttlMs === null) return null;
  const value = readMilliseconds(ttlMs ?? DEFAULT_TTL_MS);
  if (value > 0) return value;
  throw usage('A TTL of nothing', 'Give a time such as 30m or 6h.');
}

function readMilliseconds(value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw usage(`"${value}" is not a time`, 'Give a number of milliseconds.');
}

function readLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [key, value] of Object.entries(labels)) {
    if (typeof value !== 'string' || key === '' || key.length + value.length > MAX_LABEL_CHARS) {
      throw usage(
        `The label "${key.slice(0, 40)}" is not usable`,
        'Write key=value, and keep it short.',
      );
    }
  }
  return labels;
}

function checkRoom({ ports, range }: Wanted): void {
  const inRange = ports.filter((port) => port.port === undefined && port.range === undefined);
  if (inRange.length > rangeSize(range)) {
    throw usage(
      `${inRange.length} ports do not fit in a range of ${rangeSize(range)}`,
      'Ask for fewer ports or give a wider range.',
    );
  }
}

function usage(message: string, hint: string): PortKeeperError {
  return new PortKeeperError('USAGE', message, { hint });
}
