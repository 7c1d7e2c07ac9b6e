import { isAbsolute, join, relative, sep } from 'node:path';
import { PortKeeperError, systemCode } from '../../errors.js';
import type { FileSystem } from './file-system.js';

/** Longer ones no file system takes; they come from a journal or configuration that means harm. */
const LONGEST_PATH = 4096;

/**
 * Whether a path with forward slashes can only name something below a folder: relative, without
 * `..`, without NUL, and not within `.git`, where a file is a command that git runs, or our own folder.
 */
export function isPathBelow(path: string): boolean {
  const foreign = process.platform === 'win32' ? /[\\:\0]/ : /\0/;
  if (path === '' || path.length > LONGEST_PATH || foreign.test(path)) return false;
  return path.split('/').every((part) => !['', '.', '..'].includes(part) && !isReserved(part));
}

/**
 * As git refuses it itself: in any case, and under the short name that Windows gives it. And the
 * folder of the journal, where a file says what `restore` does.
 */
function isReserved(part: string): boolean {
  return /^(\.git|git~1|\.portkeeper)[. ]*$/i.test(part);
}

/**
 * The real file behind a path of the project; symbolic links are followed inside it.
 * @param path from the root, with forward slashes. What it names must exist.
 * @throws {PortKeeperError} REFUSED, when it leads out of the project or into `.git`.
 * @throws a system error, ENOENT above all, when there is nothing.
 */
export async function resolveInside(
  root: string,
  path: string,
  files: FileSystem,
): Promise<string> {
  if (!isPathBelow(path)) throw refused(path, 'is not a path inside the project');
  const [realRoot, target] = [await files.realPath(root), await files.realPath(join(root, path))];
  const below = relativePath(realRoot, target);
  if (below === undefined) throw refused(path, 'is a symbolic link that leads out of the project');
  if (!isPathBelow(below)) throw refused(path, 'leads to what belongs to git');
  return target;
}

/**
 * Where a file that does not exist yet would be made: the real path of its nearest folder that
 * exists, and the folders that are missing below it, outermost first.
 * @throws {PortKeeperError} REFUSED, as `resolveInside`.
 */
export async function resolveNew(
  root: string,
  path: string,
  files: FileSystem,
): Promise<{ target: string; missing: string[] }> {
  if (!isPathBelow(path)) throw refused(path, 'is not a path inside the project');
  const names = path.split('/');
  const rest = [names.pop() ?? ''];
  while (names.length > 0) {
    const folder = await resolveInside(root, names.join('/'), files).catch(orMissing);
    if (folder !== undefined) return below(folder, rest);
    rest.unshift(names.pop() ?? '');
  }
  return below(await files.realPath(root), rest);
}

function below(folder: string, rest: readonly string[]): { target: string; missing: string[] } {
  const target = join(folder, ...rest);
  const missing = rest.slice(0, -1).map((_, index) => join(folder, ...rest.slice(0, index + 1)));
  return { target, missing };
}

function orMissing(error: unknown): undefined {
  if (systemCode(error) === 'ENOENT') return undefined;
  throw error;
}

/** `target` from `folder`, with forward slashes, or undefined where it is not below it. */
export function relativePath(folder: string, target: string): string | undefined {
  const path = relative(folder, target);
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) {
    return undefined;
  }
  return path.split(sep).join('/');
}

function refused(path: string, why: string): PortKeeperError {
  return new PortKeeperError('REFUSED', `${JSON.stringify(path).slice(1, -1)} ${why}`, {
    hint: 'PortKeeper writes only inside the project, and never into .git.',
    place: { file: path },
  });
}
