import { isPortNumber, type Protocol, portKey, readPortNumber } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import type { Holds } from './hold.js';
import { isReservationId, type Lease, type ReservationId } from './reservation.js';

/** What a release ended, and what it asked for that nobody held. */
export interface Released {
  readonly released: readonly Lease[];
  readonly unknown: readonly string[];
}

/** Ends reservations by their ids, and the leases of single ports. */
export async function releaseEach(
  store: FolderStore,
  holds: Holds,
  each: readonly (string | number)[],
): Promise<Released> {
  const released: Lease[] = [];
  const unknown: string[] = [];
  for (const one of each) {
    const port = typeof one === 'number' ? one : readPortNumber(one);
    const leases = isPortNumber(port)
      ? await releasePort(store, holds, port)
      : await releaseReservation(store, holds, String(one));
    released.push(...leases);
    if (leases.length === 0) unknown.push(String(one));
  }
  return { released, unknown };
}

/** Ends a reservation. @returns what it still had; nothing, when it was over or never was */
export async function releaseReservation(
  store: FolderStore,
  holds: Holds,
  id: string,
): Promise<readonly Lease[]> {
  if (!isReservationId(id)) return [];
  const stored = store.find(id);
  if (stored === undefined || !store.markEnded(id, 'released')) return [];
  await holds.stop(id);
  if (stored === 'unreadable') return [];
  return stored.record.leases.filter((lease) => store.carries(stored, lease));
}

/** Ends the leases of a port of this host, whatever the protocol. */
async function releasePort(
  store: FolderStore,
  holds: Holds,
  port: number,
): Promise<readonly Lease[]> {
  const released: Lease[] = [];
  for (const protocol of ['tcp', 'udp'] as const) {
    const claim = store.readClaim(store.kernel.network, portKey(protocol, port));
    if (claim === undefined || claim === 'unreadable') continue;
    released.push(...(await releaseLease(store, holds, { id: claim.id, protocol, port })));
  }
  return released;
}

/** One port of a set: the record stays as it was made; what it has lost, the claims tell. */
async function releaseLease(
  store: FolderStore,
  holds: Holds,
  { id, protocol, port }: { id: ReservationId; protocol: Protocol; port: number },
): Promise<readonly Lease[]> {
  const stored = store.find(id);
  if (stored === undefined || stored === 'unreadable') return [];
  const { leases } = stored.record;
  if (leases.length === 1) return releaseReservation(store, holds, id);
  const lease = leases.find((one) => one.protocol === protocol && one.port === port);
  if (lease === undefined || !store.split(stored.record, lease)) return [];
  if (leases.some((one) => store.carries(stored, one))) return [lease];
  return [lease, ...(await releaseReservation(store, holds, id))];
}
