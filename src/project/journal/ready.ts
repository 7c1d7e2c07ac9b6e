import { dirname } from 'node:path';
import { PortKeeperError } from '../../errors.js';
import {
  byteEdits,
  changedBytes,
  type FileChange,
  isFileChange,
  type NewFile,
  type ProjectChange,
} from '../writing/change.js';
import { type FileSystem, statIfThere } from '../writing/file-system.js';
import { relativePath, resolveInside, resolveNew } from '../writing/inside.js';
import { encodeSource } from '../writing/source-file.js';
import {
  assertFolderWritable,
  assertReplaceable,
  cannotWrite,
  notEditable,
  stagedName,
  whileThere,
} from '../writing/staging.js';
import type { EditedFile, MadeFile } from './entry.js';
import { hunksOf, sha256 } from './hunks.js';

/** A change that was looked at and can be made. */
export interface Ready<F extends EditedFile | MadeFile = EditedFile | MadeFile> {
  readonly file: F;
  readonly bytes: Buffer;
}

export interface ReadyChanges {
  readonly edited: readonly Ready<EditedFile>[];
  readonly made: readonly Ready<MadeFile>[];
}

/**
 * Looks at everything before anything is touched: each file still holds the bytes that were read,
 * lies inside the project and can be written.
 * @param root real path of the project.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE or REFUSED.
 */
export async function readyChanges(
  root: string,
  changes: readonly ProjectChange[],
  files: FileSystem,
): Promise<ReadyChanges> {
  return {
    edited: await readyEdits(root, changes.filter(isFileChange), files),
    made: await readyFiles(root, changes.filter(isNewFile), files),
  };
}

function isNewFile(change: ProjectChange): change is NewFile {
  return !isFileChange(change);
}

/** Two paths may be links to one file: both say the same about it, or neither is followed. */
async function readyEdits(
  root: string,
  changes: readonly FileChange[],
  files: FileSystem,
): Promise<Ready<EditedFile>[]> {
  const ready = new Map<string, Ready<EditedFile>>();
  for (const change of changes) {
    const next = await readyEdit(root, change, files);
    if (next.file.before === next.file.after) continue;
    const other = ready.get(next.file.target);
    if (other !== undefined && !other.bytes.equals(next.bytes)) {
      throw notEditable(change.path, `is the same file as ${other.file.path}, read differently`);
    }
    ready.set(next.file.target, other ?? next);
  }
  return [...ready.values()];
}

async function readyEdit(
  root: string,
  change: FileChange,
  files: FileSystem,
): Promise<Ready<EditedFile>> {
  const { path, before } = change;
  const real = await resolveInside(root, path, files).catch((error: unknown) => {
    throw error instanceof PortKeeperError ? error : cannotWrite(path, error);
  });
  await assertReplaceable(real, path, files);
  const old = encodeSource(before);
  const now = await whileThere(path, files.read(real));
  if (!now.equals(old)) throw changedMeanwhile(path);
  const bytes = changedBytes(change);
  if (bytes.toString(before.encoding) !== change.after) {
    throw notEditable(path, 'cannot hold the new text in its encoding');
  }
  const target = relativePath(root, real) ?? path;
  const hunks = hunksOf(bytes.toString('latin1'), byteEdits(change));
  return {
    file: {
      path,
      target,
      staged: stagedName(real),
      before: sha256(old),
      after: sha256(bytes),
      size: bytes.length,
      hunks,
    },
    bytes,
  };
}

async function readyFiles(
  root: string,
  changes: readonly NewFile[],
  files: FileSystem,
): Promise<Ready<MadeFile>[]> {
  const ready: Ready<MadeFile>[] = [];
  const folders = new Set<string>();
  for (const change of changes) {
    const { target, missing } = await resolveNew(root, change.path, files);
    if ((await statIfThere(target, files)) !== undefined) {
      throw notEditable(change.path, 'exists, although it was to be made');
    }
    await assertFolderWritable(dirname(missing[0] ?? target), change.path, files);
    // Of several new files in one new folder, the first makes it, and its undo comes last.
    const own = missing.filter((folder) => !folders.has(folder));
    for (const folder of own) folders.add(folder);
    ready.unshift(readyFile(root, change, target, own));
  }
  return ready;
}

function readyFile(
  root: string,
  change: NewFile,
  real: string,
  missing: readonly string[],
): Ready<MadeFile> {
  const bytes = changedBytes(change);
  const below = (path: string): string => relativePath(root, path) ?? path;
  return {
    file: {
      path: change.path,
      target: below(real),
      staged: stagedName(real),
      after: sha256(bytes),
      folders: missing.map(below),
    },
    bytes,
  };
}

export function changedMeanwhile(path: string): PortKeeperError {
  return notEditable(path, 'was changed while PortKeeper was at work', { hint: 'Run it again' });
}
