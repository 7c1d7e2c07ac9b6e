import { PortKeeperError, systemCode } from '../../errors.js';
import { type FileSystem, realFiles, statIfThere } from '../writing/file-system.js';
import { acquireLock } from '../writing/lock-file.js';
import { setAsideOfFormer } from './aside.js';
import { type JournalPlace, keptFromUs, locateJournal } from './location.js';
import { takeAlong } from './moved.js';
import { makeBase, tidyBase } from './store.js';

/** Milliseconds; a little longer than a killed holder's lock lasts. */
export const LOCK_WAIT_MS = 15_000;

export interface ProjectLock {
  /**
   * @throws {PortKeeperError} TIMED_OUT, when the lock was taken over, because this process stood
   * still for too long.
   */
  assertHeld(): void;
}

export interface LockOptions {
  /** Milliseconds to wait for another PortKeeper in this project. */
  readonly waitMs?: number;
  readonly files?: FileSystem;
}

/**
 * Does something while no other PortKeeper changes this project. The lock only brings order: the
 * journal stays right without it, since its entries are made by `link` and every file is compared
 * before it is replaced.
 * @throws {PortKeeperError} TIMED_OUT, when somebody else holds it for too long; REFUSED, when
 * there is no place for it.
 */
export async function withProjectLock<T>(
  root: string,
  use: (lock: ProjectLock) => Promise<T>,
  { waitMs = LOCK_WAIT_MS, files = realFiles }: LockOptions = {},
): Promise<T> {
  const place = await locateJournal(root, files);
  const held = await acquireLock(place.lock, waitMs, () => makeBase(place, files)).catch(
    async (error: unknown) => {
      await tidyBase(place, files).catch(() => undefined);
      throw await refused(place, error, files);
    },
  );
  if (held === undefined) throw timedOut(place);
  const assertHeld = (): void => {
    if (held.isLost()) throw takenOver(place);
  };
  try {
    await setAsideOfFormer(place, files);
    await takeAlong(place, files);
    return await use({ assertHeld });
  } finally {
    await held.release();
    await tidyBase(place, files);
  }
}

async function refused(place: JournalPlace, cause: unknown, files: FileSystem): Promise<unknown> {
  // What cannot be looked at is there as well.
  const found = await statIfThere(place.folder, files).catch(() => 'closed');
  const told = found === undefined ? cause : await keptFromUs(place.base, cause, files);
  return told instanceof PortKeeperError ? told : noPlace(place, cause);
}

function timedOut(place: JournalPlace): PortKeeperError {
  return new PortKeeperError('TIMED_OUT', 'Another PortKeeper is at work in this project', {
    hint: `Try again when it has ended. Its lock is ${place.lock}.`,
    place: { file: place.root },
  });
}

function takenOver(place: JournalPlace): PortKeeperError {
  return new PortKeeperError('TIMED_OUT', 'Another PortKeeper took over this project', {
    hint: 'This process stood still for some seconds. Run it again.',
    place: { file: place.root },
  });
}

function noPlace(place: JournalPlace, cause: unknown): PortKeeperError {
  const code = systemCode(cause);
  const why = code === undefined ? '' : ` (${code})`;
  return new PortKeeperError('REFUSED', `There is no place for a journal in ${place.base}${why}`, {
    hint: 'The journal says how to put the files back; without it nothing is changed. Make room for it, or the folder writable; the mode env edits no file.',
    place: { file: place.base },
    cause,
  });
}
