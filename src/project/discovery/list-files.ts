import { folderOf } from '../packages.js';
import { realFiles } from '../writing/file-system.js';
import { relativePath } from '../writing/inside.js';
import { askGit } from './git.js';
import { IN_FOREIGN, walkFiles } from './walk-files.js';
import { listWorktrees } from './worktrees.js';

const LIMITS = { timeoutMs: 60_000, outputBytes: 256 * 1024 * 1024 };

/** The files of a project, as paths from its root. */
export interface FileList {
  /** Those that are its own. A repository within it is its folder, with a slash at the end. */
  readonly own: readonly string[];
  /** What git ignores, but for what lies in folders that it ignores as a whole. */
  readonly ignored: readonly string[];
  /** Whether git, when it searches files of the project, looks into this one as it is now. */
  isSearched(path: string): boolean;
}

/** A list that is being made. */
export interface Listing {
  /** What git tracks: it knows that at once, where all else takes a look into every folder. */
  readonly tracked: Promise<readonly string[]>;
  /** What is the project's own besides, as far as git says. */
  readonly others: Promise<readonly string[]>;
  readonly files: Promise<FileList>;
}

/**
 * Every file of a project: git's list, or a bounded walk. Other worktrees of its repository, wherever
 * they are, are projects of their own.
 */
export function listFiles(root: string): Listing {
  const tracked = listTracked(root);
  const untracked = listUntracked(root);
  const worktrees = worktreesWithin(root);
  const listed = Promise.all([tracked, untracked]).then((found) => listOf(root, ...found));
  return {
    tracked: tracked.then((found) => found?.paths ?? []),
    others: Promise.all([untracked, worktrees]).then(([found, folders]) =>
      without(folders, found?.others ?? []),
    ),
    files: Promise.all([listed, worktrees]).then(([list, folders]) => ({
      ...list,
      own: without(folders, list.own),
      ignored: without(folders, list.ignored),
    })),
  };
}

/** Their folders, with a slash at the end, as git lists them. */
async function worktreesWithin(root: string): Promise<readonly string[]> {
  const real = await realFiles.realPath(root).catch(() => root);
  const paths = ((await listWorktrees(real).catch(() => undefined)) ?? []).map(({ path }) => path);
  return paths.flatMap((path) => {
    const folder = relativePath(real, path);
    return folder === undefined ? [] : `${folder}/`;
  });
}

function without(folders: readonly string[], paths: readonly string[]): readonly string[] {
  if (folders.length === 0) return paths;
  return paths.filter((path) => !folders.some((folder) => path.startsWith(folder)));
}

/** What git tracks, and which of that it does not search as it is now. */
interface Tracked {
  readonly paths: readonly string[];
  readonly unsearched: ReadonlySet<string>;
}

async function listTracked(root: string): Promise<Tracked | undefined> {
  const tagged = await gitList(root, ['-cv']);
  if (!tagged) return undefined;
  return { paths: pathsIn(tagged), unsearched: new Set(pathsIn(tagged.filter(isSpecial))) };
}

async function listOf(
  root: string,
  tracked: Tracked | undefined,
  untracked: Untracked | undefined,
): Promise<FileList> {
  if (!tracked || !untracked) {
    const { own, ignored } = await walkFiles(root);
    return { own: own.filter(isOurs), ignored, isSearched: () => false };
  }
  const { others, ignored } = untracked;
  const replaced = new Set([...others, ...ignored]);
  return {
    own: [...others, ...withoutThoseIn(replaced, tracked.paths)],
    ignored,
    isSearched: (path) => !tracked.unsearched.has(path),
  };
}

/** What git does not track. */
type Untracked = { readonly others: readonly string[] } & Pick<FileList, 'ignored'>;

const AS_USUAL = '--exclude-standard';
/** New folders that git is asked about by name; where they are more, it is asked about all. */
const MOST_FOLDERS = 100;
/** What git would take for more than a name, and what stands for bytes that are no UTF-8. */
const NO_NAME = /[*?[\\:\uFFFD]/;

/**
 * In one walk, which passes over folders that git tracks nothing in. Nearly always git ignores all
 * of those; what is new is looked into by itself.
 */
async function listUntracked(root: string): Promise<Untracked | undefined> {
  const found = (await gitList(root, ['-o', '--directory']))?.filter(isOurs);
  const ignored = found && (await ignoredAmong(root, found));
  if (!found || !ignored) return undefined;
  const own = found.filter((path) => !ignored.has(path));
  const folders = own.filter((path) => path.endsWith('/'));
  if (folders.length === 0) return { others: own, ignored: [...ignored] };
  const isAsked = folders.length <= MOST_FOLDERS && !folders.some((path) => NO_NAME.test(path));
  const where = isAsked ? ['--', ...folders] : [];
  // Side by side: both walk.
  const [others, more] = await Promise.all([
    gitList(root, ['-o', AS_USUAL, ...where]),
    gitList(root, ['-oi', '--directory', AS_USUAL, ...where]),
  ]);
  if (!others || !more) return undefined;
  const files = own.filter((path) => !path.endsWith('/'));
  return {
    others: [...new Set([...files, ...others.filter(isOurs)])],
    ignored: [...new Set([...ignored, ...more.filter(isOurs)])],
  };
}

async function ignoredAmong(
  root: string,
  paths: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  // Git lists the project itself where it tracks nothing in it, and tells more of it when asked so.
  const asked = paths.filter((path) => path !== './').map(toAsk);
  if (asked.length === 0) return new Set();
  const words = ['check-ignore', '--no-index', '-z', '--stdin'];
  const { output, failed } = await askGit(root, words, LIMITS, asked.join('\0'));
  if (failed) return undefined;
  const ignored = new Set(output.split('\0'));
  return new Set(paths.filter((path) => ignored.has(toAsk(path))));
}

/** Git takes a `:` that leads for more than a name, and a `/` at the end for a file of no name. */
function toAsk(path: string): string {
  return `./${path.replace(/\/$/, '')}`;
}

/** A tracked folder may be a link by now, which leads anywhere: git lists it among the others. */
function withoutThoseIn(
  replaced: ReadonlySet<string>,
  paths: readonly string[],
): readonly string[] {
  if (replaced.size === 0) return paths;
  const folders = new Map([['', false]]);
  const isReplaced = (folder: string): boolean => {
    const known = folders.get(folder) ?? (replaced.has(folder) || isReplaced(folderOf(folder)));
    folders.set(folder, known);
    return known;
  };
  return paths.filter((path) => !isReplaced(folderOf(path)));
}

/** What git writes before a path, unless it was told to take the file for unchanged, or absent. */
const TAG = 'H ';

function pathsIn(lines: readonly string[]): string[] {
  return lines.map((line) => line.slice(TAG.length)).filter(isOurs);
}

function isSpecial(line: string): boolean {
  return !line.startsWith(TAG);
}

function isOurs(path: string): boolean {
  return !IN_FOREIGN.test(path);
}

/**
 * Each line once; undefined where there is no git, no repository, or one that git does not trust.
 */
async function gitList(root: string, which: readonly string[]): Promise<string[] | undefined> {
  const words = ['ls-files', '-z', ...which];
  const { output, failed } = await askGit(root, words, LIMITS);
  if (failed) return undefined;
  // Of a file in conflict there are several versions, one after another.
  return output.split('\0').filter((line, at, all) => line !== '' && line !== all[at - 1]);
}
