import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../errors.js';
import { isTakenByCompose } from './compose-projects.js';
import { composeByContent, looksLikeCompose } from './files/compose-by-content.js';
import type { FileKind } from './files/file-kind.js';
import { kindOf as kindOfProduct } from './files/index.js';
import type { KindLookup } from './files/own.js';
import { globTest } from './glob.js';
import { relativePath } from './inside.js';
import { type FileList, listFiles } from './list-files.js';
import { folderOf, joinPath, sortByPath } from './packages.js';
import { readSource } from './read-source.js';
import type { Problem } from './site.js';
import { eachInTurn } from './turns.js';

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
  const { limit = MAX_FILES } = options;
  const isIgnored = ignoreTest(options.ignore ?? []);
  const kindOf = remembered(options.kindOf ?? kindOfProduct);
  const list = await listFiles(root);
  const listed = new Set(list.own);
  const others = await composeOfOtherNames(root, list.own, (path) => {
    return kindOf(path) === undefined && !isIgnored(path);
  });
  const kinds: KindLookup = (path) =>
    kindOf(path) ?? (others.has(path) ? composeByContent : undefined);
  const candidates = candidatesIn(root, list, kinds);
  const settled = await settle(root, candidates, isIgnored, kinds);
  const files = settled.files.slice(0, limit);
  const [beyond] = settled.files.slice(limit);
  const own = { listed, untracked: new Set(untrackedIn(files, listed)) };
  if (beyond === undefined) return { ...settled, ...own };
  const message = `More than ${limit} files may state ports, and those from here on are not read; narrow the project with "ignore"`;
  return {
    ...settled,
    ...own,
    files,
    problems: [...settled.problems, { file: beyond.path, line: 1, column: 1, message }],
  };
}

function untrackedIn(files: readonly DiscoveredFile[], listed: ReadonlySet<string>): string[] {
  const paths = files.map(({ path }) => path);
  return paths.filter((path) => !listed.has(path) && !/(^|\/)\.env[^/]*$/.test(path));
}

/** Kinds are asked for more than once, and each time many patterns look at the path. */
function remembered(kindOf: KindLookup): KindLookup {
  const known = new Map<string, FileKind | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, kindOf(path));
    return known.get(path);
  };
}

/** People give any name to what they hand to `docker compose -f`: its content tells. */
async function composeOfOtherNames(
  root: string,
  listed: readonly string[],
  isUnknown: (path: string) => boolean,
): Promise<ReadonlySet<string>> {
  const yaml = listed.filter((path) => /\.ya?ml$/.test(path) && isUnknown(path));
  const unknown = sortByPath(yaml, (path) => path);
  const found = new Set<string>();
  await eachInTurn(unknown.slice(0, MAX_LOOKED_INTO), (path) => {
    if (!looksAt(root, path)?.isFile()) return;
    const source = readSource(root, path);
    if ('text' in source && looksLikeCompose(path, source.text)) found.add(path);
  });
  return found;
}

/** Whether one of the globs names a path: a folder that is ignored takes what is in it along. */
export function ignoreTest(ignore: readonly string[]): (path: string) => boolean {
  if (ignore.length === 0) return () => false;
  const matches = globTest(ignore);
  const folders = new Map([['', false]]);
  const isIgnoredFolder = (folder: string): boolean => {
    const known = folders.get(folder) ?? (isIgnoredFolder(folderOf(folder)) || matches(folder));
    folders.set(folder, known);
    return known;
  };
  return (path) => isIgnoredFolder(folderOf(path)) || matches(path);
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
 * What may state ports: listed files, and `.env` files that are not, because git ignores them more
 * often than not (SPEC 7: they are edited all the same). A compose file that is somebody's own is in
 * force as well, and must not be overlooked.
 */
function candidatesIn(root: string, { own, ignored }: FileList, kindOf: KindLookup): Set<string> {
  const folders = foldersOf(own);
  const unlisted = [...ignored, ...entriesOfOthers(root, own)].filter((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return (name.startsWith('.env') || isTakenByCompose(name)) && folders.has(folderOf(path));
  });
  return new Set([...own, ...unlisted].filter((path) => kindOf(path) !== undefined));
}

/**
 * Of a repository within the project git lists nothing but its folder; of a project that is ignored
 * as a whole nothing at all.
 */
function entriesOfOthers(root: string, listed: readonly string[]): string[] {
  const others = listed.filter((path) => path.endsWith('/')).map(folderOf);
  return ['', ...others].flatMap((folder) =>
    entriesOf(join(root, folder)).map((name) => joinPath(folder, name)),
  );
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    ignoreMissing(error);
    return [];
  }
}

/** Each real file once, under its own path; none that lies outside or is not a plain file. */
async function settle(
  root: string,
  candidates: ReadonlySet<string>,
  isIgnored: (path: string) => boolean,
  kindOf: KindLookup,
): Promise<Pick<Discovery, 'files' | 'links' | 'unread' | 'problems'>> {
  const realRoot = realpathSync(root);
  const files = new Map<string, DiscoveredFile>();
  const links = new Map<string, string>();
  const unread = new Map<string, string>();
  const problems: Problem[] = [];
  await eachInTurn(candidates, (path) => {
    const looks = looksAt(root, path);
    if (looks === undefined && path.includes(REPLACEMENT)) problems.push(unnameable(path));
    if (looks === undefined) return;
    if (isIgnored(path)) unread.set(path, 'is ignored');
    const real = unread.has(path) ? undefined : realFile(root, realRoot, path, looks);
    const kind = real?.path === undefined ? undefined : kindOf(real.path);
    if (real?.path !== undefined && kind !== undefined && !isIgnored(real.path)) {
      files.set(real.path, { path: real.path, kind });
      if (real.path !== path) links.set(path, real.path);
    } else if (real !== undefined)
      unread.set(path, real.reason ?? 'is a link to a file of another kind');
  });
  return { files: sortByPath(files.values(), ({ path }) => path), links, unread, problems };
}

/** What bytes of a name become that are no UTF-8: with it no file can be asked for. */
const REPLACEMENT = '\uFFFD';

function unnameable(file: string): Problem {
  const message = 'Its name is not UTF-8, and it is left alone';
  return { file, line: 1, column: 1, message };
}

/** Of the entry itself; undefined where there is none. */
function looksAt(root: string, path: string): Stats | undefined {
  try {
    return lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
  } catch (error) {
    return ignoreMissing(error);
  }
}

/** Undefined for a link that leads nowhere. */
function realFile(
  root: string,
  realRoot: string,
  path: string,
  looks: Stats,
): { readonly path?: string; readonly reason?: string } | undefined {
  // A folder above may be a link as well, but neither way of listing goes through one.
  if (looks.isFile()) return { path };
  if (looks.isDirectory()) return { reason: 'is a folder' };
  const full = join(root, path);
  try {
    if (!looks.isSymbolicLink() || !statSync(full).isFile()) {
      return { reason: 'is not a regular file' };
    }
    const inside = relativePath(realRoot, realpathSync(full));
    return inside === undefined
      ? { reason: 'is a link that leads out of the project' }
      : { path: inside };
  } catch (error) {
    return ignoreMissing(error);
  }
}

/** A link that leads nowhere, a file that went away meanwhile, a folder that may not be entered. */
function ignoreMissing(error: unknown): undefined {
  if (systemCode(error) === undefined) throw error;
}
