import { closeSync, fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Lets go of a terminal that was closed meanwhile. At its end Node.js gives a terminal the settings
 * back that it had, and aborts where it cannot (`ResetStdio` in its `src/node.cc`); what is closed it
 * passes over. To be called when nothing is to be written any more.
 */
export function leaveGoneTerminal(): void {
  for (const stream of [0, 1, 2]) if (isGone(stream)) closeSync(stream);
}

/** It is still the device, and answers as none. So does `/dev/null`, which nobody misses by then. */
function isGone(stream: number): boolean {
  try {
    return fstatSync(stream).isCharacterDevice() && !isatty(stream);
  } catch {
    return false;
  }
}
