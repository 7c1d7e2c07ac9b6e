import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { parseClaim } from './backends/claim.js';
import { insideOf } from './backends/open-folder.js';
import { parseIdentity } from './process-identity.js';
import { MAX_RECORD_BYTES } from './reservation.js';

/** A group whose members share a registry. */
export interface Group {
  readonly name: string;
  readonly id: number;
}

/** New files in it belong to its group, whoever makes them; others may look, and not write. */
const FOLDER_MODE = 0o2775;
const FILE_MODE = 0o664;
const TYPE_AND_MODE = 0o7777;
/** `claims/<network>/<port>` */
const DEEPEST = 3;

/**
 * Gives a registry, and what a registry wrote in it, to a group. Root does this where members may
 * plant what they like at any moment: so nothing is changed but what is open, no link is followed,
 * and a file that no registry wrote stays as it is, since it may be another name of any file.
 * @returns what was done, a line each
 */
export function settleAll(folder: string, group: Group): string[] {
  return settleAt(folder, folder, group, DEEPEST);
}

/** @param at the same place, by way of the open folder that it was found in. */
function settleAt(path: string, at: string, group: Group, depth: number): string[] {
  const fd = openEntry(at);
  if (fd === undefined) return [];
  try {
    const stats = fstatSync(fd);
    if (!stats.isDirectory()) {
      return isOurs(fd, stats) ? settle(fd, path, group, FILE_MODE) : [];
    }
    const done = settle(fd, path, group, FOLDER_MODE);
    if (depth === 0) return done;
    const inside = insideOf(fd, at);
    const within = readdirSync(inside).flatMap((name) =>
      settleAt(join(path, name), `${inside}/${name}`, group, depth - 1),
    );
    return [...done, ...within];
  } finally {
    closeSync(fd);
  }
}

/** Undefined for a link, a socket, and what is gone meanwhile. */
function openEntry(path: string): number | undefined {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  try {
    return openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  } catch {
    return undefined;
  }
}

function isOurs(fd: number, stats: Stats): boolean {
  if (!stats.isFile() || stats.size > MAX_RECORD_BYTES) return false;
  const [line = '', ...rest] = readFileSync(fd, 'utf8').split('\n');
  return parseClaim(line) !== undefined || (parseIdentity(line) !== undefined && rest.length === 0);
}

function settle(fd: number, path: string, group: Group, mode: number): string[] {
  const { gid, uid } = fstatSync(fd);
  const done: string[] = [];
  if (gid !== group.id) {
    fchownSync(fd, uid, group.id);
    done.push(`${path}: group ${group.name}`);
  }
  // A change of group takes the set-group-ID bit away.
  if ((fstatSync(fd).mode & TYPE_AND_MODE) !== mode) {
    fchmodSync(fd, mode);
    done.push(`${path}: mode ${mode.toString(8).padStart(4, '0')}`);
  }
  return done;
}
