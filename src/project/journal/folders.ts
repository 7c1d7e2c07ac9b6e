import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that are looked at for what was renamed. */
const MAX_FOLDERS = 20_000;

export interface Folder {
  readonly path: string;
  readonly entries: readonly Dirent[];
}

/**
 * A folder, and those below it, the nearest first; not what git and package managers keep.
 * @param isEntered of those below; by default all of them are.
 */
export function* foldersFrom(
  top: string,
  isEntered: (folder: Folder) => boolean = () => true,
): Generator<Folder> {
  const queue = [top];
  for (let at = 0; at < Math.min(queue.length, MAX_FOLDERS); at += 1) {
    const path = queue[at] as string;
    const folder = { path, entries: entriesIn(path) };
    if (at > 0 && !isEntered(folder)) continue;
    yield folder;
    queue.push(...foldersIn(folder));
  }
}

function entriesIn(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

function foldersIn({ path, entries }: Folder): string[] {
  return entries
    .filter((one) => one.isDirectory() && !['.git', 'node_modules'].includes(one.name))
    .map(({ name }) => join(path, name));
}
