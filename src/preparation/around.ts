import { messageOf, PortKeeperError } from '../errors.js';
import type { Environment } from '../ports/index.js';
import { interruptedAround, withProjectLock } from '../project/journal/index.js';
import type { Reporter } from '../reporter.js';
import { isInterrupted, Releasing, undoPreparations } from './undo.js';

/** Milliseconds; a little longer than a killed command's lock lasts. Who is at work finishes it too. */
const PATIENCE_MS = 6000;

/**
 * Puts back what killed commands left in projects within this one, or around it, before this one is
 * looked at: their files may be its own too. What cannot be put back now is told, and waits for the
 * next command there. To be called under the project's lock, and before its own journal is followed,
 * which may have to wait for that.
 */
export async function finishAround(
  root: string,
  reporter: Reporter,
  environment?: Environment,
): Promise<void> {
  for (const other of await interruptedAround(root)) {
    const { ofEntry } = new Releasing(other, environment, reporter);
    const finish = () => undoPreparations(other, isInterrupted, ofEntry);
    try {
      const { undone, kept } = await withProjectLock(other, finish, { waitMs: PATIENCE_MS });
      if (undone.length > 0) reporter.info(`What a killed command left in ${other} is put back`);
      for (const { path, reason } of kept) {
        reporter.warn(`${path} in ${other} keeps what was changed since: ${reason}`);
      }
    } catch (error) {
      if (error instanceof PortKeeperError && error.code === 'TIMED_OUT') continue;
      reporter.warn(`What a command left in ${other} could not be put back: ${messageOf(error)}`);
    }
  }
}
