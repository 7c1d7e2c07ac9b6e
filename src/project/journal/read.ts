import { realFiles } from '../writing/file-system.js';
import { locateJournal } from './location.js';
import { readEntries, removeEntry, tidy } from './store.js';
import type { UndoOptions } from './undo.js';
import { removeStaged } from './undo-files.js';
import { type JournalEntry, viewOf } from './view.js';

/**
 * What the journal of a project holds, the oldest first; empty where nothing is prepared. Needs
 * no lock. An entry `writing` or `restoring` belongs to a PortKeeper at work, or to a crash.
 * @throws {PortKeeperError} REFUSED, once, for an entry not to be trusted.
 */
export async function readJournal(
  root: string,
  { files = realFiles }: Pick<UndoOptions, 'files'> = {},
): Promise<readonly JournalEntry[]> {
  return (await readEntries(await locateJournal(root, files), files)).map(viewOf);
}

/**
 * Drops entries and leaves the files as they are now. To be called under the project's lock. Where
 * `ended` throws, the entry stays.
 * @returns how many entries were dropped.
 * @throws {PortKeeperError} as `readJournal`.
 */
export async function forget(
  root: string,
  { only = () => true, ended = async () => undefined, files = realFiles }: UndoOptions = {},
): Promise<number> {
  const place = await locateJournal(root, files);
  const entries = (await readEntries(place, files)).filter((entry) => only(viewOf(entry)));
  for (const entry of entries) {
    for (const file of [...entry.edited, ...entry.made]) {
      await removeStaged(place.root, file, files);
    }
    await ended(viewOf(entry));
    await removeEntry(place, entry.id, files);
  }
  await tidy(place, files);
  return entries.length;
}
