import { constants, type Stats } from 'node:fs';
import {
  access,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
} from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../errors.js';

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
  read: readRegular,
  inspect: (path) => lstat(path),
  realPath: (path) => realpath(path),
  list: (folder) => readdir(folder),
  canWrite,
  create,
  rename: renamePatiently,
  link: (from, to) => link(from, to),
  remove: (path) => rm(path),
  makeFolder: async (path, mode = 0o777) => void (await mkdir(path, mode)),
  removeFolder: (path) => rmdir(path),
  syncFolder,
};

/** A FIFO would keep its reader for ever, and a device has no end. */
async function readRegular(path: string): Promise<Buffer> {
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  const file = await open(path, O_RDONLY | O_NONBLOCK);
  try {
    const looks = await file.stat();
    if (looks.isFile()) return await file.readFile();
    const code = looks.isDirectory() ? 'EISDIR' : 'EINVAL';
    throw Object.assign(new Error(`${code}: ${path} is not a regular file`), { code });
  } finally {
    await file.close();
  }
}

async function canWrite(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function create(path: string, bytes: Buffer, looks: FileLooks): Promise<void> {
  const file = await open(path, 'wx', looks.mode === undefined ? 0o666 : 0o600);
  try {
    await file.writeFile(bytes);
    const { uid, gid } = await file.stat();
    const [newUid, newGid] = [looks.uid ?? uid, looks.gid ?? gid];
    if (newUid !== uid || newGid !== gid) await file.chown(newUid, newGid);
    // After chown, which clears the set-user-id bits. Before the sync, which makes it last.
    if (looks.mode !== undefined) await file.chmod(looks.mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** On Windows a scanner or indexer that looks at a file makes renaming fail for a moment. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let tries = process.platform === 'win32' ? 10 : 1; ; tries -= 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '');
      if (!busy || tries <= 1) throw error;
      await sleep(50);
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folder, and some network file systems cannot sync one; there the order of
  // operations still protects against a killed process, though not against a power cut.
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
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
