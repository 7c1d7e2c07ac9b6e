import { posix } from 'node:path';
import type { PortPlace } from '../row.js';
import { below } from '../shell-folder.js';

/** What editors and Nx call the folder that they have open. */
const OPEN =
  /^(?:\$\{workspace(?:Folder|Root)\}|\$ZED_WORKTREE_ROOT|\$\{ZED_WORKTREE_ROOT\}|\{workspaceRoot\})(?=\/|$)/;

/** The folder that a file says by a path, from the project's root; undefined where only a program knows. */
export function folderSaid(from: string, path = ''): string | undefined {
  const rest = path.replace(OPEN, '.');
  if (/[$`~*?{]/.test(rest) || rest.startsWith('/')) return undefined;
  return below(posix.join(from, rest));
}

/**
 * Where a command works that says it in the keys beside it, or starts elsewhere.
 * @param start where it works that says nothing, from the project's root.
 */
export function worksIn(
  start: (file: string) => string,
  ...keys: readonly string[]
): (place: PortPlace) => string | undefined {
  return ({ file, path, value }) => folderSaid(start(file), value([...path.slice(0, -1), ...keys]));
}
