import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { systemCode } from '../../errors.js';
import { Turn } from '../discovery/turns.js';

/** What a file is to be like when it is made. Ids are left alone where they are undefined. */
export interface FileLooks {
  /** Permission bits; undefined: those of any new file of this user. */
  readonly mode?: number | undefined;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The few file operations that changing a project takes. Handed in, so that a test can stop the
 * world between any two of them. All of them throw Node.js system errors.
 */
export interface FileSystem {
  /** Of a regular file: what else may stand there is not read, and not waited for. */
  read(path: string): Promise<Buffer>;
  /** Of the entry itself: a symbolic link is not followed. */
  inspect(path: string): Promise<Stats>;
  realPath(path: string): Promise<string>;
  list(folder: string): Promise<string[]>;
  /** Whether this process may write the file, or make entries in the folder. */
  canWrite(path: string): Promise<boolean>;
  /** Makes a file that must not exist yet; when it returns, its bytes are on the disk. */
  create(path: string, bytes: Buffer, looks: FileLooks): Promise<void>;
  /** Replaces what is there. */
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; fails where the name exists. */
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** One folder; its parent must exist. */
  makeFolder(path: string, mode?: number): Promise<void>;
  removeFolder(path: string): Promise<void>;
  /** The names in a folder reach the disk, where the system can be asked for that. */
  syncFolder(path: string): Promise<void>;
}

export const realFiles: FileSystem = {
  read: (path) => atOnce(() => readRegular(path)),
  inspect: (path) => atOnce(() => lstatSync(path)),
  realPath: (path) => atOnce(() => realpathSync.native(path)),
  list: (folder) => atOnce(() => readdirSync(folder)),
  canWrite: (path) => atOnce(() => canWrite(path)),
  create: (path, bytes, looks) => atOnce(() => create(path, bytes, looks)),
  rename: (from, to) => atOnce(() => renamePatiently(from, to)),
  link: (from, to) => atOnce(() => linkSync(from, to)),
  remove: (path) => atOnce(() => unlinkSync(path)),
  makeFolder: (path, mode = 0o777) => atOnce(() => void mkdirSync(path, mode)),
  removeFolder: (path) => atOnce(() => rmdirSync(path)),
  syncFolder: (path) => atOnce(() => syncFolder(path)),
};

const turn = new Turn();

/**
 * What the system answers from memory is not given to a thread, and waited for: that takes longer
 * than the answer. Only what has to reach the disk is.
 */
async function atOnce<T>(act: () => T | Promise<T>): Promise<T> {
  // A lock that is held meanwhile has to be kept fresh. What one call alone keeps for longer than a
  // lock lives, on a disk that hangs, finds the lock taken over then, and changes nothing.
  if (turn.isOver) await turn.pass();
  return act();
}

/** A FIFO would keep its reader for ever, and a device has no end. */
function readRegular(path: string): Buffer {
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  const file = openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    const looks = fstatSync(file);
    if (looks.isFile()) return readFileSync(file);
    const code = looks.isDirectory() ? 'EISDIR' : 'EINVAL';
    throw Object.assign(new Error(`${code}: ${path} is not a regular file`), { code });
  } finally {
    closeSync(file);
  }
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const sync = promisify(fsync);

async function create(path: string, bytes: Buffer, looks: FileLooks): Promise<void> {
  const file = openSync(path, 'wx', looks.mode === undefined ? 0o666 : 0o600);
  try {
    writeFileSync(file, bytes);
    const { uid, gid } = fstatSync(file);
    const [newUid, newGid] = [looks.uid ?? uid, looks.gid ?? gid];
    if (newUid !== uid || newGid !== gid) fchownSync(file, newUid, newGid);
    // After chown, which clears the set-user-id bits. Before the sync, which makes it last.
    if (looks.mode !== undefined) fchmodSync(file, looks.mode);
    await sync(file);
  } finally {
    closeSync(file);
  }
}

/** On Windows a scanner or indexer that looks at a file makes renaming fail for a moment. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let tries = process.platform === 'win32' ? 10 : 1; ; tries -= 1) {
    try {
      return renameSync(from, to);
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '');
      if (!busy || tries <= 1) throw error;
      await sleep(50);
    }
  }
}

/**
 * Windows opens no folder, and some network file systems cannot sync one; there the order of
 * operations still protects against a killed process, though not against a power cut.
 */
async function syncFolder(path: string): Promise<void> {
  const folder = openIfPossible(path);
  if (folder === undefined) return;
  await sync(folder).catch(() => undefined);
  closeSync(folder);
}

function openIfPossible(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}

/** Of the entry itself, or undefined where there is none. */
export async function statIfThere(path: string, files: FileSystem): Promise<Stats | undefined> {
  return files.inspect(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}

export async function removeIfThere(path: string, files: FileSystem): Promise<void> {
  await files.remove(path).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

/** Whether a system error says that there is nothing of that name. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '');
}
