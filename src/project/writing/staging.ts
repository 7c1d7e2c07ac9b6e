import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import { PortKeeperError, systemCode } from '../../errors.js';
import { type FileSystem, isMissing, statIfThere } from './file-system.js';

/*
 * A file is replaced by renaming a finished copy onto it, so that a reader meets the old bytes or
 * the new ones, never a part. What follows from that, and is wanted:
 * - Of a file with several hard links only the project's own name gets the new bytes. Writing
 *   into the shared file would not be atomic, and would change the other names: the checkout that
 *   somebody copied with `cp -al` next door, or a package manager's store.
 * - Mode and owner are carried over by hand; access control lists and extended attributes are not.
 * - The folder must be writable, and a file that its owner made read-only is not replaced behind
 *   his back, although the rename would work.
 */

/** Bytes of randomness in the name of a staged file. */
const RANDOM_BYTES = 6;
const STAGED = /^\.([\s\S]+)\.[0-9a-f]{12}\.portkeeper-tmp$/;
/** Bytes of the target's name in it: most disks end names at 255, those that encrypt them sooner. */
const SHOWN_BYTES = 100;

/** A name beside the target under which its new bytes are made. */
export function stagedName(target: string): string {
  return `.${shownName(target)}.${randomBytes(RANDOM_BYTES).toString('hex')}.portkeeper-tmp`;
}

/** Whether a name can be that of a staged file of the target; it had the whole name in it once. */
export function isStagedName(name: string, target: string): boolean {
  const shown = STAGED.exec(name)?.[1];
  return shown === shownName(target) || shown === basename(target);
}

/** By whole characters: what comes in parts has none at its end that is not complete. */
function shownName(target: string): string {
  const bytes = Buffer.from(basename(target)).subarray(0, SHOWN_BYTES);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}

/**
 * Makes sure that a file can be replaced, before anything is touched.
 * @param path as the user knows it, for the message.
 * @returns what the file is like now.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, when it is no regular file, or it or its folder is
 * read-only, also for root, who could write it all the same.
 */
export async function assertReplaceable(
  target: string,
  path: string,
  files: FileSystem,
): Promise<Stats> {
  const looks = await whileThere(path, files.inspect(target));
  if (!looks.isFile()) throw notEditable(path, 'is not a regular file');
  if ((looks.mode & 0o222) === 0 || !(await files.canWrite(target))) {
    throw notEditable(path, 'is read-only', {
      hint: `Make it writable (chmod u+w ${path}), or leave it out`,
    });
  }
  await assertFolderWritable(dirname(target), path, files);
  return looks;
}

/**
 * What is asked of a file that was there when the project was looked at.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, when it is gone by now.
 */
export async function whileThere<T>(path: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!isMissing(error)) throw error;
    const hint = 'Run it again';
    throw notEditable(path, 'was taken away while PortKeeper was at work', { hint, cause: error });
  }
}

/** @throws {PortKeeperError} FILE_NOT_EDITABLE, when no file can be made in the folder. */
export async function assertFolderWritable(
  folder: string,
  path: string,
  files: FileSystem,
): Promise<void> {
  // On Windows the read-only attribute of a folder means something else.
  const closed =
    process.platform !== 'win32' &&
    ((await whileThere(path, files.inspect(folder))).mode & 0o222) === 0;
  if (closed || !(await files.canWrite(folder))) {
    throw notEditable(path, 'is in a read-only folder', {
      hint: 'Make the folder writable, or leave it out',
    });
  }
}

/**
 * Makes the new bytes beside the target, with the looks of the file that they are to replace.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, when they cannot be made or the owner not be kept.
 */
export async function stage(
  staged: string,
  bytes: Buffer,
  looks: Stats,
  path: string,
  files: FileSystem,
): Promise<void> {
  try {
    const { mode, uid, gid } = looks;
    await files.create(staged, bytes, { mode: mode & 0o7777, uid, gid });
  } catch (error) {
    const owner = systemCode(error) === 'EPERM' || systemCode(error) === 'EINVAL';
    const why = owner ? 'belongs to another user, and would change its owner' : 'cannot be written';
    throw notEditable(path, why, { cause: error, ...(owner && { hint: AS_ITS_OWNER }) });
  }
}

const AS_ITS_OWNER = 'Run this as its owner, or make it this user’s (chown)';

/** Gives a staged file its name unless the name is taken, and then throws EEXIST. */
export async function publishNew(staged: string, target: string, files: FileSystem): Promise<void> {
  try {
    await files.link(staged, target);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    // No hard links here (FAT, some network drives): look first, which is the best that is left.
    if ((await statIfThere(target, files)) !== undefined) throw exists(target);
    return files.rename(staged, target);
  }
  await files.remove(staged);
}

function exists(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`EEXIST: ${path}`), { code: 'EEXIST' });
}

export function cannotWrite(path: string, cause: unknown): PortKeeperError {
  const code = systemCode(cause);
  return notEditable(path, `cannot be written${code ? ` (${code})` : ''}`, { cause });
}

/** A file that is left as it is, and why; `why` goes on from the path. */
export function notEditable(
  path: string,
  why: string,
  details: { hint?: string; cause?: unknown; line?: number; column?: number } = {},
): PortKeeperError {
  const { hint, cause, ...position } = details;
  return new PortKeeperError('FILE_NOT_EDITABLE', `${path} ${why}`, {
    hint: hint ? `${hint}. Nothing was written.` : 'Nothing was written.',
    place: { file: path, ...position },
    ...(cause === undefined ? {} : { cause }),
  });
}
