import { dirname, join, resolve } from 'node:path';
import { type FileSystem, statIfThere } from '../writing/file-system.js';
import { relativePath } from '../writing/inside.js';

/** The checkout that a folder belongs to. */
export interface GitCheckout {
  /** The top of the work tree. */
  readonly top: string;
  /** Git's own folder of this checkout. */
  readonly folder: string;
  /** The folder as seen from the top, empty at the top: it stays when the checkout is moved. */
  readonly prefix: string;
  /** What all worktrees of the repository share; in the main checkout the same as `folder`. */
  readonly common: string;
  /** `git worktree add` made it. */
  readonly linked: boolean;
}

/** Where the journal lies, within git's folder of a checkout. */
export const OUR_FOLDER = 'portkeeper';

/** A `.git` file is one line; a longer one is something else. */
const LARGEST_GIT_FILE = 4096;

/**
 * Looks upward, as git does. Without running git: it may be missing, and it refuses folders of
 * other users.
 * @param root a real path.
 */
export async function findGit(root: string, files: FileSystem): Promise<GitCheckout | undefined> {
  for (let top = root; ; top = dirname(top)) {
    const found = await gitFolderAt(join(top, '.git'), files).catch(() => undefined);
    if (found !== undefined) return { top, prefix: relativePath(top, root) ?? '', ...found };
    if (dirname(top) === top) return undefined;
  }
}

type GitFolder = Pick<GitCheckout, 'folder' | 'common' | 'linked'>;

/** Follows the `.git` file of a worktree or submodule. */
async function gitFolderAt(dotGit: string, files: FileSystem): Promise<GitFolder | undefined> {
  const real = await files.realPath(dotGit);
  const looks = await files.inspect(real);
  if (looks.isDirectory()) return readGitFolder(real, files);
  const target = /^gitdir: ([^\n\r\0]+)\r?\n?$/.exec((await readLine(real, files)) ?? '')?.[1];
  if (target === undefined) return undefined;
  return readGitFolder(await files.realPath(resolve(dirname(real), target)), files);
}

async function readGitFolder(folder: string, files: FileSystem): Promise<GitFolder | undefined> {
  // Git calls a folder without HEAD no repository. What of ours lies in one that broke is found all
  // the same.
  const [head, ours] = [join(folder, 'HEAD'), join(folder, OUR_FOLDER)];
  if (!(await isThere(head, files)) && !(await isThere(ours, files))) return undefined;
  const common = await readLine(join(folder, 'commondir'), files);
  if (common !== undefined) {
    const shared = await files.realPath(resolve(folder, common.trim()));
    return { folder, common: shared, linked: true };
  }
  const objects = await statIfThere(join(folder, 'objects'), files);
  return objects === undefined ? undefined : { folder, common: folder, linked: false };
}

async function isThere(path: string, files: FileSystem): Promise<boolean> {
  return (await statIfThere(path, files)) !== undefined;
}

/** One of git's own one-line files, or undefined for anything else. */
export async function readLine(path: string, files: FileSystem): Promise<string | undefined> {
  const looks = await statIfThere(path, files);
  if (looks?.isFile() !== true || looks.size > LARGEST_GIT_FILE) return undefined;
  return (await files.read(path)).toString();
}
