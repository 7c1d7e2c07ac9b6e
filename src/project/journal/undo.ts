import { join } from 'node:path';
import { PortKeeperError } from '../../errors.js';
import { realFiles } from '../writing/file-system.js';
import { relativePath } from '../writing/inside.js';
import type { Entry } from './entry.js';
import { type JournalPlace, locateJournal } from './location.js';
import { withProjectLock } from './lock.js';
import { claimsOf, nestedJournals, targetsOf } from './nested.js';
import { claimsOfRenamed } from './renamed-nested.js';
import { peekEntries, readEntries, tidy } from './store.js';
import { type Progress, type UndoOptions, undoAll } from './undo-entries.js';
import type { JournalEntry, KeptFile } from './view.js';

export type { Ended, UndoOptions } from './undo-entries.js';

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
  /** Roots of other projects, within this one or around it, whose undo those wait for. */
  readonly waitsFor: readonly string[];
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
  const { files = realFiles } = options;
  const place = await locateJournal(root, files);
  const entries = (await readEntries(place, files)).reverse();
  const targets = entries.flatMap(targetsOf);
  const nested = entries.length === 0 ? [] : await nestedJournals(place, targets, files);
  const renamed = entries.length === 0 ? [] : await claimsOfRenamed(place, targets, files);
  const claims = new Map([...renamed, ...(await claimsOf(nested, files))]);
  const progress = await undoAll(place, entries, claims, options);
  // Also around where renamed files were found.
  const around = [...targets, ...progress.restored];
  if (progress.undone.length > 0) {
    await finishWaiting(await nestedJournals(place, around, files), progress);
  }
  await tidy(place, files);
  if (progress.failures.length > 0) throw failureOf(progress);
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

/** What the first one is told as: by then everything that could be put back was. */
function failureOf({ failures: [first, ...others] }: Progress): unknown {
  if (!(first instanceof PortKeeperError) || first.code !== 'FILE_NOT_EDITABLE') return first;
  const more = others.length === 0 ? '' : `, and ${others.length} more could not be put back`;
  return new PortKeeperError(first.code, `${first.message}${more}`, {
    hint: 'All else that could be is put back, and its ports stay reserved. Make it writable, or free the disk, then run "portkeeper restore" again.',
    ...(first.place && { place: first.place }),
    cause: first,
  });
}

function report(progress: Progress): UndoReport {
  return {
    undone: progress.undone,
    restored: [...progress.restored].sort(),
    removed: [...progress.removed].sort(),
    kept: progress.kept,
    deferred: [...progress.deferred].sort(),
    waitsFor: [...progress.waitsFor].sort(),
  };
}

/** Files that had to wait for these, in other projects and then in this one again. */
async function finishWaiting(nested: readonly JournalPlace[], progress: Progress): Promise<void> {
  for (let more = nested.length > 0; more; ) {
    more = false;
    for (const place of [...nested, progress.place]) {
      const undone = await finishIn(place, progress);
      more ||= undone;
    }
  }
}

/** Milliseconds. Whoever is at work there for longer finishes it as well. */
const NESTED_PATIENCE = 1000;

async function finishIn(place: JournalPlace, progress: Progress): Promise<boolean> {
  const { files } = progress;
  const waits = (entries: readonly Entry[]) => entries.some(({ state }) => state === 'deferred');
  if (!waits(await peekEntries(place, files))) return false;
  const finish = async (): Promise<boolean> => {
    const entries = (await readEntries(place, files)).reverse();
    const around = await nestedJournals(place, entries.flatMap(targetsOf), files);
    const options = { only: () => false, files };
    const there = await undoAll(place, entries, await claimsOf(around, files), options);
    adopt(there, progress);
    return there.undone.length > 0;
  };
  if (place === progress.place) return finish();
  return withProjectLock(place.root, finish, { waitMs: NESTED_PATIENCE, files }).catch(() => false);
}

/** Tells of another project's files as this one calls them. */
function adopt(there: Progress, { place, restored, removed, kept, failures }: Progress): void {
  const here = (path: string): string => {
    const absolute = join(there.place.root, path);
    return relativePath(place.root, absolute) ?? absolute;
  };
  for (const path of there.restored) restored.add(here(path));
  for (const path of there.removed) removed.add(here(path));
  failures.push(...there.failures);
  kept.push(...there.kept.map((file) => ({ ...file, path: here(file.path) })));
}
