import { join } from 'node:path';
import { type FileSystem, realFiles, statIfThere } from '../writing/file-system.js';
import { relativePath } from '../writing/inside.js';
import type { Entry } from './entry.js';
import { JOURNAL_FOLDER, type JournalPlace, locateJournal } from './location.js';
import { trustedOwners } from './nested.js';
import { peekEntries } from './store.js';

/**
 * Roots of projects of the same repository, within this one or around it, where a command is at work
 * or was killed at it: their files may be this one's too, and state what nobody meant to stay.
 */
export async function interruptedAround(
  root: string,
  files: FileSystem = realFiles,
): Promise<readonly string[]> {
  return rootsAround(root, ({ state }) => state === 'writing' || state === 'restoring', files);
}

/** Roots of projects of the same repository, within this one, that are prepared by themselves. */
export async function journalsWithin(
  root: string,
  files: FileSystem = realFiles,
): Promise<readonly string[]> {
  const real = await files.realPath(root);
  const roots = await rootsAround(real, () => true, files);
  return roots.filter((one) => relativePath(real, one) !== undefined).sort();
}

async function rootsAround(
  root: string,
  isMeant: (entry: Entry) => boolean,
  files: FileSystem,
): Promise<readonly string[]> {
  const place = await locateJournal(root, files);
  const names = await files.list(place.base).catch(() => []);
  const roots = new Set<string>();
  for (const name of names.filter((one) => JOURNAL_FOLDER.test(one))) {
    const folder = join(place.base, name);
    if (folder === place.folder) continue;
    for (const entry of await peekEntries({ ...place, folder }, files)) {
      const { origin } = entry;
      if (origin === undefined || !isMeant(entry)) continue;
      if (await isAround(place, folder, origin.path, files)) roots.add(origin.path);
    }
  }
  return [...roots];
}

/** Whether the entries of a folder are those of this path: a copy's are not, nor a moved one's. */
async function isAround(
  place: JournalPlace,
  folder: string,
  path: string,
  files: FileSystem,
): Promise<boolean> {
  if ((relativePath(place.root, path) ?? relativePath(path, place.root)) === undefined)
    return false;
  const other = await locateJournal(path, files).catch(() => undefined);
  if (other?.folder !== folder || other.root !== path) return false;
  const looks = await statIfThere(folder, files).catch(() => undefined);
  return looks !== undefined && (await trustedOwners(place, files)).includes(looks.uid);
}
