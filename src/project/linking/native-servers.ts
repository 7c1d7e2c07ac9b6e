import { folderOf, foldersUp } from '../packages.js';
import type { OwnDefault } from '../sites/bound.js';
import type { Findings, FolderReading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { isNamedAfter } from './contained-servers.js';
import type { GatherOptions } from './gather-options.js';
import type { Published } from './published.js';

/** What is known of servers, and of source code besides what was found in files that are read. */
interface KnownServers extends Pick<GatherOptions, 'ownDefaults' | 'isByHand'> {
  /** What listens on a default, source code too that takes it without its variable. */
  readonly staying: readonly Site[];
  /** Those that may move. */
  readonly sites: readonly Site[];
  readonly published: Published;
}

/**
 * What source code of the project listens on, where it is a container of something else that
 * publishes the number, as of a released image: the program is started by hand. So it may be where
 * it is its own container, and a script of its package starts it as well.
 */
export function nativeServers(
  findings: ReadonlyMap<string, Findings>,
  { sites, published, staying, ownDefaults = [], isByHand = () => false }: KnownServers,
): OwnDefault[] {
  const numbers = (role: Site['role']): ReadonlySet<number> =>
    new Set(sites.flatMap((site) => (site.role === role ? site.port : [])));
  const moving = numbers('listen');
  const publishing = numbers('publish');
  const all = [...findings.values()];
  const implied = staying.filter(({ rule }) => rule === 'source.implied');
  const isTold = toldTheirPort(all);
  const own = [
    ...all.flatMap((each) => each.bound),
    ...implied,
    ...ownDefaults.filter(({ file }) => !isTold(file)),
  ].filter(({ port }) => publishing.has(port) && !moving.has(port));
  const folders = own.length === 0 ? [] : all.flatMap((each) => each.folders);
  return own.filter(
    ({ file, port }) =>
      isByHand(file) ||
      !folders.some((each) => holds(each, file) && published.has(each.file, each.service, port)),
  );
}

/** An env file beside it, or above, sets PORT: that says where it listens. */
function toldTheirPort(findings: readonly Findings[]): (path: string) => boolean {
  const told = findings
    .flatMap(({ definitions }) => definitions)
    .filter(({ variable }) => variable === 'PORT');
  const folders = new Set(told.map(({ file }) => folderOf(file)));
  return (path) => foldersUp(folderOf(path)).some((folder) => folders.has(folder));
}

function holds({ folder, how }: FolderReading, file: string): boolean {
  if (isNamedAfter(how)) return folderOf(file).split('/').includes(folder);
  return folder === '' || file.startsWith(`${folder}/`);
}
