import { chmodSync, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../errors.js';

/** `mkdir -p`. Node's own never returns where a parent exists and will not have children: /proc. */
export function makePath(folder: string, mode = 0o777): void {
  if (existsSync(folder)) return;
  makePath(dirname(folder), mode);
  makeFolder(folder, mode);
}

/** False where something of that name is there already. */
export function makeFolder(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    return false;
  }
  keepOwnRights(folder);
  return true;
}

/** A umask can take from its own user what is made, who could not look into it then. */
function keepOwnRights(folder: string): void {
  if (process.platform === 'win32') return;
  const { mode } = lstatSync(folder);
  if ((mode & OWN_RIGHTS) !== OWN_RIGHTS) chmodSync(folder, (mode & 0o7777) | OWN_RIGHTS);
}

const OWN_RIGHTS = 0o700;
