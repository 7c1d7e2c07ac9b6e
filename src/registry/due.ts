import { type PortKey, portKey } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import { turned } from './collect.js';
import type { ReservationRecord } from './reservation.js';
import { deathOf, isResting, standingOf } from './standing.js';

/** Looking for something to do must not cost what doing it costs: some milliseconds. */
const MAX_LOOKS = 128;

/**
 * Whether a sweep would find anything: mostly not, and the lock that a sweep is done under takes
 * longer to load than a port takes to reserve. Among very many leases it looks at some, others
 * each time.
 */
export function isSweepDue(store: FolderStore): boolean {
  let looks = 0;
  for (const isOver of signs(store)) {
    if (isOver) return true;
    if (++looks >= MAX_LOOKS) return false;
  }
  return false;
}

function* signs(store: FolderStore): Generator<boolean> {
  const known = new Set<PortKey>();
  yield* endedSigns(store, known);
  yield* reservationSigns(store, known);
  yield* looseSigns(store, known);
}

function* endedSigns(store: FolderStore, known: Set<PortKey>): Generator<boolean> {
  for (const id of turned([...store.ids('released'), ...store.ids('dead')])) {
    const ended = store.findEnded(id);
    if (ended === undefined || ended === 'unreadable') continue;
    note(ended.record, known, store);
    yield !isResting(ended);
  }
}

function* reservationSigns(store: FolderStore, known: Set<PortKey>): Generator<boolean> {
  for (const id of turned(store.ids())) {
    const stored = store.find(id);
    if (stored === undefined || stored === 'unreadable') continue;
    note(stored.record, known, store);
    yield deathOf(stored, store.kernel) !== undefined;
  }
}

/** A claim that no record tells of may be of a set that was never finished. */
function* looseSigns(store: FolderStore, known: ReadonlySet<PortKey>): Generator<boolean> {
  const here = store.kernel.network;
  for (const key of turned(store.keys(here))) {
    if (known.has(key)) continue;
    const claim = store.readClaim(here, key);
    yield claim !== undefined && standingOf(store, claim).state === 'dead';
  }
}

function note(
  { network, leases }: ReservationRecord,
  known: Set<PortKey>,
  { kernel }: FolderStore,
): void {
  if (network !== kernel.network) return;
  for (const { protocol, port } of leases) known.add(portKey(protocol, port));
}
