import {
  type Host,
  type PortKey,
  type PortNumber,
  type Protocol,
  portKey,
} from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import type { StoredRecord } from './backends/record-file.js';
import type { Holds } from './hold.js';
import { describeOwner, type Owner } from './owner.js';
import type { Lease, ReservationId } from './reservation.js';
import { deathOf, remainingMs, wasReleased } from './standing.js';

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
}

/** Every lease whose claim stands. The claims are the truth: a record alone holds no port. */
export function listLeases(store: FolderStore, holds: Holds): LeaseStatus[] {
  const records = new Map<ReservationId, StoredRecord | undefined>();
  const leases: LeaseStatus[] = [];
  for (const network of store.networks()) {
    for (const key of store.keys(network)) {
      const claim = store.readClaim(network, key);
      if (claim === undefined || claim === 'unreadable') continue;
      if (!records.has(claim.id)) records.set(claim.id, readable(store, claim.id));
      const stored = records.get(claim.id);
      const lease = stored && leaseAt(stored, key);
      if (stored && lease) leases.push(describe(store, stored, lease, holds));
    }
  }
  return leases.sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol));
}

/** A lease that was released is over, although its port rests; one found dead is an orphan. */
function readable(store: FolderStore, id: ReservationId): StoredRecord | undefined {
  const stored = store.find(id);
  if (stored !== undefined) return stored === 'unreadable' ? undefined : stored;
  const ended = store.findEnded(id);
  return ended === undefined || ended === 'unreadable' || wasReleased(ended) ? undefined : ended;
}

function leaseAt({ record }: StoredRecord, key: PortKey): Lease | undefined {
  return record.leases.find(({ protocol, port }) => portKey(protocol, port) === key);
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
    state: wasReleased(stored) && deathOf(stored, kernel) === undefined ? 'live' : 'dead',
  };
}
