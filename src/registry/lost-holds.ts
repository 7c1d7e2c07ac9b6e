import { lstatSync } from 'node:fs';
import { isHeldUnseen } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import type { Finding } from './doctor.js';
import type { Holds } from './hold.js';
import { HoldMarks } from './hold-protocol.js';
import type { ReservationRecord } from './reservation.js';
import { deathOf } from './standing.js';

/** Reservations that live while their holder was killed: leased, and no longer held. */
export function lostHolds(store: FolderStore): ReservationRecord[] {
  return store.ids('reservations').flatMap((id) => {
    if (!new HoldMarks(store.layout.root, id).isLost()) return [];
    const stored = store.find(id);
    if (stored === undefined || stored === 'unreadable') return [];
    return deathOf(stored, store.kernel) === undefined ? [stored.record] : [];
  });
}

export function lostHoldFindings(store: FolderStore): Finding[] {
  return lostHolds(store).map((record) => {
    const names = record.leases.map(({ name, port }) => `${name} ${port}`).join(', ');
    const help = canHoldAgain(store, record)
      ? 'portkeeper doctor --repair holds them again, where nobody listens on them'
      : 'reserve anew for ports that are held';
    const message = `the holder of ${record.id} (${names}) was killed: leased, and no longer held; ${help}`;
    return { level: 'problem', about: 'hold', message };
  });
}

/** Starts the holders of this user's reservations again, as far as they are in no server's way. */
export async function holdAgain(store: FolderStore, holds: Holds): Promise<void> {
  const lost = lostHolds(store).filter((record) => canHoldAgain(store, record));
  for (const { id } of lost) await holds.start(id);
}

/** A bound socket may have been handed over already: it would meet its own server. */
function canHoldAgain({ layout }: FolderStore, { id, leases }: ReservationRecord): boolean {
  const isOwn =
    process.getuid === undefined || ownerOf(layout.reservation(id)) === process.getuid();
  return isOwn && leases.every(({ protocol }) => isHeldUnseen(protocol));
}

function ownerOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.uid;
}
