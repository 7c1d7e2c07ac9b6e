import { basename, dirname, join } from 'node:path';
import { type FileSystem, realFiles } from '../writing/file-system.js';
import { findGit, readLine } from './git-folder.js';

/** One checkout of a repository. */
export interface Worktree {
  /** The top of the work tree. */
  readonly path: string;
  /** The branch, or the commit where none is checked out. */
  readonly head: string;
  readonly linked: boolean;
}

/**
 * Every checkout of the repository that a folder belongs to, the main one first; undefined where
 * there is no repository. Without running git, as `findGit`. What was deleted by hand is left out.
 */
export async function listWorktrees(
  root: string,
  files: FileSystem = realFiles,
): Promise<readonly Worktree[] | undefined> {
  const git = await findGit(root, files);
  if (git === undefined) return undefined;
  const main = await mainCheckout(git.common, git.linked ? undefined : git.top, files);
  const folders = join(git.common, 'worktrees');
  const names = (await files.list(folders).catch(() => [])).sort();
  const linked = await Promise.all(names.map((name) => linkedAt(join(folders, name), files)));
  return [main, ...linked].filter((one) => one !== undefined);
}

/** A bare repository has none; where its worktrees are concerned, its folder is told by its name. */
async function mainCheckout(
  common: string,
  known: string | undefined,
  files: FileSystem,
): Promise<Worktree | undefined> {
  const path = known ?? (basename(common) === '.git' ? dirname(common) : undefined);
  return path === undefined
    ? undefined
    : { path, head: await headOf(common, files), linked: false };
}

async function linkedAt(folder: string, files: FileSystem): Promise<Worktree | undefined> {
  const dotGit = (await readLine(join(folder, 'gitdir'), files))?.trimEnd();
  if (dotGit === undefined) return undefined;
  const path = await files.realPath(dirname(dotGit)).catch(() => undefined);
  return path === undefined ? undefined : { path, head: await headOf(folder, files), linked: true };
}

async function headOf(folder: string, files: FileSystem): Promise<string> {
  const head = (await readLine(join(folder, 'HEAD'), files))?.trim() ?? '';
  return head.startsWith('ref: ') ? head.slice(5).replace(/^refs\/heads\//, '') : head.slice(0, 8);
}
