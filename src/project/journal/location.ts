import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { askGit } from '../discovery/git.js';
import { findGit } from '../discovery/git-folder.js';
import { type FileSystem, realFiles, statIfThere } from '../writing/file-system.js';

/** In a project without git. */
const OWN_FOLDER = '.portkeeper';

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

/**
 * Finds the place: within git's own folder where there is one, since nothing shows there, no
 * commit takes it and no pull request can bring it along; else `.portkeeper` in the root, where git
 * does not track that.
 * @throws a system error, when the root does not exist.
 */
export async function locateJournal(root: string, files: FileSystem): Promise<JournalPlace> {
  const realRoot = await files.realPath(root);
  const own = place(realRoot, join(realRoot, OWN_FOLDER), '', true);
  const git = await findGit(realRoot, files);
  if (git === undefined) return own;
  const shared = place(realRoot, join(git.folder, 'portkeeper'), git.prefix, false);
  // An older entry is found again even where git's folder has become (un)writable since.
  if ((await statIfThere(shared.folder, files)) !== undefined) return shared;
  const isWritable = await files.canWrite(git.folder);
  const isThere = (await statIfThere(own.folder, files)) !== undefined;
  if (isThere && !(isWritable && (await isTracked(realRoot)))) return own;
  return isWritable ? shared : own;
}

/** What a commit brought along is a stranger's. Where case makes no difference, so does it here. */
async function isTracked(root: string): Promise<boolean> {
  const words = ['--icase-pathspecs', 'ls-files', '--', OWN_FOLDER];
  const { output } = await askGit(root, words, { timeoutMs: 10_000, outputBytes: 64 * 1024 });
  return output !== '';
}

function place(root: string, base: string, prefix: string, needsIgnore: boolean): JournalPlace {
  const key = createHash('sha256').update(prefix).digest('hex').slice(0, 16);
  return { root, base, folder: join(base, key), lock: join(base, `${key}.lock`), needsIgnore };
}

/** The folder of a project's entries: there while the project is prepared. */
export async function journalFolder(root: string): Promise<string> {
  return (await locateJournal(root, realFiles)).folder;
}

/** Whether a project has no journal and can have none: then its files are as they were found. */
export async function hasNoPlace(root: string, files: FileSystem = realFiles): Promise<boolean> {
  const { base } = await locateJournal(root, files);
  if ((await statIfThere(base, files)) !== undefined) return false;
  return !(await files.canWrite(dirname(base)));
}
