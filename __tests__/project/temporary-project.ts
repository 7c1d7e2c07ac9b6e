import {
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { FileChange } from '../../src/project/writing/change.js';
import { applyEdits, type Edit } from '../../src/project/writing/edit.js';
import { decodeSource } from '../../src/project/writing/source-file.js';

const made: string[] = [];

/** A new folder with files in it: path → contents. */
export async function temporaryProject(
  files: Readonly<Record<string, string | Buffer>> = {},
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'portkeeper-project-'));
  made.push(root);
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
  return root;
}

/** A symbolic link; where nobody may make one, as on Windows, a file with the same bytes. */
export async function linkOrCopy(target: string, path: string): Promise<void> {
  await symlink(target, path).catch(() => undefined);
  const isThere = await lstat(path).catch(() => undefined);
  if (isThere === undefined) await copyFile(join(dirname(path), target), path);
}

/** Makes the root look like the top of a git work tree, as far as it matters. */
export async function initGit(root: string): Promise<void> {
  await mkdir(join(root, '.git', 'objects'), { recursive: true });
  await writeFile(join(root, '.git', 'HEAD'), 'ref: refs/heads/main\n');
}

export async function removeProjects(): Promise<void> {
  for (const root of made.splice(0)) await rm(root, { recursive: true, force: true });
}

/** Everything below a folder: path → kind, mode and bytes. */
export async function snapshot(root: string): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  const found = await readdir(root, { recursive: true });
  for (const name of found.map((one) => one.split(sep).join('/')).sort()) {
    const path = join(root, name);
    const looks = await lstat(path);
    const mode = (looks.mode & 0o7777).toString(8);
    if (looks.isSymbolicLink()) result[name] = `link ${await readlink(path)}`;
    else if (looks.isDirectory()) result[name] = `folder ${mode}`;
    else
      result[name] =
        `file ${mode} ${looks.uid}:${looks.gid} ${(await readFile(path)).toString('latin1')}`;
  }
  return result;
}

/** A change that replaces every occurrence of some texts. */
export async function changeOf(
  root: string,
  path: string,
  replacements: Readonly<Record<string, string>>,
): Promise<FileChange> {
  const before = decodeSource(path, await readFile(join(root, path)));
  if (before === undefined) throw new Error(`${path} is binary`);
  const edits: Edit[] = Object.entries(replacements).flatMap(([from, to]) =>
    [...before.text.matchAll(new RegExp(from, 'g'))].map(({ index }) => ({
      start: index,
      end: index + from.length,
      text: to,
    })),
  );
  edits.sort((a, b) => a.start - b.start);
  return { path, before, edits, after: applyEdits(before.text, edits), places: [] };
}
