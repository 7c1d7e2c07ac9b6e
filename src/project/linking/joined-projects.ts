import { addTo, addToSet, folderOf, foldersUp } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import { closure } from './service-ports.js';

/** Files that hand something on to containers which may run together. */
export interface JoinedProject {
  readonly folders: readonly string[];
  readonly files: readonly Findings[];
}

/**
 * Compose files of one folder are one project, or variants of one, and so are those below it; what
 * one of them includes or extends is a part of it.
 */
export function joinedProjects(findings: ReadonlyMap<string, Findings>): JoinedProject[] {
  const files = new Map<string, Findings[]>();
  for (const [path, found] of findings)
    if (found.envFiles.length + found.told.length + found.names.length > 0)
      addTo(files, folderOf(path), found);
  const homeOf = (folder: string): string =>
    foldersUp(folder).findLast((each) => files.has(each)) ?? folder;
  const below = new Map<string, Set<string>>();
  for (const folder of files.keys()) addToSet(below, homeOf(folder), folder);
  const next = new Map<string, string[]>();
  for (const [folder, all] of files)
    for (const { path } of all.flatMap(({ names }) => names)) {
      const [from, to] = [homeOf(folder), homeOf(folderOf(path))];
      addTo(next, from, to);
      addTo(next, to, from);
    }
  const seen = new Set<string>();
  return [...below.keys()].flatMap((home) => {
    if (seen.has(home)) return [];
    const homes = [...closure(home, next)];
    for (const each of homes) seen.add(each);
    const folders = homes.flatMap((each) => [...(below.get(each) ?? [])]);
    return { folders, files: folders.flatMap((each) => files.get(each) ?? []) };
  });
}
