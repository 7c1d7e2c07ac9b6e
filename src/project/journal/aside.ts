import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { findGit } from '../discovery/git-folder.js';
import { type FileSystem, realFiles, statIfThere } from '../writing/file-system.js';
import type { Entry } from './entry.js';
import { foldersFrom } from './folders.js';
import { JOURNAL_FOLDER, type JournalPlace, locateJournal } from './location.js';
import { hasAnyTarget, trustedOwners } from './nested.js';
import { isMadeIn, isOfFormer } from './origin.js';
import { peekEntries } from './store.js';
import { type JournalEntry, viewOf } from './view.js';

/*
 * A folder of a repository that was prepared is renamed, and another one takes its name: the journal
 * is the renamed one's. It is set aside under a name that only its inode leads to, where `takeAlong`
 * finds it.
 */

/**
 * Sets a journal aside that is of another folder; one whose folder is gone by now comes back, to be
 * ended here. To be called under the project's lock.
 */
export async function setAsideOfFormer(place: JournalPlace, files: FileSystem): Promise<void> {
  for (const { folder, entries } of await othersOf(place, files)) {
    const stands = (await whereNow(place, entries, files)) !== undefined;
    if ((folder === place.folder) !== stands) continue;
    const to = stands ? asideFolder(place, entries) : place.folder;
    if ((await statIfThere(to, files)) === undefined) await files.rename(folder, to);
  }
}

/** What journals of other folders say that were made where this one stands now. */
export async function readAside(
  root: string,
  files: FileSystem = realFiles,
): Promise<readonly JournalEntry[]> {
  const others = await othersOf(await locateJournal(root, files), files);
  return others.flatMap(({ entries }) => entries.map(viewOf));
}

interface Other {
  readonly folder: string;
  readonly entries: readonly Entry[];
}

/** Journals that were made at this path, in folders that were others. */
async function othersOf(place: JournalPlace, files: FileSystem): Promise<Other[]> {
  if (place.needsIgnore) return [];
  const names = await files.list(place.base).catch(() => []);
  const trusted = await trustedOwners(place, files);
  const others: Other[] = [];
  for (const name of names.filter((one) => JOURNAL_FOLDER.test(one))) {
    const folder = join(place.base, name);
    const looks = await statIfThere(folder, files).catch(() => undefined);
    if (!trusted.includes(looks?.uid)) continue;
    const all = await peekEntries({ ...place, folder }, files);
    const entries = all.filter((entry) => isOfFormer(entry, place.root));
    if (entries.length > 0) others.push({ folder, entries });
  }
  return others;
}

function asideFolder({ base }: JournalPlace, [entry]: readonly Entry[]): string {
  const key = createHash('sha256').update(JSON.stringify(entry?.origin)).digest('hex');
  return join(base, key.slice(0, 16));
}

/** The other part of the checkout that the folder is now, with files that it speaks of. */
export async function whereNow(
  { root }: JournalPlace,
  entries: readonly Entry[],
  files: FileSystem,
): Promise<string | undefined> {
  const top = (await findGit(root, files))?.top ?? root;
  for (const { path } of foldersFrom(top)) {
    const isIt = entries.some((entry) => isMadeIn(entry, path));
    if (isIt && (await hasAnyTarget(entries, path, files))) return path;
  }
  return undefined;
}
