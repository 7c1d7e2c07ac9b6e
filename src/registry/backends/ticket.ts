import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  symlinkSync,
} from 'node:fs';
import { systemCode, withoutTraces } from '../../errors.js';

/** A longer line is not ours. */
const MAX_BYTES = 1024;

/** What a file system says that has no links of this kind, or no more of them; on Windows, EISDIR. */
const NO_HARD_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EISDIR'];
/** What folders say that a virtual machine shares, although a file was just made there. */
const NO_SYMBOLIC_LINKS = [...NO_HARD_LINKS, 'EROFS', 'EPROTO'];

/**
 * Makes a name that says a line: a hard link to the ticket which begins with it, or a symbolic link
 * that leads nowhere else. Both are complete at their birth, and neither replaces anything.
 * @returns false where the name exists; `no links` for a file system that has none, as FAT
 */
export function makeName(name: string, ticket: string, line: string): boolean | 'no links' {
  for (let tries = 0; tries < 3; tries++) {
    const made = isMade(() => linkSync(ticket, name), NO_HARD_LINKS);
    if (made !== 'no links') return made;
    // So refuses Windows while the one that is there is being taken away.
    if (isTaken(name)) return false;
  }
  return isMade(() => symlinkSync(line, name), NO_SYMBOLIC_LINKS);
}

function isTaken(name: string): boolean {
  try {
    return lstatSync(name, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function isMade(make: () => void, refusals: readonly string[]): boolean | 'no links' {
  try {
    withoutTraces(make);
    return true;
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (code === 'EEXIST') return false;
    if (refusals.includes(code)) return 'no links';
    throw error;
  }
}

/**
 * The first line of a name; undefined when there is none; null when it is not one of ours. Never waits
 * for a FIFO, never follows a link, never reads more than a ticket can be.
 */
export function readTicket(name: string): string | undefined | null {
  for (let tries = 0; tries < 3; tries++) {
    try {
      // Mostly there is none, or a symbolic link: told without an open, and without an error.
      const stats = lstatSync(name, { throwIfNoEntry: false });
      if (stats === undefined) return undefined;
      return stats.isSymbolicLink() ? readlinkSync(name) : readLine(name);
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ENOENT') return undefined;
      // It was ended, and made anew as the other kind, between the look and the reading.
      if (code !== 'ELOOP' && code !== 'EINVAL') return null;
    }
  }
  return null;
}

function readLine(name: string): string | null {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const file = openSync(name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    if (!fstatSync(file).isFile()) return null;
    const bytes = Buffer.allocUnsafe(MAX_BYTES);
    const text = bytes.toString('latin1', 0, readSync(file, bytes));
    const end = text.indexOf('\n');
    if (end < 0 && text.length === MAX_BYTES) return null;
    return end < 0 ? text : text.slice(0, end);
  } finally {
    closeSync(file);
  }
}
