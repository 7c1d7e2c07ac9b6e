import { dirname } from 'node:path';

/**
 * Where a program is started that the PATH is to find: in Node's folder. Windows looks for it in the
 * folder that it starts in, others where the PATH has a `.` or nothing between two colons, and a
 * project may bring a `git` of its own.
 */
export function startFolder(): string {
  return dirname(process.execPath);
}
