import { type Dirent, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { askGit } from './git.js';
import { joinPath } from './packages.js';

/** What a walk takes at most: a project, not a home folder. */
const MAX_ENTRIES = 500_000;
const MAX_DEPTH = 30;
const LIMITS = { timeoutMs: 60_000, outputBytes: 256 * 1024 * 1024 };

/** Other people's code, wherever it is and whether git tracks it or not. */
const FOREIGN = new Set(['node_modules', 'bower_components', 'vendor', '.git']);
const IN_FOREIGN = new RegExp(`(?:^|/)(?:${[...FOREIGN].join('|').replaceAll('.', '\\.')})(?:/|$)`);
/** What a build writes, unless it is a package of its own. */
const OUTPUT = new Set(['dist', 'build', 'out', 'target', 'coverage', '.next', '.nuxt']);

/** Hidden folders in which a project keeps what states ports. */
const SETTINGS = new Set(['.ddev', '.devcontainer', '.streamlit', '.vscode']);

/** The files of a project, as paths from its root. */
export interface FileList {
  /** Those that are its own. A repository within it is its folder, with a slash at the end. */
  readonly own: readonly string[];
  /** What git ignores, but for what lies in folders that it ignores as a whole. */
  readonly ignored: readonly string[];
}

/** Every file of a project: git's list, or a bounded walk. */
export async function listFiles(root: string): Promise<FileList> {
  const { own, ignored } = (await gitFiles(root)) ?? { own: await walk(root), ignored: [] };
  const isOurs = (path: string): boolean => !IN_FOREIGN.test(path);
  return { own: own.filter(isOurs), ignored: ignored.filter(isOurs) };
}

/** Undefined where there is no git, no repository, or one that git does not trust. */
async function gitFiles(root: string): Promise<FileList | undefined> {
  // Side by side: each of them walks the whole tree.
  const [own, ignored] = await Promise.all([
    gitList(root, ['-co']),
    gitList(root, ['-oi', '--directory']),
  ]);
  return own && ignored && { own: [...new Set(own)], ignored };
}

async function gitList(root: string, which: readonly string[]): Promise<string[] | undefined> {
  const words = ['ls-files', ...which, '--exclude-standard', '-z'];
  const { output, failed } = await askGit(root, words, LIMITS);
  return failed ? undefined : output.split('\0').filter((path) => path !== '');
}

async function walk(root: string): Promise<string[]> {
  const files: string[] = [];
  let folders = [''];
  let left = MAX_ENTRIES;
  for (let depth = 0; depth < MAX_DEPTH && folders.length > 0 && left > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of folders) {
      const entries = await readFolder(join(root, folder));
      left -= entries.length;
      if (left < 0) break;
      for (const entry of entries) {
        const path = joinPath(folder, entry.name);
        if (!entry.isDirectory()) files.push(path);
        else if (isEntered(root, path, entry.name)) next.push(path);
      }
    }
    folders = next;
  }
  return files;
}

async function readFolder(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isEntered(root: string, path: string, name: string): boolean {
  if (FOREIGN.has(name) || (name.startsWith('.') && !SETTINGS.has(name))) return false;
  return !OUTPUT.has(name) || existsSync(join(root, path, 'package.json'));
}
