import { naming, PortKeeperError } from '../errors.js';
import {
  type BlockPlace,
  formatRange,
  isPortName,
  isPortNumber,
  type PortRange,
  type PortRequest,
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

/** Whoever asks for nothing asks for this. */
const ANY: PortRequest = { name: 'PORT', protocols: ['tcp'] };

/** Each port by name; a caller's own objects are checked as text is. @throws {PortKeeperError} USAGE */
export function readPorts({ ports = [], count, preferred }: PortsWanted): PortRequest[] {
  const size = count ?? Math.max(ports.length, 1);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PORTS) {
    throw usage(`"${size}" is not a count of ports`, `Ask for 1 to ${MAX_PORTS} ports.`);
  }
  const [first = ANY, ...others] = ports.map(readPort);
  const read = preferred === undefined ? first : { ...first, port: parsePortNumber(preferred) };
  return [read, ...others, ...moreLike(first, Math.max(ports.length, 1), size)];
}

/** What the first one is was checked: so many ports like it need no more than a name that fits. */
function moreLike({ name, protocols, range }: PortRequest, from: number, to: number) {
  const more: PortRequest[] = [];
  const kind = range === undefined ? { protocols } : { protocols, range };
  for (let n = from + 1; n <= to; n++) more.push({ name: `${name}_${n}`, ...kind });
  const last = more.at(-1);
  if (last !== undefined) checkName(last.name); // none is longer
  return more;
}

/** Checks a range that may be a caller's own object. @throws {PortKeeperError} USAGE */
export function readRange(range: string | PortRange): PortRange {
  if (typeof range === 'string') return parseRange(range);
  const { from, to } = range;
  if (isPortNumber(from) && isPortNumber(to) && from <= to) return { from, to };
  return parseRange(formatRange(range)); // it says what is wrong
}

function readPort(given: string | PortRequest): PortRequest {
  const asked = typeof given === 'string' ? parsePortRequest(given) : given;
  const { name, protocols, port, range, block } = asked;
  checkName(name);
  if (protocols.length === 0) throw usage(`${name} has no protocol`, 'Give tcp, udp or both.');
  return naming(name, () => ({
    name,
    protocols: [...new Set(protocols.map(parseProtocol))],
    ...(port !== undefined && { port: parsePortNumber(port) }),
    ...(range !== undefined && { range: readRange(range) }),
    ...(block !== undefined && { block: checkBlock(block) }),
  }));
}

function checkName(name: string): void {
  if (isPortName(name)) return;
  throw usage(`"${name}" does not name a port`, `Use letters, digits and _: ${toPortName(name)}.`);
}

function checkBlock({ name, offset }: BlockPlace): BlockPlace {
  if (typeof name === 'string' && name !== '' && Number.isInteger(offset)) {
    if (offset >= 0 && offset < MAX_PORTS) return { name, offset };
  }
  throw usage('It has no place in its block', 'Give the block a name, and an offset from 0.');
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
