import { dirname, join } from 'node:path';
import { type FileSystem, isMissing, removeIfThere, statIfThere } from '../writing/file-system.js';
import { assertFolderWritable, cannotWrite, stage } from '../writing/staging.js';
import type { EditedFile, MadeFile } from './entry.js';
import { sha256, takeBackAll } from './hunks.js';
import { revert } from './revert.js';
import type { KeptFile } from './view.js';

/** Bytes: what PortKeeper edits is small; something this large has taken the file's place. */
const LARGEST_FILE = 64 * 1024 * 1024;

export interface FileOutcome {
  /** Whether bytes were put back, or a file that was made was removed. */
  readonly done: boolean;
  readonly kept: readonly KeptFile[];
}

const NOTHING_TO_DO: FileOutcome = { done: false, kept: [] };

/**
 * Puts an edited file back. Its mode and owner stay as they are now. Its bytes are on the disk then;
 * its name is once its folder is synced.
 * @param root real path of the project.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, when the bytes cannot be written.
 */
export async function restoreFile(
  root: string,
  file: EditedFile,
  files: FileSystem,
): Promise<FileOutcome> {
  const now = await readTarget(root, file, files);
  if ('reason' in now) return kept(file, now.reason);
  const digest = sha256(now.bytes);
  if (digest === file.before) return NOTHING_TO_DO;
  let result: ReturnType<typeof oldBytes>;
  try {
    result = oldBytes(now.bytes, digest, file);
  } catch (error) {
    if (error instanceof RangeError) return kept(file, 'the journal does not fit to it');
    throw error;
  }
  const done = !result.bytes.equals(now.bytes);
  if (done) await putBack(join(root, file.target), now.bytes, result.bytes, file, files);
  return { done, kept: result.lines.map((line) => ({ path: file.path, ...line })) };
}

function oldBytes(
  bytes: Buffer,
  digest: string,
  file: EditedFile,
): { bytes: Buffer; lines: readonly { line: number; reason: string }[] } {
  const text = bytes.toString('latin1');
  if (digest === file.after) {
    const old = Buffer.from(takeBackAll(text, file.hunks), 'latin1');
    if (sha256(old) !== file.before) throw new RangeError('The edits do not lead back');
    return { bytes: old, lines: [] };
  }
  const result = revert(text, file.hunks);
  return { bytes: Buffer.from(result.text, 'latin1'), lines: result.kept };
}

async function putBack(
  target: string,
  seen: Buffer,
  bytes: Buffer,
  file: EditedFile,
  files: FileSystem,
): Promise<void> {
  const staged = join(dirname(target), file.staged);
  await assertFolderWritable(dirname(target), file.path, files);
  await removeIfThere(staged, files);
  try {
    // Also where somebody made the file read-only since: these are the bytes he knew.
    await stage(staged, bytes, await files.inspect(target), file.path, files);
    if (!(await files.read(target)).equals(seen)) throw new Error('It changes at this moment');
    await files.rename(staged, target);
  } catch (error) {
    await removeIfThere(staged, files).catch(() => undefined);
    throw cannotWrite(file.path, error);
  }
}

/** Removes a file that was made, if it still reads as it was made. */
export async function removeMade(
  root: string,
  file: MadeFile,
  files: FileSystem,
): Promise<FileOutcome> {
  const now = await readTarget(root, file, files);
  if ('reason' in now) return now.missing ? NOTHING_TO_DO : kept(file, now.reason);
  if (sha256(now.bytes) !== file.after) return kept(file, 'it was changed since it was made');
  const target = join(root, file.target);
  await files.remove(target).catch((error: unknown) => {
    throw cannotWrite(file.path, error);
  });
  return { done: true, kept: [] };
}

/**
 * Removes the folders that were made for a file, if nothing else is in them by now. What was removed
 * from them has reached the disk before.
 */
export async function removeFolders(
  root: string,
  file: MadeFile,
  files: FileSystem,
): Promise<void> {
  for (const folder of [...file.folders].reverse()) {
    const path = join(root, folder);
    if (await isReal(path, files)) await files.removeFolder(path).catch(() => undefined);
  }
}

/** Removes what a crash left beside the target. */
export async function removeStaged(
  root: string,
  file: EditedFile | MadeFile,
  files: FileSystem,
): Promise<void> {
  const folder = dirname(join(root, file.target));
  if (await isReal(folder, files)) await removeIfThere(join(folder, file.staged), files);
}

/** Whether a path is what it says, with no symbolic link on the way that could lead outside. */
async function isReal(path: string, files: FileSystem): Promise<boolean> {
  return (await files.realPath(path).catch(() => undefined)) === path;
}

type Target = { readonly bytes: Buffer } | { readonly reason: string; readonly missing: boolean };

async function readTarget(
  root: string,
  file: EditedFile | MadeFile,
  files: FileSystem,
): Promise<Target> {
  const target = join(root, file.target);
  try {
    const looks = await statIfThere(target, files);
    if (looks === undefined) return { reason: 'it was removed', missing: true };
    if (!(await isReal(target, files)) || !looks.isFile() || looks.size > LARGEST_FILE) {
      return { reason: 'something else has taken its place', missing: false };
    }
    return { bytes: await files.read(target) };
  } catch (error) {
    if (isMissing(error)) return { reason: 'it was removed', missing: true };
    throw cannotWrite(file.path, error);
  }
}

function kept(file: EditedFile | MadeFile, reason: string): FileOutcome {
  return { done: false, kept: [{ path: file.path, reason }] };
}
