import { PortKeeperError, systemCode } from '../errors.js';
import type { FolderStore } from './backends/folder.js';
import type { Holds } from './hold.js';
import { releaseReservation } from './release.js';
import { isReservationId, type ReservationRecord } from './reservation.js';
import { remainingMs } from './standing.js';

/**
 * Starts a reservation's time anew.
 * @throws {PortKeeperError} NOTHING_FOUND, when it is over or never was; REGISTRY_UNUSABLE, when it
 * cannot be read or is not for this user to renew
 */
export async function renewReservation(
  store: FolderStore,
  holds: Holds,
  id: string,
): Promise<ReservationRecord> {
  const stored = isReservationId(id) ? store.find(id) : undefined;
  if (stored === 'unreadable') throw unreadable(id);
  if (stored === undefined) throw overFor(id);
  const { record } = stored;
  if (remainingMs(stored) <= 0 || !touch(store, record)) throw overFor(id);
  if (remainingMs({ ...stored, readAtMs: store.kernel.uptimeMs() }) > 0) return record;
  // Its time ran out while it was being renewed: somebody may be ending it at this moment.
  await releaseReservation(store, holds, id);
  throw overFor(id);
}

/** Only a file's owner may set its time. */
function touch(store: FolderStore, { id }: ReservationRecord): boolean {
  try {
    return store.renew(id);
  } catch (error) {
    const cause = error instanceof PortKeeperError ? error.cause : error;
    if (systemCode(cause) !== 'EPERM') throw error;
    const message = `The reservation ${id} was made by another user, who alone can renew it`;
    throw new PortKeeperError('REGISTRY_UNUSABLE', message, {
      hint: 'Renew it as that user, or reserve anew.',
      cause,
    });
  }
}

function unreadable(id: string): PortKeeperError {
  const message = `The record of the reservation ${id} cannot be read, so it is not renewed`;
  return new PortKeeperError('REGISTRY_UNUSABLE', message, {
    hint: 'portkeeper doctor names the file, and sets it aside with --repair; then reserve anew.',
  });
}

function overFor(id: string): PortKeeperError {
  return new PortKeeperError('NOTHING_FOUND', `There is no live reservation ${id}`, {
    hint: 'It was released, its time ran out or its owner is gone; reserve anew.',
  });
}
