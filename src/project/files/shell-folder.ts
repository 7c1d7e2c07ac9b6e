import { posix } from 'node:path';
import { folderOf, nameOf } from '../packages.js';

/** What a line changes its folder to, and nothing behind that but the next command. */
const CHANGES =
  /^\s*(?:cd|pushd)\s+(?:"(?<quoted>[^"]*(?:"[^"]*"[^"]*)?)"|(?<bare>[^\s"';&|]+))\s*(?:$|[;&|>#])/;
/** `$(dirname "$0")`, `${BASH_SOURCE%/*}`. */
const OF_FILE =
  /^(?:\$\(dirname\s+(?:--\s+)?"?\$(?:0|\{?BASH_SOURCE(?:\[0\])?\}?)"?\s*\)|\$\{(?:0|BASH_SOURCE)%\/\*\})/;
/** `$ROOT`, `${PROJECT_ROOT}`, `$(git rev-parse --show-toplevel)`. */
const OF_ROOT =
  /^\$(?:\w{0,40}(?:ROOT|root)\w{0,40}|\{\w{0,40}(?:ROOT|root)\w{0,40}\}|\(git rev-parse --show-toplevel\))/;
/** Folders of scripts, which are run from the one that holds them. */
const OF_SCRIPTS = /^(?:bin|scripts?|tools)$/;

/**
 * The folder that a line of a script leaves it in, from the project's root; undefined where that is
 * not known.
 * @param folder where it is before the line.
 */
export function folderAfter(
  line: string,
  folder: string | undefined,
  path: string,
): string | undefined {
  const { quoted, bare } = CHANGES.exec(line)?.groups ?? {};
  const target = quoted ?? bare;
  if (target === undefined) return /^\s*(?:cd|pushd|popd)\b/.test(line) ? undefined : folder;
  const ofFile = OF_FILE.exec(target)?.[0];
  const ofRoot = OF_ROOT.exec(target)?.[0];
  const rest = target.slice((ofFile ?? ofRoot ?? '').length);
  if (/[$`*?~]/.test(rest) || target.startsWith('/')) return undefined;
  const from = ofFile !== undefined ? folderOf(path) : ofRoot !== undefined ? '' : folder;
  return from === undefined ? undefined : below(posix.join(from, `./${rest}`));
}

/** Where a script begins that says nothing of it. */
export function firstFolder(path: string): string {
  const folder = folderOf(path);
  return OF_SCRIPTS.test(nameOf(folder)) ? folderOf(folder) : folder;
}

/** A path within the project, its root as the empty text; undefined for what lies outside. */
export function below(path: string): string | undefined {
  if (path.startsWith('..')) return undefined;
  return path === '.' ? '' : path.replace(/\/$/, '');
}
