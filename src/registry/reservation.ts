import { isAbsolute } from 'node:path';
import type { Host, PortNumber, Protocol } from '../ports/index.js';
import { isPortName, isPortNumber, parseHost } from '../ports/index.js';
import { isFolderPlace } from './folder-place.js';
import type { Owner } from './owner.js';
import { randomBytes } from './random-bytes.js';

/** Names a reservation for ever: 80 random bits, so that none is given twice. */
export type ReservationId = string & { readonly __brand: 'ReservationId' };

/** One port, held by one owner. */
export interface Lease {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: PortNumber;
  readonly host: Host;
}

/** What the registry keeps of a reservation, as JSON. */
export interface ReservationRecord {
  readonly schema: 1;
  readonly id: ReservationId;
  /** When it was made, as an ISO 8601 date: for people; its time runs in the machine's uptime. */
  readonly createdAt: string;
  /** The boot in which its time is counted. */
  readonly boot: string;
  /** The network namespace that its ports belong to, as in `Kernel`. */
  readonly network: string;
  /** As in `Kernel`; not there where it could not be told. */
  readonly networkBirth?: string;
  readonly owner: Owner;
  /** Longest life without a renewal, in milliseconds; null for no bound. */
  readonly ttlMs: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly leases: readonly Lease[];
}

/** A hundred years: an end beyond is none, and may be beyond what a date can say. */
export const MAX_TTL_MS = 100 * 365.25 * 24 * 60 * 60 * 1000;

/** Anything larger was not written by a registry. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

export function newReservationId(): ReservationId {
  return BigInt(`0x${randomBytes(10).toString('hex')}`)
    .toString(36)
    .padStart(16, '0') as ReservationId;
}

export function isReservationId(text: string): text is ReservationId {
  return /^[0-9a-z]{16}$/.test(text);
}

/** A record read back, checked as if a stranger had written it; undefined when it is none. */
export function parseRecord(text: string, id: ReservationId): ReservationRecord | undefined {
  try {
    const { claim: _, ...value }: Record<string, unknown> = JSON.parse(text);
    return isRecord(value) && value.id === id ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is ReservationRecord {
  if (!isObject(value)) return false;
  const { schema, id, createdAt, boot, network, networkBirth, owner, ttlMs, labels, leases } =
    value;
  return (
    schema === 1 &&
    isText(id) &&
    isReservationId(id) &&
    isText(createdAt) &&
    !Number.isNaN(Date.parse(createdAt)) &&
    isText(boot) &&
    isText(network) &&
    /^\d{0,20}$/.test(network) && // it becomes a folder's name
    (networkBirth === undefined || isText(networkBirth)) &&
    isOwner(owner) &&
    (ttlMs === null || isTtl(ttlMs)) &&
    isObject(labels) &&
    Object.values(labels).every(isText) &&
    Array.isArray(leases) &&
    leases.length > 0 &&
    leases.every(isLease)
  );
}

function isTtl(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value <= MAX_TTL_MS;
}

function isLease(value: unknown): value is Lease {
  return (
    isObject(value) &&
    isText(value.name) &&
    isPortName(value.name) &&
    (value.protocol === 'tcp' || value.protocol === 'udp') &&
    isPortNumber(value.port) &&
    isHost(value.host)
  );
}

function isHost(value: unknown): boolean {
  try {
    return isText(value) && parseHost(value) === value;
  } catch {
    return false;
  }
}

export function isOwner(value: unknown): value is Owner {
  if (!isObject(value) || !isText(value.name)) return false;
  if (value.kind === 'folder') return isFolderOwner(value);
  if (value.kind === 'container') return isText(value.engine) && isText(value.container);
  if (value.kind === 'name') return isText(value.boot);
  if (value.kind !== 'process' || !isObject(value.process)) return false;
  const { pid, startedAt, boot, pidNamespace } = value.process;
  return (
    Number.isInteger(pid) &&
    (pid as number) > 0 &&
    isText(startedAt) &&
    isText(boot) &&
    isText(pidNamespace)
  );
}

function isFolderOwner({ path, place }: Record<string, unknown>): boolean {
  return isText(path) && isAbsolute(path) && (place === undefined || isFolderPlace(place));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 4096;
}
