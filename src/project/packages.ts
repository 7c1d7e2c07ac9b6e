import { posix } from 'node:path';

/** The folder of a path; the root is the empty text. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** The folder itself and those above it, nearest first, the root last. */
export function foldersUp(folder: string): string[] {
  const found = [folder];
  while (found.at(-1) !== '') found.push(folderOf(found.at(-1) ?? ''));
  return found;
}

/** Which package a file belongs to: the nearest folder with a `package.json`, else the root. */
export function packageFinder(paths: Iterable<string>): (path: string) => string {
  const packages = new Set<string>();
  for (const path of paths) {
    if (path === 'package.json' || path.endsWith('/package.json')) packages.add(folderOf(path));
  }
  return (path) => foldersUp(folderOf(path)).find((folder) => packages.has(folder)) ?? '';
}

/** A path that a file names, from the project's root. */
export function fromFile(file: string, path: string): string {
  return posix.normalize(posix.join(folderOf(file), path));
}

export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Shallow before deep, plain before variant (`compose.yaml`, `compose.override.yaml`), then by name. */
export function comparePaths(a: string, b: string): number {
  const depth = a.split('/').length - b.split('/').length;
  if (depth !== 0) return depth;
  const folders = compareTexts(folderOf(a), folderOf(b));
  return folders || a.length - b.length || compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
