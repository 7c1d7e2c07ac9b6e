import { posix } from 'node:path';

/** The folder of a path; the root is the empty text. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** Its name: what stands behind the last slash. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a name has after its last dot, in lower case; the empty text where it has none. */
export function endingOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot === -1 || path.indexOf('/', dot) !== -1 ? '' : path.slice(dot + 1).toLowerCase();
}

/** The folder itself and those above it, nearest first, the root last. */
export function foldersUp(folder: string): string[] {
  const found = [folder];
  while (found.at(-1) !== '') found.push(folderOf(found.at(-1) ?? ''));
  return found;
}

const PACKAGE = /^package\.json$/;
/** What others describe a part of a project with: Nx, Maven, Gradle, .NET, Go, Python, Rust. */
const MODULE =
  /^(package\.json|project\.json|pom\.xml|build\.gradle(\.kts)?|[^/]+\.(cs|fs|vb)proj|go\.mod|pyproject\.toml|Cargo\.toml)$/;

/** Which package a file belongs to: the nearest folder with a `package.json`, else the root. */
export function packageFinder(paths: Iterable<string>): (path: string) => string {
  return nearestOf(foldersWith(PACKAGE, paths));
}

/** `{ "type": "commonjs" }`, which says of a folder of a package how its modules are written. */
export function isTypeMarker(path: string, text: string): boolean {
  return (
    path.endsWith('package.json') &&
    /^\s*\{\s*"type"\s*:\s*"(?:commonjs|module)"\s*\}\s*$/.test(text)
  );
}

/** The folders of all parts of packages: those that have a manifest of any ecosystem. */
export function moduleFolders(paths: Iterable<string>): Set<string> {
  return foldersWith(MODULE, paths);
}

/** @param manifest matches the name of the file that describes one. */
function foldersWith(manifest: RegExp, paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    if (manifest.test(nameOf(path))) folders.add(folderOf(path));
  }
  return folders;
}

/** Which of the folders a file belongs to: the nearest above it, else the root. */
export function nearestOf(folders: ReadonlySet<string>): (path: string) => string {
  const known = new Map([['', '']]);
  const nearest = (folder: string): string => {
    const found = known.get(folder) ?? (folders.has(folder) ? folder : nearest(folderOf(folder)));
    known.set(folder, found);
    return found;
  };
  return (path) => nearest(folderOf(path));
}

/** `apps/web` of a file in `apps/web-e2e`, which is what such a part of a project tests. */
export function testedFolder(path: string): string | undefined {
  return /^(?:.{0,400}\/)?[^/]{1,100}(?=-e2e\/)/.exec(path)?.[0];
}

/** Adds to the list that a key has. */
export function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Sets what a key has not yet. */
export function setOnce<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}

/** Adds to the set that a key has. */
export function addToSet<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
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
  if (a === b) return 0;
  return compareKeys(keyOf(a), keyOf(b));
}

/** In the order of `comparePaths`; each path is looked at once, and not at every comparison. */
export function sortByPath<T>(items: Iterable<T>, pathOf: (item: T) => string): T[] {
  return Array.from(items, (item) => ({ item, key: keyOf(pathOf(item)) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ item }) => item);
}

interface PathKey {
  readonly path: string;
  readonly folder: string;
  readonly depth: number;
}

function keyOf(path: string): PathKey {
  let depth = 0;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) depth += 1;
  return { path, folder: folderOf(path), depth };
}

function compareKeys(a: PathKey, b: PathKey): number {
  if (a.depth !== b.depth) return a.depth - b.depth;
  const folders = compareTexts(a.folder, b.folder);
  return folders || a.path.length - b.path.length || compareTexts(a.path, b.path);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
