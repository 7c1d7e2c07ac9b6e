import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isHeldUnseen } from '../ports/index.js';
import type { Reporter } from '../reporter.js';
import type { FolderStore } from './backends/folder.js';
import type { Finding } from './finding.js';
import type { Holds } from './hold.js';
import { HoldMarks } from './hold-protocol.js';
import { isReservationId, type ReservationId, type ReservationRecord } from './reservation.js';
import { deathOf } from './standing.js';

/** Reservations that live while their holder was killed: leased, and no longer held. */
function lostHolds(store: FolderStore): ReservationRecord[] {
  const marks = store.layout.list(join(store.layout.root, 'holds'));
  return marks.filter(isReservationId).flatMap((id) => lostHold(store, id) ?? []);
}

function lostHold(store: FolderStore, id: ReservationId): ReservationRecord | undefined {
  if (!new HoldMarks(store.layout.root, id).isLost()) return undefined;
  const stored = store.find(id);
  if (stored === undefined || stored === 'unreadable') return undefined;
  return deathOf(stored, store.kernel) === undefined ? stored.record : undefined;
}

export function lostHoldFindings(store: FolderStore): Finding[] {
  return lostHolds(store).map((record) => {
    const help = canHoldAgain(store, record)
      ? `portkeeper renew ${record.id} or portkeeper doctor --repair holds them again`
      : 'reserve anew for ports that are held';
    const message = `the holder of ${named(record)} was killed: leased, and no longer held; ${help}`;
    return { level: 'problem', about: 'hold', message };
  });
}

/** Starts the holders of this user's reservations again, of those that are meant. */
export async function holdAgain(
  store: FolderStore,
  holds: Holds,
  reporter: Reporter,
  isMeant: (record: ReservationRecord) => boolean = () => true,
): Promise<void> {
  for (const record of lostHolds(store)) {
    if (!isMeant(record) || !canHoldAgain(store, record)) continue;
    const result = await holds.start(record.id, true);
    if (result.state === 'held') reporter.info(`held again: ${named(record)}`);
    // Of two who see it at once, one has the names.
    else if (!holds.hasHolder(record.id)) reporter.warn(notHeld(record, result));
  }
}

function notHeld(record: ReservationRecord, result: NotHeld): string {
  const reason = result.state === 'taken' ? `somebody else holds ${result.port}` : result.reason;
  return `The holder of ${named(record)} was killed, and the ports are leased but not held: ${reason}`;
}

type NotHeld = Exclude<Awaited<ReturnType<Holds['start']>>, { state: 'held' }>;

function named({ id, leases }: ReservationRecord): string {
  return `${id} (${leases.map(({ name, port }) => `${name} ${port}`).join(', ')})`;
}

/** What a bound socket held may have been handed over: it would meet its own server. */
function canHoldAgain(
  { layout, kernel }: FolderStore,
  { id, leases, network }: ReservationRecord,
): boolean {
  // Another network's number may be somebody else's here.
  if (network !== kernel.network) return false;
  const isOwn =
    process.getuid === undefined || ownerOf(layout.reservation(id)) === process.getuid();
  return isOwn && leases.some(({ protocol }) => isHeldUnseen(protocol));
}

function ownerOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.uid;
}
