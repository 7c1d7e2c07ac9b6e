import { PortKeeperError } from '../errors.js';
import {
  defaultRange,
  type Host,
  hasAddress,
  isLoopback,
  type Machine,
  type PortRange,
  type PortRequest,
  parseHost,
  parseStrategy,
  rangeSize,
  type StrategyName,
} from '../ports/index.js';
import { type Block, contiguousBlock, keptBlock, namedBlocks } from './block.js';
import { namedOwner, type Owner, processOwner } from './owner.js';
import { checkClashes, readPorts, readRange } from './request-ports.js';
import { isOwner, MAX_TTL_MS, type ReservationId } from './reservation.js';

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
  /**
   * True: a port with a number is given as that number or not at all. The default, unless `prefers`
   * or `keepOffset` says that another number will do.
   */
  readonly pinned?: boolean;
  /** True: a number that is not pinned is tried first, whatever the strategy for the others. */
  readonly prefers?: boolean;
  /** One block of consecutive numbers. */
  readonly contiguous?: boolean;
  /** Other numbers, as far from each other as those asked for: 3000 and 3005, 21000 and 21005. */
  readonly keepOffset?: boolean;
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
  /** A port with a number that is not pinned is tried as that number first. */
  readonly prefers: boolean;
  /** Those whose places to each other are fixed: all, or some of them in blocks of their own. */
  readonly blocks: readonly Block[];
  /** The others, which are free of each other. */
  readonly single: readonly PortRequest[];
  readonly host: Host;
  readonly owner: Owner;
  readonly ttlMs: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly hold: boolean;
  readonly waitMs: number;
  readonly seed: string;
  /** Ports that somebody turned out to have, although they bind. */
  readonly taken?: ReadonlySet<number>;
  /** Names of those that choose before the others, where these took what they need. */
  readonly first?: readonly string[];
  /** What the reservation is to be called, where its holder knows that already. */
  readonly id?: ReservationId;
}

const DEFAULT_TTL_MS = 6 * 60 * 60 * 1000;
const MAX_OWNER_CHARS = 1024;
const MAX_LABELS = 100;
const MAX_LABEL_CHARS = 1024;

/** @throws {PortKeeperError} USAGE, for an address that no server of this machine could have. */
export async function refuseAbsentHost({ host, ports }: Wanted): Promise<void> {
  if (isLoopback(host)) return;
  for (const protocol of new Set(ports.flatMap((port) => port.protocols))) {
    if (await hasAddress(protocol, host)) continue;
    throw usage(
      `"${host}" is not an address of this machine`,
      'Give one that servers can have here.',
    );
  }
}

/** Checks a request and fills in its defaults. @throws {PortKeeperError} USAGE */
export function readRequest(request: ReserveRequest, machine: Machine): Wanted {
  const strategy = readStrategy(request);
  const ports = readPorts(request);
  const blocks = readBlocks(request, ports);
  const prefers = request.prefers ?? (strategy === 'preferred' || request.preferred !== undefined);
  const wanted: Wanted = {
    ports,
    range:
      request.range === undefined ? defaultRange(machine.ephemeral()) : readRange(request.range),
    strategy,
    pinned: request.pinned ?? !(prefers || request.keepOffset === true),
    prefers,
    blocks,
    single: blocks.length === 0 ? ports : outside(blocks, ports),
    host: parseHost(request.host ?? '127.0.0.1'),
    owner: readOwner(request.owner),
    ttlMs: readTtl(request.ttlMs),
    labels: readLabels(request.labels ?? {}),
    hold: request.hold ?? false,
    waitMs: readMilliseconds(request.waitMs ?? 0),
    seed: request.seed ?? '',
  };
  checkClashes(ports, wanted.pinned || request.keepOffset === true);
  checkRoom(wanted);
  return wanted;
}

function readStrategy({ strategy, preferred }: ReserveRequest): StrategyName {
  if (strategy !== undefined) return parseStrategy(strategy);
  return preferred === undefined ? 'random' : 'preferred';
}

function readBlocks(
  { contiguous = false, keepOffset = false }: ReserveRequest,
  ports: readonly PortRequest[],
): readonly Block[] {
  if (contiguous && keepOffset) {
    throw usage('A block has no gaps to keep', 'Leave out either of contiguous and keepOffset.');
  }
  if (keepOffset) return [keptBlock(ports)];
  return contiguous ? [contiguousBlock(ports)] : namedBlocks(ports);
}

function outside(blocks: readonly Block[], ports: readonly PortRequest[]): PortRequest[] {
  const inBlocks = new Set(blocks.flatMap(({ members }) => members));
  return ports.filter((request) => !inBlocks.has(request));
}

function readOwner(owner: Owner | string | undefined): Owner {
  if (owner === undefined) return processOwner(process.pid);
  const read = typeof owner === 'string' ? namedOwner(owner) : owner;
  if (isOwner(read) && read.name !== '' && read.name.length <= MAX_OWNER_CHARS) return read;
  throw usage('The owner is not usable', `Give it a name of 1 to ${MAX_OWNER_CHARS} characters.`);
}

function readTtl(ttlMs: number | null | undefined): number | null {
  if (ttlMs === null) return null;
  const value = readMilliseconds(ttlMs ?? DEFAULT_TTL_MS);
  if (value > MAX_TTL_MS) {
    throw usage('A TTL of more than a hundred years', 'Give none for a lease without an end.');
  }
  if (value > 0) return value;
  throw usage('A TTL of nothing', 'Give a time such as 30m or 6h.');
}

function readMilliseconds(value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw usage(`"${value}" is not a time`, 'Give a number of milliseconds.');
}

function readLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(labels);
  if (entries.length > MAX_LABELS) {
    throw usage(`${entries.length} labels are too many`, `Give ${MAX_LABELS} at most.`);
  }
  for (const [key, value] of entries) {
    if (typeof value !== 'string' || key === '' || key.length + value.length > MAX_LABEL_CHARS) {
      throw usage(
        `The label "${key.slice(0, 40)}" is not usable`,
        'Write key=value, and keep it short.',
      );
    }
  }
  return labels;
}

function checkRoom({ single, range, blocks, pinned, prefers }: Wanted): void {
  let needed = 0;
  for (const one of single) if (one.port === undefined && one.range === undefined) needed += 1;
  for (const { start, size } of blocks) {
    if (start === undefined || !(pinned || prefers)) needed += size;
  }
  if (needed > rangeSize(range)) {
    throw usage(
      `${needed} ports do not fit in a range of ${rangeSize(range)}`,
      'Ask for fewer ports or give a wider range.',
    );
  }
}

function usage(message: string, hint: string): PortKeeperError {
  return new PortKeeperError('USAGE', message, { hint });
}
