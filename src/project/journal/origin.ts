import { statSync } from 'node:fs';

/** The folder that an entry was made for, so that it is known again. */
export interface Origin {
  /** Absolute, as it was called then. */
  readonly path: string;
  /** `device:inode` */
  readonly folder: string;
}

/** What may have one. */
interface Originated {
  readonly origin?: Origin;
}

/** @returns undefined where the system does not tell. */
export function originOf(root: string): Origin | undefined {
  const folder = lookAt(root);
  return folder === undefined ? undefined : { path: root, folder };
}

/** Whether this very folder is the one, whatever it is called now. */
export function isMadeIn({ origin }: Originated, root: string): boolean {
  const here = lookAt(root);
  return origin !== undefined && here !== undefined && inodeOf(here) === inodeOf(origin.folder);
}

/** Whether it was made in a folder that was called so, and is another one by now. */
export function isOfFormer(entry: Originated, root: string): boolean {
  const isThere = entry.origin?.path === root && lookAt(root) !== undefined;
  return isThere && !isMadeIn(entry, root);
}

/** Whether this very folder was called something else, and nothing of its own is left there. */
export function isMoved(entry: Originated, root: string): boolean {
  const { origin } = entry;
  if (origin === undefined || origin.path === root || !isMadeIn(entry, root)) return false;
  const there = lookAt(origin.path);
  return there === undefined || inodeOf(there) !== inodeOf(origin.folder);
}

/**
 * Whether a project was copied with its journal: the folder that this entry was made in still stands
 * where it stood, and is another. What was reserved is that one's. A folder that was moved, or that
 * a container sees at another path, is none.
 */
export function isCopied({ origin }: Originated, root: string): boolean {
  if (origin === undefined || origin.path === root) return false;
  const there = lookAt(origin.path);
  if (there === undefined || there === lookAt(root)) return false;
  // The number of a device may be another after a reboot; that of a folder in it is not.
  return inodeOf(there) === inodeOf(origin.folder);
}

function inodeOf(folder: string): string {
  return folder.slice(folder.indexOf(':') + 1);
}

function lookAt(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
