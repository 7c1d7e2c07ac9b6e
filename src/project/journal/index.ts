export { type Applied, type ApplyOptions, announceChanges, applyChanges } from './apply.js';
export type { EntryState } from './entry.js';
export { interruptedAround } from './interrupted.js';
export { hasNoPlace, journalFolder } from './location.js';
export { LOCK_WAIT_MS, type LockOptions, type ProjectLock, withProjectLock } from './lock.js';
export { isCopied } from './origin.js';
export { forget, readJournal } from './read.js';
export { type Ended, recover, type UndoOptions, type UndoReport, undo } from './undo.js';
export type { JournalEntry, KeptFile } from './view.js';
