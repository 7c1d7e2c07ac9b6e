import { join } from 'node:path';
import { type FileSystem, statIfThere } from '../writing/file-system.js';
import { JOURNAL_FOLDER, type JournalPlace } from './location.js';
import { hasAnyTarget, trustedOwners } from './nested.js';
import { isMoved } from './origin.js';
import { peekEntries } from './store.js';

/**
 * Gives a folder of a repository its journal again after it was renamed there: what lies in git's
 * own folder is named after the path. To be called under the project's lock.
 */
export async function takeAlong(place: JournalPlace, files: FileSystem): Promise<void> {
  if ((await statIfThere(place.folder, files)) !== undefined) return;
  const names = await files.list(place.base).catch(() => []);
  for (const name of names.filter((one) => JOURNAL_FOLDER.test(one))) {
    const folder = join(place.base, name);
    if (!(await isOfThis({ ...place, folder }, files))) continue;
    await files.rename(folder, place.folder);
    return;
  }
}

async function isOfThis(place: JournalPlace, files: FileSystem): Promise<boolean> {
  const looks = await statIfThere(place.folder, files);
  if (!(await trustedOwners(place, files)).includes(looks?.uid)) return false;
  const entries = await peekEntries(place, files);
  if (!entries.some((entry) => isMoved(entry, place.root))) return false;
  // A new folder may have the inode of one that was removed, but not its files.
  return hasAnyTarget(entries, place.root, files);
}
