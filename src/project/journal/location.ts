import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { type FileSystem, realFiles, statIfThere } from '../file-system.js';
import { relativePath } from '../inside.js';

/** Where the journal of one project root is kept. */
export interface JournalPlace {
  /** The project's root, real path. */
  readonly root: string;
  /** Holds the folders and locks of all project roots of one repository. */
  readonly base: string;
  /** This root's entries: `1.json`, `2.json` … */
  readonly folder: string;
  readonly lock: string;
  /** Outside git's own folder, where git must be told to look away. */
  readonly needsIgnore: boolean;
}

/** A `.git` file is one line; a longer one is something else. */
const LARGEST_GIT_FILE = 4096;

/**
 * Finds the place: within git's own folder where there is one, since nothing shows there, no
 * commit takes it and no pull request can bring it along; else `.portkeeper` in the root.
 * @throws a system error, when the root does not exist.
 */
export async function locateJournal(root: string, files: FileSystem): Promise<JournalPlace> {
  const realRoot = await files.realPath(root);
  const own = place(realRoot, join(realRoot, '.portkeeper'), '', true);
  const git = await findGit(realRoot, files);
  if (git === undefined) return own;
  const shared = place(realRoot, join(git.folder, 'portkeeper'), git.prefix, false);
  // An older entry is found again even where git's folder has become (un)writable since.
  if ((await statIfThere(shared.folder, files)) !== undefined) return shared;
  if ((await statIfThere(own.folder, files)) !== undefined) return own;
  return (await files.canWrite(git.folder)) ? shared : own;
}

function place(root: string, base: string, prefix: string, needsIgnore: boolean): JournalPlace {
  const key = createHash('sha256').update(prefix).digest('hex').slice(0, 16);
  return { root, base, folder: join(base, key), lock: join(base, `${key}.lock`), needsIgnore };
}

/** The folder of a project's entries: there while the project is prepared. */
export async function journalFolder(root: string): Promise<string> {
  return (await locateJournal(root, realFiles)).folder;
}

interface GitFolder {
  readonly folder: string;
  /** The root as seen from the top of its work tree, empty at the top: stays when it is moved. */
  readonly prefix: string;
}

/** Without running git: it may be missing, and it refuses folders of other users. */
async function findGit(root: string, files: FileSystem): Promise<GitFolder | undefined> {
  for (let top = root; ; top = dirname(top)) {
    const folder = await gitFolderAt(join(top, '.git'), files).catch(() => undefined);
    if (folder !== undefined) return { folder, prefix: relativePath(top, root) ?? '' };
    if (dirname(top) === top) return undefined;
  }
}

/** Follows the `.git` file of a worktree or submodule. */
async function gitFolderAt(dotGit: string, files: FileSystem): Promise<string | undefined> {
  const real = await files.realPath(dotGit);
  const looks = await files.inspect(real);
  if (looks.isDirectory()) return looksLikeGit(real, files);
  if (!looks.isFile() || looks.size > LARGEST_GIT_FILE) return undefined;
  const [, target] = /^gitdir: ([^\n\r\0]+)\r?\n?$/.exec((await files.read(real)).toString()) ?? [];
  if (target === undefined) return undefined;
  return looksLikeGit(await files.realPath(resolve(dirname(real), target)), files);
}

async function looksLikeGit(folder: string, files: FileSystem): Promise<string | undefined> {
  const head = await statIfThere(join(folder, 'HEAD'), files);
  const objects = await statIfThere(join(folder, 'objects'), files);
  const common = await statIfThere(join(folder, 'commondir'), files);
  return head !== undefined && (objects ?? common) !== undefined ? folder : undefined;
}
