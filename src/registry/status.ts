import type { Host, PortNumber, Protocol } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import type { StoredRecord, Unreadable } from './backends/record-file.js';
import type { Holds } from './hold.js';
import { describeOwner, type Owner } from './owner.js';
import { isReservationId, type Lease, type ReservationId } from './reservation.js';
import { deathOf, remainingMs } from './standing.js';

/** A lease as others see it. */
export interface LeaseStatus {
  readonly id: ReservationId;
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: PortNumber;
  readonly host: Host;
  /** The owner's name; more about it in `ownedBy`. */
  readonly owner: string;
  readonly ownedBy: Owner;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly held: boolean;
  /** `dead`: its owner is gone, and it is kept only while its port is still in use. */
  readonly state: 'live' | 'dead';
  /** Its port belongs to another network: here the number may be anybody's. */
  readonly elsewhere: boolean;
}

/** Every lease whose claim stands. The claims are the truth: a record alone holds no port. */
export function listLeases(store: FolderStore, holds: Holds): LeaseStatus[] {
  const leases = [...recordsOf(store).values()].flatMap((stored) =>
    stored.record.leases
      .filter((lease) => store.carries(stored, lease))
      .map((lease) => describe(store, stored, lease, holds)),
  );
  return leases.sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol));
}

/** Of a reservation that lives and has all its ports, in this network; else undefined. */
export function liveLeases(store: FolderStore, id: string): readonly Lease[] | undefined {
  const stored = isReservationId(id) ? store.find(id) : undefined;
  if (stored === undefined || stored === 'unreadable') return undefined;
  const { leases, network } = stored.record;
  if (network !== store.kernel.network) return undefined;
  const isComplete = leases.every((lease) => store.carries(stored, lease));
  return isComplete && deathOf(stored, store.kernel) === undefined ? leases : undefined;
}

/** Those that live, then those that were found dead, as orphans: the way that a record goes. */
function recordsOf(store: FolderStore): Map<ReservationId, StoredRecord> {
  const records = new Map<ReservationId, StoredRecord>();
  const note = (id: ReservationId, stored: StoredRecord | Unreadable | undefined) => {
    if (stored !== undefined && stored !== 'unreadable') records.set(id, stored);
  };
  for (const id of store.ids()) note(id, store.find(id));
  for (const id of store.ids('dead')) note(id, store.findEnded(id));
  return records;
}

function describe(
  { kernel }: FolderStore,
  stored: StoredRecord,
  lease: Lease,
  holds: Holds,
): LeaseStatus {
  const { id, owner, labels, createdAt } = stored.record;
  const remaining = remainingMs(stored);
  return {
    id,
    ...lease,
    owner: describeOwner(owner),
    ownedBy: owner,
    labels,
    createdAt,
    expiresAt: Number.isFinite(remaining)
      ? new Date(kernel.clockMs() + remaining).toISOString()
      : null,
    held: holds.isHeld(id, lease.protocol),
    state: stored.ending === undefined && deathOf(stored, kernel) === undefined ? 'live' : 'dead',
    elsewhere: stored.record.network !== kernel.network,
  };
}
