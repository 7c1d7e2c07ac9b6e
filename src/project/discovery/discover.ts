import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { composeByContent, looksLikeCompose } from '../files/compose/by-content.js';
import { isTakenByCompose } from '../files/compose/usual-names.js';
import { isEnvName } from '../files/env-name.js';
import type { FileKind } from '../files/file-kind.js';
import { kindOf as kindOfProduct } from '../files/index.js';
import type { KindLookup } from '../files/own.js';
import { reportedKinds } from '../files/reported.js';
import { folderOf, joinPath, nameOf, sortByPath } from '../packages.js';
import { globTest } from './glob.js';
import { type FileList, type Listing, listFiles } from './list-files.js';
import { readPlain } from './read-source.js';
import { type DiscoveredFile, Reading } from './reading.js';
import { ignoreMissing, type Settled, settle } from './settle.js';
import { eachInTurn } from './turns.js';

/** Whether it is known of a file that no line of it has a sign of any kind of file. */
export type SilenceTest = (path: string) => boolean;

export interface DiscoverOptions {
  /** What the kinds of file are, the user's own included; by default the product's. */
  readonly kindOf?: KindLookup;
  /** Globs of files and folders that are passed over. */
  readonly ignore?: readonly string[];
  /** How many files are taken at most. */
  readonly limit?: number;
  /** The list of its files, where somebody began it already. */
  readonly listing?: Listing;
  /** What reads the files, some of them before all are known. */
  readonly reading?: Reading;
  /** What tells which files of kinds with signs have none. */
  readonly silence?: () => Promise<SilenceTest>;
}

export interface Discovery extends Settled {
  /** Every file that is the project's own, of whatever kind. */
  readonly listed: ReadonlySet<string>;
  /** Files among these that git ignores, the `.env` files aside: they are read, and not edited. */
  readonly untracked: ReadonlySet<string>;
}

const MAX_FILES = 5000;
/** Of YAML files whose names say nothing so many are looked into at most, shallow ones first. */
const MAX_LOOKED_INTO = 2000;

/**
 * Finds the files of a project that may state ports, in a settled order. Nothing of the project is
 * run. Links are followed only inside the project; what is no regular file is passed over.
 */
export async function discover(root: string, options: DiscoverOptions = {}): Promise<Discovery> {
  const { limit = MAX_FILES, listing = listFiles(root), reading = new Reading(root) } = options;
  const isIgnored = ignoreTest(options.ignore ?? []);
  const kindOf = remembered(options.kindOf ?? kindOfProduct);
  const readAhead = (paths: readonly string[]) => {
    const known = knownOf(paths, kindOf).filter(({ kind }) => kind.signs === undefined);
    return reading.ahead(known.filter(({ path }) => !isIgnored(path)).slice(0, limit));
  };
  // Git takes its time to start; what stands at the top is seldom not the project's own.
  await readAhead(entriesOf(root));
  await readAhead(await listing.tracked);
  const list = await listing.files;
  const listed = new Set(list.own);
  const others = await composeOfOtherNames(root, list.own, (path) => {
    const kind = kindOf(path);
    const isOpen = kind === undefined || kind.isByName === true || reportedKinds.includes(kind);
    return isOpen && !isIgnored(path);
  });
  const isSilent = (await options.silence?.()) ?? (() => false);
  const kinds: KindLookup = (path) => {
    const kind = others.has(path) ? composeByContent : kindOf(path);
    return kind?.signs !== undefined && isSilent(path) ? undefined : kind;
  };
  const candidates = candidatesIn(root, list, kinds);
  const isPlain = (path: string): boolean => reading.isPlain(path);
  const settled = await settle(root, candidates, { isIgnored, isPlain, kindOf: kinds });
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

function knownOf(paths: readonly string[], kindOf: KindLookup): DiscoveredFile[] {
  const files: DiscoveredFile[] = [];
  for (const path of paths) {
    const kind = kindOf(path);
    if (kind) files.push({ path, kind });
  }
  return files;
}

function untrackedIn(files: readonly DiscoveredFile[], listed: ReadonlySet<string>): string[] {
  const paths = files.map(({ path }) => path);
  return paths.filter((path) => !listed.has(path) && !isEnvName(nameOf(path)));
}

/** Kinds are asked for more than once, and each time many patterns look at the path. */
function remembered(kindOf: KindLookup): KindLookup {
  const known = new Map<string, FileKind | null>();
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found ?? undefined;
    const kind = kindOf(path);
    known.set(path, kind ?? null);
    return kind;
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
    const source = readPlain(root, path);
    if (source && looksLikeCompose(path, source.text)) found.add(path);
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
 * often than not, and they are edited all the same. A compose file that is somebody's own is in force
 * as well, and must not be overlooked.
 */
function candidatesIn(root: string, { own, ignored }: FileList, kindOf: KindLookup): Set<string> {
  const unlisted = [...ignored, ...entriesOfOthers(root, own)].filter((path) => {
    const name = nameOf(path);
    return isEnvName(name) || isTakenByCompose(name);
  });
  const folders = unlisted.length > 0 ? foldersOf(own) : new Set<string>();
  const beside = unlisted.filter((path) => folders.has(folderOf(path)));
  return new Set([...own, ...beside].filter((path) => kindOf(path) !== undefined));
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
