import { PortKeeperError, systemCode } from '../../errors.js';
import { ignoreTest } from '../discovery/discover.js';
import { readPlain, readSource } from '../discovery/read-source.js';
import type { ReadFiles } from '../discovery/reading.js';
import { compose } from '../files/compose/compose.js';
import { containerEnv } from '../files/container-env.js';
import { isExample } from '../files/documentation.js';
import { dotenv } from '../files/dotenv.js';
import { isForElsewhere, isWordFirst } from '../files/env-name.js';
import type { FileKind } from '../files/file-kind.js';
import { nameOf } from '../packages.js';
import type { NamedFile } from '../sites/findings.js';
import { IGNORED_BY_GIT } from '../sites/reasons.js';
import type { LeftAlone, Problem } from '../sites/site.js';
import { realFiles } from '../writing/file-system.js';
import { relativePath, resolveInside } from '../writing/inside.js';
import { type CommandEnvFiles, findCommandEnvFiles } from './command-env-files.js';
import { findNamedFiles } from './commands.js';
import { settleDirectories } from './project-directories.js';

interface Known {
  readonly ignore?: readonly string[];
  readonly listed: ReadonlySet<string>;
}

/** Files that name others that name others: people do not go on for longer. */
const MAX_ROUNDS = 20;
const MAX_NAMED = 500;
const TOO_MANY = `More than ${MAX_NAMED} env files are named`;

const IS_EXAMPLE = 'its file is an example by its name, which is not edited';

/** What is named and not taken as it stands: compose files with their places, and env files. */
export interface NamedButKept {
  readonly leftAlone: readonly LeftAlone[];
  /** Why env files of includes are not read. */
  readonly envFiles: ReadonlyMap<string, string>;
  /** Why files that were read are not edited. */
  readonly kept: ReadonlyMap<string, string>;
  readonly commandEnvFiles: readonly CommandEnvFiles[];
}

/**
 * Reads what compose files and others name, whatever it is called: compose files by `include` and
 * `extends`, by COMPOSE_FILE, by `-f` in a script; and the env files of includes, commands and services.
 */
export async function readNamed(
  root: string,
  read: ReadFiles,
  known: Known,
): Promise<NamedButKept> {
  const leftAlone: LeftAlone[] = [];
  const asked = new Set<string>();
  for (let round = 0; ; round += 1) {
    const fresh = namedIn(read).filter(({ path }) => !read.sources.has(path) && !asked.has(path));
    if (fresh.length === 0) break;
    if (round === MAX_ROUNDS || asked.size >= MAX_NAMED) {
      const paths = fresh.map(({ path }) => path);
      await tellBeyond(root, paths, read, known);
      break;
    }
    for (const { path, ...place } of fresh) {
      if (asked.has(path)) continue;
      asked.add(path);
      const reason = await readOne(root, path, read, { ...known, kind: compose });
      if (reason !== undefined) leftAlone.push({ ...place, reason: `${path} ${reason}` });
    }
  }
  settleDirectories(read, known.listed);
  const envFiles = await readEnvFiles(root, read, known);
  for (const [at, { path, ...place }] of loadedIn(read).entries()) {
    if (at === MAX_NAMED) {
      read.unreadable.push(beyond(path, TOO_MANY));
      break;
    }
    const reason = await readOne(root, path, read, { ...known, kind: dotenv });
    if (reason !== undefined) leftAlone.push({ ...place, reason: `${path} ${reason}` });
  }
  const kept = await readContainerEnv(root, read, known);
  const commandEnvFiles = findCommandEnvFiles(read.sources);
  for (const { envFiles: paths, composeFiles, ...place } of commandEnvFiles) {
    for (const path of paths) {
      const reason = await readOne(root, path, read, { ...known, kind: dotenv });
      if (reason !== undefined) leftAlone.push({ ...place, reason: `${path} ${reason}` });
      if (isExample(path)) kept.set(path, IS_EXAMPLE);
    }
  }
  return { leftAlone, envFiles, kept, commandEnvFiles };
}

/** The first that would have been read, as of the files that a project has too many of. */
async function tellBeyond(
  root: string,
  paths: readonly string[],
  { sources, unreadable }: ReadFiles,
  { ignore = [], listed }: Known,
): Promise<void> {
  const isIgnored = ignoreTest(ignore);
  for (const path of paths) {
    const inside = await insidePath(root, path);
    if (inside === undefined || sources.has(inside) || isIgnored(inside)) continue;
    if (!listed.has(inside)) continue;
    const tooMany = `More than ${MAX_ROUNDS} files in a row, or ${MAX_NAMED} in all, are named`;
    unreadable.push(beyond(inside, tooMany));
    return;
  }
}

function beyond(file: string, tooMany: string): Problem {
  const message = `${tooMany} by others, and those from here on are not read; narrow the project with "ignore"`;
  return { file, line: 1, column: 1, message };
}

/** The env files that commands of this machine load, each once. */
function loadedIn({ sources, findings }: ReadFiles): NamedFile[] {
  const fresh = [...findings.values()]
    .flatMap(({ loaded }) => loaded)
    .filter(({ path }) => !sources.has(path) && !isExample(path) && !isForElsewhere(nameOf(path)));
  return [...new Map(fresh.map((each) => [each.path, each])).values()];
}

/** `include: { path: …, env_file: … }` sets the variables of what it takes in. */
async function readEnvFiles(
  root: string,
  read: ReadFiles,
  known: Known,
): Promise<Map<string, string>> {
  const all = [...read.findings.values()].flatMap(({ includes }) => includes);
  const notRead = new Map<string, string>();
  for (const path of new Set(all.flatMap(({ envFiles }) => envFiles))) {
    if (read.sources.has(path) || path.includes('$')) continue;
    const reason = await readOne(root, path, read, { ...known, kind: dotenv });
    if (reason !== undefined) notRead.set(path, reason);
  }
  return notRead;
}

/** What a service is given by `env_file:`, under a name that does not say whose it is. */
async function readContainerEnv(
  root: string,
  read: ReadFiles,
  { ignore = [], listed }: Known,
): Promise<Map<string, string>> {
  const all = [...read.findings.values()].flatMap(({ envFiles }) => envFiles);
  const named = new Set(all.map(({ path }) => path));
  const isIgnored = ignoreTest(ignore);
  const isKnown = (path: string) => read.sources.has(path) && !isWordFirst(nameOf(path));
  const kept = new Map<string, string>();
  let left = MAX_NAMED;
  for (const path of named) {
    if (isKnown(path) || path.includes('$') || isIgnored(path)) continue;
    // Behind a link it would be known by another path than the one that the service names.
    const source = (await insidePath(root, path)) === path ? readPlain(root, path) : undefined;
    if (source === undefined) continue;
    if (left === 0) {
      read.unreadable.push(beyond(path, TOO_MANY));
      break;
    }
    left -= 1;
    read.sources.set(path, source);
    read.findings.set(path, containerEnv.find(source));
    if (isExample(path)) kept.set(path, IS_EXAMPLE);
    else if (!listed.has(path)) kept.set(path, IGNORED_BY_GIT);
  }
  return kept;
}

function namedIn({ sources, findings }: ReadFiles): readonly NamedFile[] {
  const scripts = findNamedFiles(sources.values()).flatMap(({ paths, ...place }) =>
    paths.map((path) => ({ ...place, path })),
  );
  const files: NamedFile[] = [];
  for (const [file, { composeFiles, names }] of findings) {
    for (const path of composeFiles) files.push({ file, line: 1, column: 1, path });
    files.push(...names);
  }
  return [...files, ...scripts].filter(({ path }) => !path.includes('$'));
}

/** @returns why a file that is there is not read. */
async function readOne(
  root: string,
  path: string,
  { sources, findings, unreadable }: ReadFiles,
  { ignore = [], listed, kind }: Known & { readonly kind: FileKind },
): Promise<string | undefined> {
  if (path.startsWith('../')) return 'lies outside of the project, and is not read';
  const inside = await insidePath(root, path);
  if (inside === undefined || sources.has(inside) || ignoreTest(ignore)(inside)) return undefined;
  if (!listed.has(inside)) return 'is not read, because git ignores it';
  const source = readSource(root, inside);
  if ('message' in source) unreadable.push(source);
  else {
    sources.set(inside, source);
    findings.set(inside, kind.find(source));
  }
  return undefined;
}

/** Undefined for what is not there, or leads out of the project. */
async function insidePath(root: string, path: string): Promise<string | undefined> {
  try {
    return relativePath(await realFiles.realPath(root), await resolveInside(root, path, realFiles));
  } catch (error) {
    if (error instanceof PortKeeperError || systemCode(error) !== undefined) return undefined;
    throw error;
  }
}
