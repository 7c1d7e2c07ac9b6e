import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { PortKeeperError, systemCode } from '../../errors.js';
import { type Reporter, silent } from '../../reporter.js';
import { isMissing, realFiles } from '../writing/file-system.js';
import { relativePath, resolveInside } from '../writing/inside.js';
import type { ProjectConfig } from './config.js';
import { type ConfigNode, parseConfig, parseProperty } from './node.js';
import { fromPython } from './python.js';
import { toConfig } from './table.js';

/** Bytes. */
const LARGEST = 256 * 1024;

const OURS = ['portkeeper.yaml', 'portkeeper.yml', 'portkeeper.json', 'package.json'] as const;
const PYTHON = 'pk.config.json';

/** A file that was read, and what in it is ours. */
interface Found {
  readonly path: string;
  readonly node: ConfigNode;
}

/**
 * Reads the configuration of a project.
 * @param root an existing folder.
 * @param path a file to read instead of those that are looked for, absolute or from the root.
 * @returns undefined where there is none.
 * @throws {PortKeeperError} BAD_CONFIG with file, line and column; also where two files say
 * something, since no order between them would be the one that everybody expects. REFUSED for one
 * that is a link out of the project.
 */
export async function loadConfig(
  root: string,
  path?: string,
  reporter: Reporter = silent,
): Promise<ProjectConfig | undefined> {
  if (path !== undefined) return convert(await readGiven(root, path));
  const found: Found[] = [];
  for (const name of OURS) {
    const ours = await readIfThere(root, name);
    if (ours !== undefined) found.push(ours);
  }
  const [first, second] = found;
  if (first !== undefined && second !== undefined) throw tooMany(first, second);
  const python = await readIfThere(root, PYTHON);
  if (first !== undefined && python !== undefined) {
    reporter.info(`${PYTHON} is passed over: ${first.path} says it all.`);
  }
  const chosen = first ?? python;
  return chosen && convert(chosen);
}

function convert({ path, node }: Found): ProjectConfig {
  return /^pk\.config\.(json|ya?ml)$/i.test(basename(path))
    ? fromPython(path, node)
    : toConfig(path, node);
}

async function readIfThere(root: string, name: string): Promise<Found | undefined> {
  try {
    return await readConfig(await resolveInside(root, name, realFiles), name, realFiles.read);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (error instanceof PortKeeperError) throw error;
    const isClosed = ['EACCES', 'EPERM'].includes(systemCode(error) ?? '');
    throw unreadable(name, 'cannot be read', isClosed ? MAY_NOT_READ : IN_ITS_PLACE, error);
  }
}

/** What the user names is his to choose, wherever it is. */
async function readGiven(root: string, path: string): Promise<Found> {
  const absolute = resolve(root, path);
  const shown = relativePath(root, absolute) ?? path;
  try {
    const found = await readConfig(absolute, shown, (file) => readFile(file));
    if (found !== undefined) return found;
  } catch (error) {
    if (error instanceof PortKeeperError) throw error;
    throw unreadable(shown, 'cannot be read', TO_GIVE, error);
  }
  throw unreadable(shown, 'has no key "portkeeper"', TO_GIVE);
}

/** @returns undefined for a package.json that says nothing of ours. */
async function readConfig(
  target: string,
  path: string,
  read: (path: string) => Promise<Buffer>,
): Promise<Found | undefined> {
  const looks = await stat(target);
  const isPackage = basename(path) === 'package.json';
  // Whatever else stands there is of somebody who means something else by the name.
  if (isPackage && !looks.isFile()) return undefined;
  if (looks.isDirectory()) throw unreadable(path, 'is a folder', IN_ITS_PLACE);
  if (looks.size > LARGEST && !isPackage) throw unreadable(path, 'is too large', IN_ITS_PLACE);
  const text = (await read(target)).toString('utf8');
  if (!isPackage) return { path, node: parseConfig(path, text) };
  // Most have none; whether such a file is well-formed is not for us to say here.
  if (!text.includes('"portkeeper"')) return undefined;
  const node = parseProperty(path, text, 'portkeeper');
  return node && { path, node };
}

function tooMany(first: Found, second: Found): PortKeeperError {
  const [a, b] = [first, second].map(({ path }) =>
    path === 'package.json' ? 'package.json ("portkeeper")' : path,
  );
  return second.node.fail(`Both ${a} and ${b} configure PortKeeper`, 'Keep one of them.');
}

const TO_GIVE = 'Give the path of a portkeeper.yaml, from the project’s root.';
const IN_ITS_PLACE = 'Rename it, where it is none, or name another file as the configuration.';
const MAY_NOT_READ = 'Make it readable for this user, or name another file as the configuration.';

function unreadable(path: string, why: string, hint: string, cause?: unknown): PortKeeperError {
  return new PortKeeperError('BAD_CONFIG', `The configuration ${path} ${why}`, {
    hint,
    place: { file: path },
    ...(cause === undefined ? {} : { cause }),
  });
}
