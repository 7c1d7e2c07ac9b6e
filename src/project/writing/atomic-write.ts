import { dirname, join } from 'node:path';
import { PortKeeperError } from '../../errors.js';
import { type FileLooks, type FileSystem, realFiles, removeIfThere } from './file-system.js';
import { resolveInside, resolveNew } from './inside.js';
import {
  assertReplaceable,
  cannotWrite,
  notEditable,
  publishNew,
  stage,
  stagedName,
} from './staging.js';

export interface WriteOptions {
  /** Symbolic links are followed only inside this folder. Without it, wherever they lead. */
  readonly root?: string;
  readonly files?: FileSystem;
}

interface ReplaceOptions extends WriteOptions {
  /** What the file must still hold at the last moment: an editor knows no lock. */
  readonly expected?: Buffer;
}

/**
 * Replaces a file in one step; its mode and owner stay.
 * @param path absolute, or from the root with forward slashes.
 * @throws {PortKeeperError} REFUSED or FILE_NOT_EDITABLE; then nothing has changed.
 */
export async function replaceFile(
  path: string,
  bytes: Buffer,
  { root, files = realFiles, expected }: ReplaceOptions = {},
): Promise<void> {
  const target = await (root === undefined
    ? files.realPath(path)
    : resolveInside(root, path, files));
  const looks = await assertReplaceable(target, path, files);
  const staged = join(dirname(target), stagedName(target));
  try {
    await stage(staged, bytes, looks, path, files);
    if (expected !== undefined && !(await files.read(target)).equals(expected)) throw changed(path);
    await files.rename(staged, target);
  } catch (error) {
    await removeIfThere(staged, files);
    throw error instanceof PortKeeperError ? error : cannotWrite(path, error);
  }
  await files.syncFolder(dirname(target));
}

function changed(path: string): PortKeeperError {
  const hint = 'Run it again';
  return notEditable(path, 'was changed while PortKeeper was at work', { hint });
}

/**
 * Makes a file in one step; without a mode, with that of any new file of this user: it holds port
 * numbers and is read by other tools, so it is no more secret than its neighbours.
 * @param path as in `replaceFile`. Its folder must exist.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, also when the file exists.
 */
export async function createFile(
  path: string,
  bytes: Buffer,
  { root, files = realFiles, mode }: WriteOptions & Pick<FileLooks, 'mode'> = {},
): Promise<void> {
  const target = root === undefined ? path : (await resolveNew(root, path, files)).target;
  const staged = join(dirname(target), stagedName(target));
  try {
    await files.create(staged, bytes, { mode });
    await publishNew(staged, target, files);
  } catch (error) {
    await removeIfThere(staged, files);
    throw cannotWrite(path, error);
  }
  await files.syncFolder(dirname(target));
}
