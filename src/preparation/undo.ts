import { realFiles } from '../project/file-system.js';
import { type JournalEntry, readJournal, type UndoReport, undo } from '../project/journal/index.js';
import { removeOverrides } from '../project/overlay/store.js';
import { readMeta } from './meta.js';

/** Of an entry that a crash left half done. */
export function isInterrupted({ state }: JournalEntry): boolean {
  return state === 'writing' || state === 'restoring';
}

/**
 * Puts back what preparations did to the project, and takes away what they made outside of it:
 * first that, so that a crash between the two leaves the entry that names it.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, REFUSED
 */
export async function undoPreparations(
  root: string,
  only: (entry: JournalEntry) => boolean,
): Promise<UndoReport> {
  const entries = (await readJournal(root)).filter(only);
  await removeOverrides(
    entries.flatMap(({ meta }) => readMeta(meta)?.overrides ?? []),
    realFiles,
  );
  return undo(root, { only });
}
