import { dirname, join } from 'node:path';
import { messageOf, PortKeeperError, systemCode } from '../../errors.js';
import type { JsonObject, ProjectChange } from '../writing/change.js';
import { type FileSystem, realFiles } from '../writing/file-system.js';
import { sideBySide } from '../writing/side-by-side.js';
import {
  assertReplaceable,
  cannotWrite,
  publishNew,
  stage,
  whileThere,
} from '../writing/staging.js';
import type { EditedFile, Entry, MadeFile } from './entry.js';
import { sha256 } from './hunks.js';
import { type JournalPlace, locateJournal } from './location.js';
import type { ProjectLock } from './lock.js';
import { timeOfChange } from './nested.js';
import { originOf } from './origin.js';
import { changedMeanwhile, type ReadyChanges, readyChanges } from './ready.js';
import { addEntry, updateEntry } from './store.js';
import { undoNewest } from './undo-entries.js';

export interface ApplyOptions {
  /** Asked before the first file changes, whether it is still ours. */
  readonly lock?: ProjectLock;
  /** The entry that `announceChanges` made; by default a new one. */
  readonly announced?: number | undefined;
  readonly files?: FileSystem;
}

export interface Applied {
  /** The journal entry. */
  readonly id: number;
  /** Paths from the root, sorted. */
  readonly changedFiles: readonly string[];
}

/**
 * Changes all of the files or none, and writes down first how to put them back. To be called
 * under the project's lock, after `recover`. Also without a change there is an entry: `meta` is
 * what tells a later command that the project is prepared, and by which reservation.
 * @param meta what the caller wants to find again with the journal; no secrets.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE or REFUSED; then every file is as it was.
 */
export async function applyChanges(
  root: string,
  changes: readonly ProjectChange[],
  meta: JsonObject,
  { lock, announced, files = realFiles }: ApplyOptions = {},
): Promise<Applied> {
  const place = await locateJournal(root, files);
  const ready = await readyChanges(place.root, changes, files);
  lock?.assertHeld();
  const entry = await enter(place, await newEntry(place, ready, meta, files), announced, files);
  try {
    await write(place, ready, { lock, files });
    await updateEntry(place, { ...entry, state: 'written' }, files);
  } catch (error) {
    await takeBack(place, entry, error, files);
  }
  return {
    id: entry.id,
    changedFiles: [...ready.edited, ...ready.made].map(({ file }) => file.path).sort(),
  };
}

/**
 * Makes an entry before it is known what will change: whoever finds it after a crash knows by
 * `meta` what was begun. To be called under the project's lock, after `recover`.
 * @returns its id, for `applyChanges`; where that is not called, `undo` takes it away.
 * @throws {PortKeeperError} REFUSED, when there is no place for it.
 */
export async function announceChanges(
  root: string,
  meta: JsonObject,
  files: FileSystem = realFiles,
): Promise<number> {
  const place = await locateJournal(root, files);
  const entry = await newEntry(place, { edited: [], made: [] }, meta, files);
  return (await addEntry(place, entry, files)).id;
}

async function enter(
  place: JournalPlace,
  entry: Omit<Entry, 'id'>,
  announced: number | undefined,
  files: FileSystem,
): Promise<Entry> {
  if (announced === undefined) return addEntry(place, entry, files);
  await updateEntry(place, { ...entry, id: announced }, files);
  return { ...entry, id: announced };
}

async function newEntry(
  place: JournalPlace,
  ready: ReadyChanges,
  meta: JsonObject,
  files: FileSystem,
): Promise<Omit<Entry, 'id'>> {
  const origin = originOf(place.root);
  const edited = ready.edited.map(({ file }) => file);
  const made = ready.made.map(({ file }) => file);
  const createdAt = await timeOfChange(place, { edited, made }, files);
  return { state: 'writing', createdAt, ...(origin && { origin }), meta, edited, made };
}

/** Everything is staged before the first rename, so that a full disk is met in time. */
async function write(
  { root }: JournalPlace,
  { edited, made }: ReadyChanges,
  { lock, files }: { lock: ProjectLock | undefined; files: FileSystem },
): Promise<void> {
  const folders = new Set<string>();
  await sideBySide(edited, async ({ file, bytes }) => {
    const target = join(root, file.target);
    const looks = await assertReplaceable(target, file.path, files);
    await stage(stagedPath(root, file), bytes, looks, file.path, files);
    folders.add(dirname(target));
  });
  for (const { file, bytes } of [...made].reverse()) {
    await stageNew(root, file, bytes, files);
    folders.add(dirname(join(root, file.target)));
  }
  lock?.assertHeld();
  for (const { file } of edited) await replace(root, file, files);
  for (const { file } of made) await publish(root, file, files);
  for (const folder of folders) await files.syncFolder(folder);
}

function stagedPath(root: string, { target, staged }: EditedFile | MadeFile): string {
  return join(dirname(join(root, target)), staged);
}

async function stageNew(
  root: string,
  file: MadeFile,
  bytes: Buffer,
  files: FileSystem,
): Promise<void> {
  try {
    for (const folder of file.folders) await files.makeFolder(join(root, folder));
    await files.create(stagedPath(root, file), bytes, {});
  } catch (error) {
    throw cannotWrite(file.path, error);
  }
}

async function replace(root: string, file: EditedFile, files: FileSystem): Promise<void> {
  const target = join(root, file.target);
  // An editor may have saved since: its bytes must not be lost. What remains is a moment.
  const now = await whileThere(file.path, files.read(target));
  if (sha256(now) !== file.before) throw changedMeanwhile(file.path);
  await files.rename(stagedPath(root, file), target).catch((error: unknown) => {
    throw cannotWrite(file.path, error);
  });
}

async function publish(root: string, file: MadeFile, files: FileSystem): Promise<void> {
  await publishNew(stagedPath(root, file), join(root, file.target), files).catch(
    (error: unknown) => {
      throw systemCode(error) === 'EEXIST'
        ? changedMeanwhile(file.path)
        : cannotWrite(file.path, error);
    },
  );
}

/** @throws the cause; where even the undo fails, what is left to do, with that as its cause. */
async function takeBack(
  place: JournalPlace,
  entry: Entry,
  cause: unknown,
  files: FileSystem,
): Promise<never> {
  try {
    await undoNewest(place, entry, files);
  } catch {
    throw new PortKeeperError(
      'FILE_NOT_EDITABLE',
      `${messageOf(cause)}, and what was written before could not be put back`,
      { hint: 'Free the folder or disk, then run "portkeeper restore".', cause },
    );
  }
  throw cause;
}
