import { closeSync, constants, existsSync, lstatSync, openSync } from 'node:fs';
import { procFolder } from '../../ports/index.js';

/**
 * Runs `use` with a path by which the folder is reached while it is open, whatever somebody puts
 * at its name meanwhile. Follows no link. Where the system has no such paths, looks and hopes.
 */
export function inFolder<T>(path: string, use: (inside: string) => T): T {
  if (!hasOpenPaths()) {
    if (lstatSync(path).isDirectory()) return use(path);
    throw Object.assign(new Error(`ENOTDIR: ${path} is not a folder`), { code: 'ENOTDIR' });
  }
  const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0 } = constants;
  const file = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    return use(insideOf(file, path));
  } finally {
    closeSync(file);
  }
}

/** The path of an open folder that leads into it alone; its own where the system has none. */
export function insideOf(file: number, path: string): string {
  return hasOpenPaths() ? `${OPEN_FILES}/${file}` : path;
}

const OPEN_FILES = procFolder('self/fd');

function hasOpenPaths(): boolean {
  return OPEN_FILES !== undefined && existsSync(OPEN_FILES);
}
