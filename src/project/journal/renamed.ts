import { join } from 'node:path';
import { addTo } from '../packages.js';
import { type FileSystem, statIfThere } from '../writing/file-system.js';
import { relativePath } from '../writing/inside.js';
import type { EditedFile } from './entry.js';
import { type Folder, foldersFrom } from './folders.js';
import { sha256 } from './hunks.js';

/**
 * Where files are now that were renamed since they were edited, or lie in a folder that was: each has
 * the very bytes that were written, and none of the project's other files has. What was changed as
 * well, or is there as a copy too, is left to whoever did that.
 * @param root real path of the project.
 * @param lost whose bytes are not in their place any more.
 * @param known absolute paths of files that a journal speaks of: none of those was renamed.
 * @returns paths from the root.
 */
export async function findRenamed(
  root: string,
  lost: readonly EditedFile[],
  known: ReadonlySet<string>,
  files: FileSystem,
): Promise<ReadonlyMap<EditedFile, string>> {
  const wanted = new Map<string, EditedFile[]>();
  for (const file of lost) if (file.size !== undefined) addTo(wanted, file.after, file);
  const renamed = new Map<EditedFile, string>();
  if (wanted.size === 0) return renamed;
  const found = await filesLike(root, [...wanted.values()].flat(), known, files);
  for (const [hash, group] of wanted) {
    const paths = found.get(hash) ?? [];
    // Which of them is which makes no difference where all of them were alike before.
    if (paths.length !== group.length || new Set(group.map(({ before }) => before)).size > 1)
      continue;
    for (const [at, file] of group.entries()) renamed.set(file, paths[at] as string);
  }
  return renamed;
}

/** SHA-256 → paths from the root, of files that have the size of one that is looked for. */
async function filesLike(
  root: string,
  lost: readonly EditedFile[],
  known: ReadonlySet<string>,
  files: FileSystem,
): Promise<Map<string, string[]>> {
  const sizes = new Set(lost.map(({ size }) => size));
  const found = new Map<string, string[]>();
  for (const { path: folder, entries } of foldersFrom(root, isOfThisProject)) {
    for (const { name } of entries.filter((entry) => entry.isFile())) {
      const path = join(folder, name);
      const below = relativePath(root, path);
      if (below === undefined || known.has(path)) continue;
      const looks = await statIfThere(path, files).catch(() => undefined);
      if (!looks?.isFile() || !sizes.has(looks.size)) continue;
      const bytes = await files.read(path).catch(() => undefined);
      if (bytes !== undefined) addTo(found, sha256(bytes), below);
    }
  }
  return found;
}

/** Another checkout keeps a journal of its own. */
function isOfThisProject({ entries }: Folder): boolean {
  return entries.every(({ name }) => name !== '.git');
}
