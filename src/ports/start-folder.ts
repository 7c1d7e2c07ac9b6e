import { dirname } from 'node:path';

/**
 * Where a program is started that the PATH is to find. Windows looks for it in that folder first,
 * and a project may bring a `git.exe` of its own: there it is Node's folder, elsewhere no matter.
 */
export function startFolder(platform = process.platform): string | undefined {
  return platform === 'win32' ? dirname(process.execPath) : undefined;
}
