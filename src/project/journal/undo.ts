import { type FileSystem, realFiles } from '../writing/file-system.js';
import type { EditedFile, Entry, MadeFile } from './entry.js';
import { type JournalPlace, locateJournal } from './location.js';
import { readEntries, removeEntry, tidy, updateEntry } from './store.js';
import { removeFolders, removeMade, removeStaged, restoreFile } from './undo-files.js';
import { type JournalEntry, type KeptFile, viewOf } from './view.js';

export interface UndoReport {
  /** The entries that are gone now. */
  readonly undone: readonly JournalEntry[];
  /** Paths whose bytes were put back, wholly or where it was possible. */
  readonly restored: readonly string[];
  /** Paths of files that had been made, and were removed. */
  readonly removed: readonly string[];
  readonly kept: readonly KeptFile[];
  /** Paths that a newer entry changed as well: they are put back when that one is undone. */
  readonly deferred: readonly string[];
}

export interface UndoOptions {
  /** Which entries to undo; without it, all of them. */
  readonly only?: (entry: JournalEntry) => boolean;
  /** Called for each of them when its files are back and before it is gone: a crash asks again. */
  readonly ended?: Ended;
  readonly files?: FileSystem;
}

export type Ended = (entry: JournalEntry) => Promise<void>;

/** What is gathered on the way. */
interface Progress {
  readonly place: JournalPlace;
  readonly files: FileSystem;
  readonly ended: Ended;
  /** Real files that an entry which stays has changed: an older one must leave them alone. */
  readonly claimed: Set<string>;
  readonly undone: JournalEntry[];
  readonly restored: Set<string>;
  readonly removed: Set<string>;
  readonly kept: KeptFile[];
  readonly deferred: Set<string>;
  readonly failures: unknown[];
}

/**
 * Puts the files of a project back, from whatever state a crash left them in. To be called under
 * the project's lock. It may be called again at any time; what is done stays done.
 *
 * Entries are undone newest first. An older one leaves files alone that a newer one, which is to
 * stay, has changed too: taking its numbers out of there would pull the ground from under the
 * newer one's way back. It waits, as `deferred`, and is finished with the undo of the newer one;
 * so whatever the order, the last undo gives the very bytes that the first one found.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, when bytes cannot be written: everything else was
 * put back by then, and the entry stays for another try. REFUSED for a journal not to be trusted.
 */
export async function undo(root: string, options: UndoOptions = {}): Promise<UndoReport> {
  const { only = () => true, ended = async () => undefined, files = realFiles } = options;
  const place = await locateJournal(root, files);
  const progress = begin(place, files, ended);
  for (const entry of (await readEntries(place, files)).reverse()) {
    const wanted = entry.state === 'deferred' || only(viewOf(entry));
    if (wanted) await undoEntry(entry, progress);
    else claim(entry, progress);
  }
  await tidy(place, files);
  if (progress.failures.length > 0) throw progress.failures[0];
  return report(progress);
}

/**
 * Finishes what a crash interrupted: the first thing to do in a project, under its lock. Files
 * that are meant to be changed stay so.
 * @throws {PortKeeperError} as `undo`.
 */
export async function recover(root: string, options: UndoOptions = {}): Promise<UndoReport> {
  return undo(root, {
    ...options,
    only: ({ state }) => state === 'writing' || state === 'restoring',
  });
}

function begin(place: JournalPlace, files: FileSystem, ended: Ended): Progress {
  return {
    ...{
      place,
      files,
      ended,
      claimed: new Set(),
      undone: [],
      restored: new Set(),
      removed: new Set(),
    },
    ...{ kept: [], deferred: new Set(), failures: [] },
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
  const progress = begin(place, files, async () => undefined);
  await undoEntry(entry, progress);
  if (progress.failures.length > 0) throw progress.failures[0];
}

function report(progress: Progress): UndoReport {
  return {
    undone: progress.undone,
    restored: [...progress.restored].sort(),
    removed: [...progress.removed].sort(),
    kept: progress.kept,
    deferred: [...progress.deferred].sort(),
  };
}

function claim(entry: Entry, { claimed }: Progress): void {
  for (const { target } of [...entry.edited, ...entry.made]) claimed.add(target);
}

/** One entry; a failure is noted, and the entry then stays. */
async function undoEntry(entry: Entry, progress: Progress): Promise<void> {
  const { place, files } = progress;
  const waits = ({ target }: { target: string }): boolean => progress.claimed.has(target);
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
  for (const file of edited) await attempt(progress, () => undoEdited(file, progress));
  for (const file of made) await attempt(progress, () => undoMade(file, progress));
  for (const { path } of [...waiting.edited, ...waiting.made]) progress.deferred.add(path);
  if (progress.failures.length > failed) return claim(entry, progress);
  await close(entry, waiting, progress);
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

async function undoEdited(file: EditedFile, progress: Progress): Promise<void> {
  const { place, files } = progress;
  const { done, kept } = await restoreFile(place.root, file, files);
  await removeStaged(place.root, file, files);
  if (done) progress.restored.add(file.path);
  progress.kept.push(...kept);
}

async function undoMade(file: MadeFile, progress: Progress): Promise<void> {
  const { place, files } = progress;
  const { done, kept } = await removeMade(place.root, file, files);
  await removeStaged(place.root, file, files);
  await removeFolders(place.root, file, files);
  if (done) progress.removed.add(file.path);
  progress.kept.push(...kept);
}
