import { basename, dirname, join } from 'node:path';
import { PortKeeperError, systemCode } from '../../errors.js';
import { createFile, replaceFile, type WriteOptions } from './atomic-write.js';
import { applyEdits, type Edit } from './edit.js';
import { isMissing, realFiles } from './file-system.js';
import { resolveInside, resolveNew } from './inside.js';
import { acquireLock } from './lock-file.js';
import { decodeSource, encodeSource, type SourceFile } from './source-file.js';
import { cannotWrite, notEditable } from './staging.js';

/** Milliseconds to wait for another PortKeeper that writes the same file. */
const PATIENCE = 15_000;

export interface UpdateOptions extends WriteOptions {
  /** Also the bytes as they were go to a file: `true` for `<path>.bak`, or its path. */
  readonly backup?: boolean | string;
}

export interface UpdateResult {
  /** False where the file said it all before. */
  readonly changed: boolean;
  /** True where there was no file. */
  readonly created: boolean;
}

/**
 * Reads a file, edits its text, and replaces it in one step. Two that do this to one file come one
 * after the other, so that neither loses what the other wrote.
 * @param edit text to edits; the text is empty where there is no file.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE or REFUSED, TIMED_OUT, and what `edit` throws.
 */
export async function updateFile(
  path: string,
  edit: (text: string) => readonly Edit[],
  options: UpdateOptions = {},
): Promise<UpdateResult> {
  const target = await resolve(path, options);
  const lock = join(dirname(target), `.${basename(target)}.portkeeper-lock`);
  const held = await acquireLock(lock, PATIENCE).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  if (held === undefined) throw busy(path, lock);
  try {
    return await updateLocked(path, edit, options);
  } finally {
    await held.release();
  }
}

/** The real file, or the name that it is to have. */
async function resolve(path: string, { root, files = realFiles }: UpdateOptions): Promise<string> {
  try {
    return await (root === undefined ? files.realPath(path) : resolveInside(root, path, files));
  } catch (error) {
    if (!isMissing(error)) throw error;
    return root === undefined ? path : (await resolveNew(root, path, files)).target;
  }
}

async function updateLocked(
  path: string,
  edit: (text: string) => readonly Edit[],
  options: UpdateOptions,
): Promise<UpdateResult> {
  const before = await readSource(path, options);
  const text = before?.text ?? '';
  const after = applyEdits(text, edit(text));
  if (before === undefined) await createFile(path, Buffer.from(after), options);
  else if (after !== text) await replace(path, before, after, options);
  return { changed: before === undefined || after !== text, created: before === undefined };
}

function busy(path: string, lock: string): PortKeeperError {
  return new PortKeeperError('TIMED_OUT', `Another PortKeeper is writing ${path}`, {
    hint: `Try again when it has ended. Its lock is ${lock}.`,
    place: { file: path },
  });
}

async function readSource(path: string, options: UpdateOptions): Promise<SourceFile | undefined> {
  const { root, files = realFiles } = options;
  try {
    const target = root === undefined ? path : await resolveInside(root, path, files);
    const source = decodeSource(path, await files.read(target));
    if (source === undefined) throw notEditable(path, 'is not a text file');
    return source;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error instanceof PortKeeperError ? error : cannotWrite(path, error);
  }
}

async function replace(
  path: string,
  before: SourceFile,
  after: string,
  { backup, ...options }: UpdateOptions,
): Promise<void> {
  const [old, bytes] = [encodeSource(before), encodeSource({ ...before, text: after })];
  if (bytes.toString(before.encoding) !== after) {
    throw notEditable(path, 'cannot hold the new text in its encoding');
  }
  if (backup) await writeBackup(path, backup === true ? `${path}.bak` : backup, old, options);
  await replaceFile(path, bytes, { ...options, expected: old });
}

/** With the mode of the file itself: a copy of a secret is one. */
async function writeBackup(
  path: string,
  backup: string,
  bytes: Buffer,
  options: WriteOptions,
): Promise<void> {
  const { root, files = realFiles } = options;
  const target =
    root === undefined ? await files.realPath(path) : await resolveInside(root, path, files);
  const mode = (await files.inspect(target)).mode & 0o777;
  try {
    await createFile(backup, bytes, { ...options, mode });
  } catch (error) {
    const exists = error instanceof PortKeeperError && systemCode(error.cause) === 'EEXIST';
    if (!exists) throw error;
    await replaceFile(backup, bytes, options);
  }
}
