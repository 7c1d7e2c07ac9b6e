import { PortKeeperError, systemCode } from '../errors.js';
import { ignoreTest } from './discover.js';
import { realFiles } from './file-system.js';
import { compose } from './files/compose.js';
import { dotenv } from './files/dotenv.js';
import type { FileKind } from './files/file-kind.js';
import { relativePath, resolveInside } from './inside.js';
import { findNamedFiles } from './overlay/named-files.js';
import { readSource } from './read-source.js';
import type { ReadFiles } from './reading.js';
import type { Findings, LeftAlone } from './site.js';

interface Known {
  readonly ignore?: readonly string[];
  readonly listed: ReadonlySet<string>;
}

/** Files that name others that name others: people do not go on for longer. */
const MAX_ROUNDS = 20;
const MAX_NAMED = 500;

/** What is named and not read: compose files with their places, and env files, with the reasons. */
export interface NotRead {
  readonly leftAlone: readonly LeftAlone[];
  readonly envFiles: ReadonlyMap<string, string>;
}

/**
 * Reads what compose files and others name, whatever it is called: compose files by `include` and
 * `extends`, by COMPOSE_FILE, by `-f` in a script; and the env files of an include.
 */
export async function readNamed(root: string, read: ReadFiles, known: Known): Promise<NotRead> {
  const leftAlone: LeftAlone[] = [];
  const asked = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS && asked.size < MAX_NAMED; round += 1) {
    const fresh = namedIn(read).filter(({ path }) => !read.sources.has(path) && !asked.has(path));
    if (fresh.length === 0) break;
    for (const { path, ...place } of fresh) {
      if (asked.has(path)) continue;
      asked.add(path);
      const reason = await readOne(root, path, read, { ...known, kind: compose });
      if (reason !== undefined) leftAlone.push({ ...place, reason: `${path} ${reason}` });
    }
  }
  return { leftAlone, envFiles: await readEnvFiles(root, read, known) };
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

function namedIn({ sources, findings }: ReadFiles): readonly NamedPlace[] {
  const scripts = findNamedFiles(sources.values()).flatMap(({ paths, ...place }) =>
    paths.map((path) => ({ ...place, path })),
  );
  const files: NamedPlace[] = [];
  for (const [file, { composeFiles, names }] of findings) {
    for (const path of composeFiles) files.push({ file, line: 1, column: 1, path });
    files.push(...names);
  }
  return [...files, ...scripts].filter(({ path }) => !path.includes('$'));
}

type NamedPlace = Findings['names'][number];

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
