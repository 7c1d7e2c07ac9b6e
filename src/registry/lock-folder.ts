import { lstatSync, mkdirSync, readdirSync, rmdirSync, type Stats } from 'node:fs';
import { basename } from 'node:path';
import { PortKeeperError } from '../errors.js';
import { newReservationId } from './reservation.js';

/** A holder of the lock that did not show itself for so long is gone. */
export const STALE_MS = 5000;

/** A lock is an empty folder. With the sticky bit, and nothing for others, hardly another one is. */
const MARK = 0o1700;
const MARKED = 0o1077;

export function makeLock(path: string): void {
  mkdirSync(path, { mode: MARK });
}

/** Of a lock that is let go, or was left. @throws where something else stands there */
export function removeLock(path: string): void {
  if (!isLock(path, lstatSync(path))) throw new Error(`${path} is no lock`);
  rmdirSync(path);
}

function isLock(path: string, stats: Stats): boolean {
  return isMarked(stats) || isOwnName(path) || (path.endsWith('.lock') && !keepsMarks(path));
}

function isMarked({ mode }: Stats): boolean {
  return (mode & MARKED) === (MARK & MARKED);
}

/** The registry's own, where no other was asked for: nobody else's folder is called so. */
export const OWN_LOCK = 'registry.json.lock';

function isOwnName(path: string): boolean {
  return basename(path) === OWN_LOCK;
}

/** Systems and disks that do not have the name alone to tell a lock by. */
function keepsMarks(path: string): boolean {
  const probe = `${path}.${newReservationId()}`;
  try {
    makeLock(probe);
  } catch {
    return true; // where no lock can be made, what stands there is none of ours
  }
  try {
    return isMarked(lstatSync(probe));
  } finally {
    rmdirSync(probe);
  }
}

/**
 * A folder that was taken for a place to lock at would pass for a lock that nobody lets go.
 * @throws {PortKeeperError} USAGE
 */
export function refuseFolder(path: string): void {
  const stats = lookAt(path);
  if (stats === undefined || !stats.isDirectory()) return;
  // One that is new may be a lock all the same, where there is no telling.
  const isNew = Math.abs(Date.now() - stats.mtimeMs) < STALE_MS;
  if ((isLock(path, stats) || isNew) && isEmpty(path)) return;
  throw new PortKeeperError('USAGE', `The lock ${path} is a folder that was there before`, {
    hint: 'Give the path of a file that need not exist, as in --lock portkeeper.lock.',
  });
}

function isEmpty(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return true; // gone meanwhile, or another user's
  }
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
