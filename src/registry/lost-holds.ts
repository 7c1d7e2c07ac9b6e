import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isHeldUnseen, userName } from '../ports/index.js';
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
    const help = helpFor(store, record);
    const message = `the holder of ${named(record)} was killed: leased, and no longer held; ${help}`;
    return { level: 'problem', about: 'hold', message };
  });
}

function helpFor(store: FolderStore, record: ReservationRecord): string {
  if (!isHoldable(store, record)) return 'reserve anew for ports that are held';
  const uid = ownerOf(store, record);
  if (!isOwn(uid))
    return `${userName(uid ?? 0)} holds them again with portkeeper renew ${record.id}`;
  return `portkeeper renew ${record.id} or portkeeper doctor --repair holds them again`;
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

function canHoldAgain(store: FolderStore, record: ReservationRecord): boolean {
  return isHoldable(store, record) && isOwn(ownerOf(store, record));
}

/** What a bound socket held may have been handed over: it would meet its own server. */
function isHoldable({ kernel }: FolderStore, { leases, network }: ReservationRecord): boolean {
  // Another network's number may be somebody else's here.
  return network === kernel.network && leases.some(({ protocol }) => isHeldUnseen(protocol));
}

function isOwn(uid: number | undefined): boolean {
  return process.getuid === undefined || uid === process.getuid();
}

function ownerOf({ layout }: FolderStore, { id }: ReservationRecord): number | undefined {
  return lstatSync(layout.reservation(id), { throwIfNoEntry: false })?.uid;
}
