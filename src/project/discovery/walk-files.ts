import { type Dirent, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { foldersUp, joinPath } from '../packages.js';
import { realFiles } from '../writing/file-system.js';
import { findGit, type GitCheckout } from './git-folder.js';
import { type IgnoreRules, readIgnoreRules } from './ignore-rules.js';
import { readPlain } from './read-source.js';

/** What a walk takes at most: a project, not a home folder. */
const MAX_ENTRIES = 500_000;
const MAX_DEPTH = 30;

/**
 * Other people's code, wherever it is and whether git tracks it or not; but apps/vendor is the
 * application of vendors, among others.
 */
export const IN_FOREIGN =
  /(?:^|\/)(?:node_modules|bower_components|(?<!(?:^|\/)apps\/)vendor|\.git)(?:\/|$)/;

/** What a build writes, unless it is a package of its own. */
const OUTPUT = new Set(['dist', 'build', 'out', 'target', 'coverage', '.next', '.nuxt']);

/** Hidden folders in which a project keeps what states ports. */
const SETTINGS = new Set(['.ddev', '.devcontainer', '.streamlit', '.vscode']);

/** The files that were come upon, as paths from the root. */
export interface Walked {
  readonly own: readonly string[];
  /** What a `.gitignore` names; folders that one names are not entered. */
  readonly ignored: readonly string[];
}

/** A folder to look into. */
interface Folder {
  readonly path: string;
  /** What is to be said of paths from the root, the nearest rules first. */
  readonly rules: readonly IgnoreRules[];
}

/** The files of a project where git cannot be asked, with the rules that it would follow. */
export async function walkFiles(root: string): Promise<Walked> {
  const own: string[] = [];
  const ignored: string[] = [];
  let folders: readonly Folder[] = [{ path: '', rules: await rulesAbove(root) }];
  let left = MAX_ENTRIES;
  for (let depth = 0; depth < MAX_DEPTH && folders.length > 0 && left > 0; depth += 1) {
    const next: Folder[] = [];
    for (const folder of folders) {
      const entries = await readFolder(join(root, folder.path));
      left -= entries.length;
      if (left < 0) break;
      const rules = [...rulesIn(root, folder.path, entries), ...folder.rules];
      for (const entry of entries) {
        const path = joinPath(folder.path, entry.name);
        const isIgnored = decide(rules, path, entry.isDirectory());
        if (!entry.isDirectory()) (isIgnored ? ignored : own).push(path);
        else if (!isIgnored && isEntered(root, path, entry.name)) next.push({ path, rules });
      }
    }
    folders = next;
  }
  return { own, ignored };
}

function decide(rules: readonly IgnoreRules[], path: string, isFolder: boolean): boolean {
  for (const say of rules) {
    const said = say(path, isFolder);
    if (said !== undefined) return said;
  }
  return false;
}

function rulesIn(root: string, folder: string, entries: readonly Dirent[]): IgnoreRules[] {
  if (!entries.some(({ name }) => name === '.gitignore')) return [];
  const say = readRules(root, joinPath(folder, '.gitignore'));
  const start = folder === '' ? 0 : folder.length + 1;
  return say ? [(path, isFolder) => say(path.slice(start), isFolder)] : [];
}

/** Of the folders between the top of the checkout and the project, and of the checkout itself. */
async function rulesAbove(root: string): Promise<IgnoreRules[]> {
  const git = await findGit(await realFiles.realPath(root), realFiles);
  if (git === undefined) return [];
  const above = git.prefix === '' ? [] : foldersUp(git.prefix).slice(1);
  const placed = above.flatMap((folder) => {
    const say = readRules(git.top, joinPath(folder, '.gitignore'));
    return say ? [below(git, folder, say)] : [];
  });
  const excluded = readRules(git.common, 'info/exclude');
  return excluded ? [...placed, below(git, '', excluded)] : placed;
}

/** What rules of a folder above the project say of what is in the project. */
function below({ prefix }: GitCheckout, folder: string, say: IgnoreRules): IgnoreRules {
  const start = folder === '' ? 0 : folder.length + 1;
  return (path, isFolder) => say(joinPath(prefix, path).slice(start), isFolder);
}

function readRules(root: string, path: string): IgnoreRules | undefined {
  const source = readPlain(root, path);
  return source && readIgnoreRules(source.text);
}

async function readFolder(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isEntered(root: string, path: string, name: string): boolean {
  if (IN_FOREIGN.test(path) || (name.startsWith('.') && !SETTINGS.has(name))) return false;
  return !OUTPUT.has(name) || existsSync(join(root, path, 'package.json'));
}
