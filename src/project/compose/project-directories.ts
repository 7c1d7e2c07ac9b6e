import type { ReadFiles } from '../discovery/reading.js';
import { compose } from '../files/compose/compose.js';
import { addToSet, folderOf, foldersUp, fromFile, joinPath, nameOf } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import type { SourceFile } from '../writing/source-file.js';
import { composeCommands, startsOf, withoutRoot } from './commands.js';
import { directoryOf, filesOf } from './file-flags.js';

/**
 * Paths in a compose file count from the folder of its project: the one that a command says, or that
 * of the first file which it names. What each file holds and loads from there is added to what it
 * does from its own folder, as nobody knows which commands are run.
 */
export function settleDirectories(
  { sources, findings }: ReadFiles,
  listed: ReadonlySet<string>,
): void {
  for (const [path, folders] of projectDirectories(sources, findings, listed)) {
    const source = sources.get(path);
    const found = findings.get(path);
    if (source === undefined || found === undefined) continue;
    const more = [...folders].map((folder) => findFrom(source, folder));
    findings.set(path, {
      ...found,
      envFiles: [...found.envFiles, ...more.flatMap(({ envFiles }) => envFiles)],
      folders: [...found.folders, ...more.flatMap((each) => each.folders)],
      givenPorts: [...found.givenPorts, ...more.flatMap(({ givenPorts }) => givenPorts)],
    });
  }
}

/** A file is read once more for each of them. */
const MOST_FOLDERS = 8;

type Named = Pick<Findings, 'envFiles' | 'folders' | 'givenPorts'>;

/** What a file would name if it stood in another folder. */
function findFrom(source: SourceFile, folder: string): Named {
  const { path: file } = source;
  const { envFiles, folders, givenPorts } = compose.find({
    ...source,
    path: joinPath(folder, nameOf(file)),
  });
  return {
    envFiles: envFiles.map((each) => ({ ...each, file })),
    folders: folders.map((each) => ({ ...each, file })),
    givenPorts: givenPorts.map((each) => ({ ...each, file })),
  };
}

/** By compose file, the folders of projects in which it is run, other than its own. */
function projectDirectories(
  sources: ReadonlyMap<string, SourceFile>,
  findings: ReadonlyMap<string, Findings>,
  listed: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const directories = new Map<string, Set<string>>();
  const isCompose = (path: string): boolean => findings.get(path)?.reader === 'compose';
  const add = (paths: readonly string[], said?: string): void => {
    const [first] = paths;
    const folder = said ?? (first === undefined ? '..' : folderOf(first));
    if (folder.startsWith('..')) return;
    for (const path of paths) {
      const isFull = (directories.get(path)?.size ?? 0) >= MOST_FOLDERS;
      if (folderOf(path) !== folder && !isFull) addToSet(directories, path, folder);
    }
  };
  for (const source of sources.values()) {
    for (const { words } of composeCommands(source)) {
      const named = filesOf(words).map(withoutRoot);
      const said = directoryOf(words);
      if (named.length === 0 || said?.includes('$')) continue;
      for (const start of startsOf(source)) {
        const paths = named.map((file) => fromFile(start, file)).filter(isCompose);
        add(paths, said === undefined ? undefined : folderFrom(start, said));
      }
    }
  }
  const exists = existsIn(listed);
  for (const [path, found] of findings) {
    add(found.composeFiles.filter(isCompose));
    const above = isCompose(path) ? folderAbove(path, found, exists) : undefined;
    if (above !== undefined) add([path], above);
  }
  return directories;
}

function folderFrom(start: string, folder: string): string {
  return folderOf(fromFile(start, `${folder}/x`));
}

/**
 * `./suites/db/init`, in `suites/db/compose.yaml`: nothing that it names lies below its own folder,
 * and what it names lies below one above, from where a program runs it.
 */
function folderAbove(
  path: string,
  { folders, envFiles }: Findings,
  exists: (path: string) => boolean,
): string | undefined {
  const own = folderOf(path);
  if (own === '') return undefined;
  const all = [...folders.map(({ folder }) => folder), ...envFiles.map((each) => each.path)];
  const below = all.flatMap((each) =>
    each.startsWith(`${own}/`) ? each.slice(own.length + 1) : [],
  );
  const deep = below.filter((each) => each.includes('/'));
  if (deep.length === 0 || below.some((each) => exists(joinPath(own, each)))) return undefined;
  return foldersUp(folderOf(own)).find((folder) =>
    deep.some((each) => exists(joinPath(folder, each))),
  );
}

/** Whether a file or a folder of the project is there. */
function existsIn(listed: ReadonlySet<string>): (path: string) => boolean {
  let folders: ReadonlySet<string> | undefined;
  return (path) => {
    if (listed.has(path)) return true;
    folders ??= new Set([...listed].flatMap((each) => foldersUp(folderOf(each))));
    return folders.has(path);
  };
}
