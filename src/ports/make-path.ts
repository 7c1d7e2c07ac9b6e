import { existsSync, mkdirSync } from 'node:fs';
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
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    return false;
  }
}
