import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { systemCode } from '../../errors.js';
import type { Layout } from './layout.js';

/** Longer texts are not ours. */
const MAX_BYTES = 1024;

/**
 * A text that is written once and then given to many names by hard links. A link fails where the
 * name exists, and the text is complete at the name's birth: that arbitrates between processes,
 * and nothing of it can go stale or be half written. One file serves all ports of a reservation.
 */
export class Ticket {
  readonly #layout: Layout;
  readonly #path: string;
  readonly #text: string;
  #written = false;

  /** @param name a name that no other ticket has. */
  constructor(layout: Layout, name: string, text: string) {
    this.#layout = layout;
    this.#path = layout.ticket(name);
    this.#text = text;
  }

  /** Makes a name. False when it exists, whatever it is. */
  give(name: string, network?: string): boolean {
    return this.#layout.writing(() => {
      this.#write();
      return this.#link(name);
    }, network);
  }

  /** Gives an existing name this text, in one step. Only for who won the right to end it. */
  replace(name: string): void {
    const staged = `${this.#path}.new`;
    this.give(staged);
    renameSync(staged, name);
  }

  /** The names stay; what they were made from goes. */
  discard(): void {
    if (this.#written) this.#layout.remove(this.#path);
  }

  #write(): void {
    if (this.#written) return;
    this.#layout.writeFile(this.#path, this.#text);
    this.#written = true;
  }

  #link(name: string): boolean {
    try {
      linkSync(this.#path, name);
      return true;
    } catch (error) {
      const code = systemCode(error) ?? '';
      if (code === 'EEXIST') return false;
      if (!NO_LINKS.includes(code)) throw error;
      return linkBySymbol(this.#text, name);
    }
  }
}

const NO_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];

/** Where hard links cannot be made, a symbolic link holds the text, and is read, not followed. */
function linkBySymbol(text: string, name: string): boolean {
  try {
    symlinkSync(text, name);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * The text of a name; undefined when there is none; null when it is not one of ours. Never waits
 * for a FIFO, never follows a link, never reads more than a ticket can be.
 */
export function readTicket(name: string): string | undefined | null {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  try {
    const file = openSync(name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    try {
      const stats = fstatSync(file);
      return stats.isFile() && stats.size <= MAX_BYTES ? readFileSync(file, 'utf8') : null;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return undefined;
    return code === 'ELOOP' ? readSymbol(name) : null;
  }
}

function readSymbol(name: string): string | undefined | null {
  try {
    return readlinkSync(name);
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? undefined : null;
  }
}
