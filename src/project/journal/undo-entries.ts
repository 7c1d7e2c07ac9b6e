import { dirname, join } from 'node:path';
import { type FileSystem, realFiles } from '../writing/file-system.js';
import { sideBySide } from '../writing/side-by-side.js';
import type { EditedFile, Entry, MadeFile } from './entry.js';
import type { JournalPlace } from './location.js';
import { type Claims, targetsOf } from './nested.js';
import { findRenamed } from './renamed.js';
import { removeEntry, updateEntry } from './store.js';
import {
  type FileOutcome,
  removeFolders,
  removeMade,
  removeStaged,
  restoreFile,
} from './undo-files.js';
import { type JournalEntry, type KeptFile, viewOf } from './view.js';

export interface UndoOptions {
  /** Which entries to undo; without it, all of them. */
  readonly only?: (entry: JournalEntry) => boolean;
  /** Called for each of them when its files are back and before it is gone: a crash asks again. */
  readonly ended?: Ended;
  readonly files?: FileSystem;
}

export type Ended = (entry: JournalEntry) => Promise<void>;

/** What is gathered on the way. */
export interface Progress {
  readonly place: JournalPlace;
  readonly files: FileSystem;
  readonly ended: Ended;
  /** Real files that an entry which stays has changed: an older one must leave them alone. */
  readonly claimed: Set<string>;
  /** The same of projects within this one, or around it. */
  readonly claims: Claims;
  /** Absolute paths of all files that these entries, and those, speak of. */
  readonly known: ReadonlySet<string>;
  readonly undone: JournalEntry[];
  readonly restored: Set<string>;
  readonly removed: Set<string>;
  readonly kept: KeptFile[];
  readonly deferred: Set<string>;
  readonly waitsFor: Set<string>;
  readonly failures: unknown[];
}

/**
 * Undoes entries of one journal, the newest first. An older one leaves files alone that a newer one,
 * which is to stay, has changed too.
 */
export async function undoAll(
  place: JournalPlace,
  entries: readonly Entry[],
  claims: Claims,
  { only = () => true, ended = async () => undefined, files = realFiles }: UndoOptions,
): Promise<Progress> {
  const progress = begin(place, entries, files, ended, claims);
  for (const entry of entries) {
    const wanted = entry.state === 'deferred' || only(viewOf(entry));
    if (wanted) await undoEntry(entry, progress);
    else claim(entry, progress);
  }
  return progress;
}

function begin(
  place: JournalPlace,
  entries: readonly Entry[],
  files: FileSystem,
  ended: Ended,
  claims: Claims = new Map(),
): Progress {
  const targets = entries.flatMap(targetsOf).map((target) => join(place.root, target));
  return {
    place,
    files,
    ended,
    claims,
    known: new Set([...targets, ...claims.keys()]),
    claimed: new Set(),
    undone: [],
    restored: new Set(),
    removed: new Set(),
    kept: [],
    deferred: new Set(),
    waitsFor: new Set(),
    failures: [],
  };
}

/**
 * Takes one entry back, the newest there is: what `applyChanges` does when it fails half-way.
 * @throws as `undo`.
 */
export async function undoNewest(
  place: JournalPlace,
  entry: Entry,
  files: FileSystem,
): Promise<void> {
  const progress = begin(place, [entry], files, async () => undefined);
  await undoEntry(entry, progress);
  if (progress.failures.length > 0) throw progress.failures[0];
}

function claim(entry: Entry, { claimed }: Progress): void {
  for (const { target } of [...entry.edited, ...entry.made]) claimed.add(target);
}

/** One entry; a failure is noted, and the entry then stays. */
async function undoEntry(entry: Entry, progress: Progress): Promise<void> {
  const { place, files } = progress;
  const waits = ({ target }: { target: string }): boolean =>
    progress.claimed.has(target) || isClaimedAround(target, entry, progress);
  const edited = entry.edited.filter((file) => !waits(file));
  const made = entry.made.filter((file) => !waits(file));
  const waiting = { edited: entry.edited.filter(waits), made: entry.made.filter(waits) };
  const failed = progress.failures.length;
  const idle = edited.length + made.length === 0;
  // One that was interrupted is taken for that again: a full disk has no room to say so once more.
  const isMarked = entry.state === 'writing' || entry.state === 'restoring';
  if (!isMarked && !idle) {
    await updateEntry(place, { ...entry, state: 'restoring' }, files);
  }
  await undoAllEdited(edited, progress);
  for (const file of made) await attempt(progress, () => undoMade(file, progress));
  await attempt(progress, () => syncFolders([...edited, ...made], progress));
  for (const file of made) await removeFolders(place.root, file, files);
  for (const { path } of [...waiting.edited, ...waiting.made]) progress.deferred.add(path);
  if (progress.failures.length > failed) return claim(entry, progress);
  await close(entry, waiting, progress);
}

/** Whether another project changed the file after this one did. */
function isClaimedAround(
  target: string,
  { createdAt, origin }: Entry,
  progress: Progress,
): boolean {
  // Who prepared around a folder before it was renamed knows its files by their paths of then.
  const paths = [progress.place.root, ...(origin ? [origin.path] : [])];
  const others = paths.flatMap((path) => progress.claims.get(join(path, target)) ?? []);
  const other = others.find((claim) => claim.createdAt > createdAt);
  if (other !== undefined) progress.waitsFor.add(other.root);
  return other !== undefined;
}

async function close(
  entry: Entry,
  waiting: Pick<Entry, 'edited' | 'made'>,
  progress: Progress,
): Promise<void> {
  const { place, files, ended } = progress;
  await attempt(progress, () => ended(viewOf(entry)));
  if (waiting.edited.length + waiting.made.length === 0) {
    await removeEntry(place, entry.id, files);
    progress.undone.push(viewOf(entry));
  } else {
    const rest: Entry = { ...entry, ...waiting, state: 'deferred' };
    await updateEntry(place, rest, files);
    claim(rest, progress);
  }
}

async function attempt(progress: Progress, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    progress.failures.push(error);
  }
}

/**
 * The names of all files reach the disk before the entry that could put them back goes. Each folder
 * once, and after all of them are changed: a disk that writes the first one writes the others with it.
 */
async function syncFolders(
  undone: readonly (EditedFile | MadeFile)[],
  { place, files }: Progress,
): Promise<void> {
  const folders = new Set(undone.map(({ target }) => dirname(join(place.root, target))));
  for (const folder of folders) await files.syncFolder(folder);
}

async function undoAllEdited(edited: readonly EditedFile[], progress: Progress): Promise<void> {
  const outcomes = new Map<EditedFile, FileOutcome>();
  const undoOne = async (file: EditedFile): Promise<void> => {
    outcomes.set(file, await undoEdited(file, progress));
  };
  await sideBySide(edited, (file) => undoOne(file).catch(() => undefined));
  for (const file of edited) {
    // A disk that has no room for several copies may have it for one.
    if (!outcomes.has(file)) await attempt(progress, () => undoOne(file));
  }
  const renamed = await undoRenamed(
    edited.filter((file) => isLost(outcomes.get(file))),
    progress,
  );
  for (const file of edited) {
    const { done, kept } = outcomes.get(file) ?? NOTHING;
    if (done) progress.restored.add(file.path);
    // Of one that is gone nothing is left to be told, where its bytes were found elsewhere.
    progress.kept.push(...kept.filter(({ line }) => line !== undefined || !renamed.has(file)));
  }
}

const NOTHING: FileOutcome = { done: false, kept: [] };

/** Nothing of what was written stands where it was written. */
function isLost({ done, kept }: FileOutcome = NOTHING): boolean {
  return !done && kept.length > 0;
}

/** @returns those that were found under another name. */
async function undoRenamed(
  lost: readonly EditedFile[],
  progress: Progress,
): Promise<ReadonlySet<EditedFile>> {
  const { place, known, files } = progress;
  const renamed = await findRenamed(place.root, lost, known, files);
  for (const [file, path] of renamed) {
    await attempt(progress, async () => {
      const { done, kept } = await undoEdited({ ...file, path, target: path }, progress);
      await files.syncFolder(dirname(join(place.root, path)));
      if (done) progress.restored.add(path);
      progress.kept.push(...kept);
    });
  }
  return new Set(renamed.keys());
}

async function undoEdited(file: EditedFile, { place, files }: Progress): Promise<FileOutcome> {
  const outcome = await restoreFile(place.root, file, files);
  await removeStaged(place.root, file, files);
  return outcome;
}

async function undoMade(file: MadeFile, progress: Progress): Promise<void> {
  const { place, files } = progress;
  const { done, kept } = await removeMade(place.root, file, files);
  await removeStaged(place.root, file, files);
  if (done) progress.removed.add(file.path);
  progress.kept.push(...kept);
}
