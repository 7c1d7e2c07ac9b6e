import { elapsedMs, type Host, type PortNumber, type Protocol } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import type { StoredRecord, Unreadable } from './backends/record-file.js';
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
  return new LeaseLister(store, holds).list();
}

/** What passes for released may be found dead at this moment: its time tells a little later. */
const FRESH_MS = 1000;

/**
 * Lists leases again and again. There is a record for each port that rests: it is looked at once a
 * second, and not read.
 */
export class LeaseLister {
  readonly #store: FolderStore;
  readonly #holds: Holds;
  #released: ReadonlySet<ReservationId> = new Set();
  #releasedUntil = 0;

  constructor(store: FolderStore, holds: Holds) {
    this.#store = store;
    this.#holds = holds;
  }

  list(): LeaseStatus[] {
    const leases = [...this.#records().values()].flatMap((stored) =>
      stored.record.leases
        .filter((lease) => this.#store.carries(stored, lease))
        .map((lease) => describe(this.#store, stored, lease, this.#holds)),
    );
    return leases.sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol));
  }

  /** Those that live, then those that were found dead, as orphans: the way that a record goes. */
  #records(): Map<ReservationId, StoredRecord> {
    const records = new Map<ReservationId, StoredRecord>();
    const note = (id: ReservationId, stored: StoredRecord | Unreadable | undefined) => {
      if (stored !== undefined && stored !== 'unreadable') records.set(id, stored);
    };
    for (const id of this.#store.ids('reservations')) note(id, this.#store.find(id));
    for (const id of this.#foundDead()) note(id, this.#store.findEnded(id));
    return records;
  }

  #foundDead(): ReservationId[] {
    if (elapsedMs() > this.#releasedUntil) {
      this.#released = new Set();
      this.#releasedUntil = elapsedMs() + FRESH_MS;
    }
    const known = this.#released;
    const ended = this.#store.ids('ended');
    this.#released = new Set(ended.filter((id) => known.has(id) || this.#store.wasReleased(id)));
    return ended.filter((id) => !this.#released.has(id));
  }
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
