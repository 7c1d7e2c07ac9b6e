import { addToSet, folderOf } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { joinedProjects } from './joined-projects.js';
import type { Scopes } from './scope.js';

/** What containers of one compose project are told, by their services and by env files. */
interface Told {
  readonly byServices: ReadonlySet<string>;
  /** The files that set a variable. */
  readonly byFiles: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Whether a number of an env file is one of this machine to whoever loads the file: SMTP_PORT beside
 * SMTP_HOST=localhost. A container could mean nothing but itself by it; unless it is told another
 * host, by a service of its project or by another file that one of them loads.
 *
 * @returns of a number, and of the compose file that hands it on.
 */
export function onItself(
  findings: ReadonlyMap<string, Findings>,
  scopes: Scopes,
): (site: Site, giver: string) => boolean {
  const told = new Map<string, Told>();
  for (const { folders, files } of joinedProjects(findings)) {
    const all = toldIn(files, scopes);
    for (const folder of folders) told.set(folder, all);
  }
  return ({ file, hostIn }, giver) => {
    const { byServices, byFiles } = told.get(folderOf(giver)) ?? NOBODY;
    if (hostIn === undefined || byServices.has(hostIn)) return false;
    return [...(byFiles.get(hostIn) ?? [])].every((each) => each === file);
  };
}

const NOBODY: Told = { byServices: new Set(), byFiles: new Map() };

function toldIn(project: readonly Findings[], scopes: Scopes): Told {
  const byFiles = new Map<string, Set<string>>();
  const paths = new Set(project.flatMap(({ envFiles }) => envFiles.map(({ path }) => path)));
  for (const path of paths) {
    const definitions = scopes.filesAt(path).flatMap((each) => scopes.definitions(each));
    for (const { variable, file } of definitions) addToSet(byFiles, variable, file);
  }
  return { byServices: new Set(project.flatMap((each) => each.told)), byFiles };
}
