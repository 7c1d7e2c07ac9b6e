import { systemCode } from '../../errors.js';
import { elapsedMs } from '../../ports/index.js';

/** What Windows says of a file that somebody has open at this moment: a reader, a virus scanner. */
const OPEN_ELSEWHERE = ['EPERM', 'EACCES', 'EBUSY'];
/** Such a moment is short; a refusal that lasts is one of rights. */
const PATIENCE_MS = 500;

/**
 * Renames or removes a file. Windows lets nobody replace one that another process has open, if only
 * to read its line: there the step is tried again for half a second.
 */
export function patiently<T>(step: () => T, platform = process.platform): T {
  if (platform !== 'win32') return step();
  const deadline = elapsedMs() + PATIENCE_MS;
  for (let pauseMs = 1; ; pauseMs *= 2) {
    try {
      return step();
    } catch (error) {
      const isOpen = OPEN_ELSEWHERE.includes(systemCode(error) ?? '');
      if (!isOpen || elapsedMs() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}
