import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../errors.js';
import type { KindLookup } from '../files/own.js';
import { sortByPath } from '../packages.js';
import { LEADS_OUT } from '../sites/reasons.js';
import type { Problem } from '../sites/site.js';
import { relativePath } from '../writing/inside.js';
import type { DiscoveredFile } from './reading.js';
import { eachInTurn } from './turns.js';

export interface SettleOptions {
  readonly isIgnored: (path: string) => boolean;
  /** Whether a path is known to be a plain file, no link to one, and not ignored. */
  readonly isPlain: (path: string) => boolean;
  readonly kindOf: KindLookup;
}

export interface Settled {
  readonly files: readonly DiscoveredFile[];
  /** Links within the project that were followed: path of the link → path of the file. */
  readonly links: ReadonlyMap<string, string>;
  /** Files that exist and are not read, with the reason: what they set is unknown. */
  readonly unread: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** Each real file once, under its own path; none that lies outside or is not a plain file. */
export async function settle(
  root: string,
  candidates: ReadonlySet<string>,
  { isIgnored, isPlain, kindOf }: SettleOptions,
): Promise<Settled> {
  const realRoot = realpathSync(root);
  const files = new Map<string, DiscoveredFile>();
  const links = new Map<string, string>();
  const unread = new Map<string, string>();
  const problems: Problem[] = [];
  const rest: string[] = [];
  for (const path of candidates) {
    const kind = isPlain(path) ? kindOf(path) : undefined;
    if (kind) files.set(path, { path, kind });
    else rest.push(path);
  }
  await eachInTurn(rest, (path) => {
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
  // A folder above may be a link as well, but what lies behind one is not listed.
  if (looks.isFile()) return { path };
  if (looks.isDirectory()) return { reason: 'is a folder' };
  const full = join(root, path);
  try {
    if (!looks.isSymbolicLink() || !statSync(full).isFile()) {
      return { reason: 'is not a regular file' };
    }
    const inside = relativePath(realRoot, realpathSync(full));
    return inside === undefined ? { reason: LEADS_OUT } : { path: inside };
  } catch (error) {
    return ignoreMissing(error);
  }
}

/** A link that leads nowhere, a file that went away meanwhile, a folder that may not be entered. */
export function ignoreMissing(error: unknown): undefined {
  if (systemCode(error) === undefined) throw error;
}
