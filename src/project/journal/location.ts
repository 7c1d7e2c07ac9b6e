import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { PortKeeperError, systemCode } from '../../errors.js';
import { userName } from '../../ports/index.js';
import { askGit } from '../discovery/git.js';
import { findGit, OUR_FOLDER } from '../discovery/git-folder.js';
import { type FileSystem, realFiles, statIfThere } from '../writing/file-system.js';

/** In a project without git. */
export const OWN_FOLDER = '.portkeeper';

/** What the folder of a root's entries is called. */
export const JOURNAL_FOLDER = /^[0-9a-f]{16}$/;

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
 * @throws a system error, when the root does not exist. {PortKeeperError} REFUSED, where another user's
 * journal is in its place.
 */
export async function locateJournal(root: string, files: FileSystem): Promise<JournalPlace> {
  const realRoot = await files.realPath(root);
  const own = place(realRoot, join(realRoot, OWN_FOLDER), '', true);
  const git = await findGit(realRoot, files);
  if (git === undefined) return own;
  const shared = place(realRoot, join(git.folder, OUR_FOLDER), git.prefix, false);
  // An older entry is found again even where git's folder has become (un)writable since.
  if (await isThereFor(shared, files)) return shared;
  const isWritable = await files.canWrite(git.folder);
  const isThere = await isThereFor(own, files);
  if (isThere && !(isWritable && (await isTracked(realRoot)))) return own;
  return isWritable ? shared : own;
}

async function isThereFor({ base, folder }: JournalPlace, files: FileSystem): Promise<boolean> {
  const looks = await statIfThere(folder, files).catch(async (error: unknown) => {
    throw await keptFromUs(base, error, files);
  });
  return looks !== undefined;
}

/** What to tell where a folder of the journal cannot be used, since it is another user's. */
export async function keptFromUs(
  folder: string,
  cause: unknown,
  files: FileSystem,
): Promise<unknown> {
  const code = systemCode(cause) ?? '';
  if (!['EACCES', 'EPERM'].includes(code)) return cause;
  const owner = (await statIfThere(folder, files).catch(() => undefined))?.uid;
  const who = owner === undefined || owner === process.getuid?.() ? '' : `, ${userName(owner)},`;
  return new PortKeeperError('REFUSED', `Another user${who} prepared this project (${code})`, {
    hint: `Only who may use ${folder} can put its files back: run "portkeeper restore" as that user, be it root in a container.`,
    place: { file: folder },
    cause,
  });
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
