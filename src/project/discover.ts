import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../errors.js';
import { isTakenByCompose } from './compose-projects.js';
import { eachAtOnce } from './each-at-once.js';
import { composeByContent, looksLikeCompose } from './files/compose-by-content.js';
import type { FileKind } from './files/file-kind.js';
import { kindOf as kindOfProduct } from './files/index.js';
import type { KindLookup } from './files/own.js';
import { matchesAny } from './glob.js';
import { relativePath } from './inside.js';
import { listFiles } from './list-files.js';
import { comparePaths, folderOf, foldersUp, joinPath } from './packages.js';
import { readSource } from './read-source.js';
import type { Problem } from './site.js';

/** A file that may state ports. */
export interface DiscoveredFile {
  /** Path from the root, with forward slashes: of the file itself, not of a link to it. */
  readonly path: string;
  readonly kind: FileKind;
}

export interface DiscoverOptions {
  /** What the kinds of file are, the user's own included; by default the product's. */
  readonly kindOf?: KindLookup;
  /** Globs of files and folders that are passed over. */
  readonly ignore?: readonly string[];
  /** How many files are taken at most. */
  readonly limit?: number;
}

export interface Discovery {
  readonly files: readonly DiscoveredFile[];
  /** Links within the project that were followed: path of the link → path of the file. */
  readonly links: ReadonlyMap<string, string>;
  /** Files that exist and are not read, with the reason: what they set is unknown. */
  readonly unread: ReadonlyMap<string, string>;
  /** Every file that is the project's own, of whatever kind. */
  readonly listed: ReadonlySet<string>;
  /** Files among these that git ignores, the `.env` files aside: they are read, and not edited. */
  readonly untracked: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

const MAX_FILES = 5000;
/** Of YAML files whose names say nothing so many are looked into at most, shallow ones first. */
const MAX_LOOKED_INTO = 2000;

/**
 * Finds the files of a project that may state ports, in a settled order. Nothing of the project is
 * run. Links are followed only inside the project; what is no regular file is passed over.
 */
export async function discover(root: string, options: DiscoverOptions = {}): Promise<Discovery> {
  const { ignore = [], limit = MAX_FILES, kindOf = kindOfProduct } = options;
  const listed = new Set(await listFiles(root));
  const others = await composeOfOtherNames(root, listed, ignore, kindOf);
  const kinds: KindLookup = (path) =>
    kindOf(path) ?? (others.has(path) ? composeByContent : undefined);
  const candidates = await candidatesIn(root, listed, kinds);
  const settled = await settle(root, candidates, ignore, kinds);
  const files = settled.files.slice(0, limit);
  const [beyond] = settled.files.slice(limit);
  const own = { listed, untracked: new Set(untrackedIn(files, listed)) };
  if (beyond === undefined) return { ...settled, ...own, problems: [] };
  const message = `More than ${limit} files may state ports, and those from here on are not read; narrow the project with "ignore"`;
  return {
    ...settled,
    ...own,
    files,
    problems: [{ file: beyond.path, line: 1, column: 1, message }],
  };
}

function untrackedIn(files: readonly DiscoveredFile[], listed: ReadonlySet<string>): string[] {
  const paths = files.map(({ path }) => path);
  return paths.filter((path) => !listed.has(path) && !/(^|\/)\.env[^/]*$/.test(path));
}

/** People give any name to what they hand to `docker compose -f`: its content tells. */
async function composeOfOtherNames(
  root: string,
  listed: ReadonlySet<string>,
  ignore: readonly string[],
  kindOf: KindLookup,
): Promise<ReadonlySet<string>> {
  const unknown = [...listed]
    .filter((path) => /\.ya?ml$/.test(path) && kindOf(path) === undefined)
    .filter((path) => !isIgnored(path, ignore))
    .sort(comparePaths);
  const found = new Set<string>();
  await eachAtOnce(unknown.slice(0, MAX_LOOKED_INTO), async (path) => {
    if (!(await lstat(join(root, path)).catch(ignoreMissing))?.isFile()) return;
    const source = await readSource(root, path);
    if ('text' in source && looksLikeCompose(path, source.text)) found.add(path);
  });
  return found;
}

/** A folder that is ignored takes what is in it along. */
export function isIgnored(path: string, ignore: readonly string[]): boolean {
  if (ignore.length === 0) return false;
  return [path, ...foldersUp(folderOf(path))].some(
    (each) => each !== '' && matchesAny(each, ignore),
  );
}

/** Every folder that holds a file, and those above. */
function foldersOf(paths: readonly string[]): Set<string> {
  const folders = new Set(['']);
  for (const path of paths) {
    let folder = folderOf(path);
    while (!folders.has(folder)) {
      folders.add(folder);
      folder = folderOf(folder);
    }
  }
  return folders;
}

/**
 * What may state ports, with what the folder says it is: listed files, and `.env` files that are
 * not, because git ignores them more often than not (SPEC 7: they are edited all the same). A compose
 * file that is somebody's own is in force as well, and must not be overlooked.
 */
async function candidatesIn(
  root: string,
  listed: ReadonlySet<string>,
  kindOf: KindLookup,
): Promise<ReadonlyMap<string, Dirent>> {
  const found = new Map<string, Dirent>();
  await eachAtOnce([...foldersOf([...listed])], async (folder) => {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = joinPath(folder, entry.name);
      const isWanted = entry.name.startsWith('.env') || isTakenByCompose(entry.name);
      if ((isWanted || listed.has(path)) && kindOf(path) !== undefined) found.set(path, entry);
    }
  });
  return found;
}

/** Each real file once, under its own path; none that lies outside or is not a plain file. */
async function settle(
  root: string,
  candidates: ReadonlyMap<string, Dirent>,
  ignore: readonly string[],
  kindOf: KindLookup,
): Promise<Pick<Discovery, 'files' | 'links' | 'unread'>> {
  const realRoot = await realpath(root);
  const files = new Map<string, DiscoveredFile>();
  const links = new Map<string, string>();
  const unread = new Map<string, string>();
  await eachAtOnce([...candidates], async ([path, entry]) => {
    if (isIgnored(path, ignore)) unread.set(path, 'is ignored');
    const real = unread.has(path)
      ? undefined
      : await realFile(root, realRoot, path, entry).catch(ignoreMissing);
    const kind = real?.path === undefined ? undefined : kindOf(real.path);
    if (real?.path !== undefined && kind !== undefined && !isIgnored(real.path, ignore)) {
      files.set(real.path, { path: real.path, kind });
      if (real.path !== path) links.set(path, real.path);
    } else if (real !== undefined)
      unread.set(path, real.reason ?? 'is a link to a file of another kind');
  });
  const sorted = [...files.values()].sort((a, b) => comparePaths(a.path, b.path));
  return { files: sorted, links, unread };
}

async function realFile(
  root: string,
  realRoot: string,
  path: string,
  entry: Dirent,
): Promise<{ readonly path?: string; readonly reason?: string }> {
  // A folder above may be a link as well, but neither way of listing goes through one.
  if (entry.isFile()) return { path };
  if (entry.isDirectory()) return { reason: 'is a folder' };
  const full = join(root, path);
  if (!entry.isSymbolicLink() || !(await stat(full)).isFile()) {
    return { reason: 'is not a regular file' };
  }
  const inside = relativePath(realRoot, await realpath(full));
  return inside === undefined
    ? { reason: 'is a link that leads out of the project' }
    : { path: inside };
}

/** A link that leads nowhere, a file that went away meanwhile, a folder that may not be entered. */
function ignoreMissing(error: unknown): undefined {
  if (systemCode(error) === undefined) throw error;
}
