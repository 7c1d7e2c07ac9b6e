import { folderOf, foldersUp } from '../packages.js';
import type { OwnDefault } from '../sites/bound.js';
import type { Findings, FolderReading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { isNamedAfter } from './contained-servers.js';
import type { GatherOptions } from './gather-options.js';
import { mappingOf } from './splits.js';

/** What is known of source code besides what was found in files that are read. */
interface Sources extends Pick<GatherOptions, 'ownDefaults' | 'isByHand'> {
  /** What listens on a default, source code too that takes it without its variable. */
  readonly staying: readonly Site[];
}

/**
 * What source code of the project listens on, where it is a container of something else that
 * publishes the number, as of a released image: the program is started by hand. So it may be where
 * it is its own container, and a script of its package starts it as well.
 * @param sites those that may move.
 */
export function nativeServers(
  findings: ReadonlyMap<string, Findings>,
  sites: readonly Site[],
  { staying, ownDefaults = [], isByHand = () => false }: Sources,
): OwnDefault[] {
  const moving = new Set<number>(
    sites.flatMap(({ role, port }) => (role === 'listen' ? port : [])),
  );
  const publishing = new Set<string>();
  const published = new Set<number>();
  for (const site of sites) {
    if (site.role !== 'publish') continue;
    published.add(site.port);
    const { file, target } = mappingOf(site);
    const [service = ''] = target.split(' ');
    publishing.add(keyOf({ file, service }, site.port));
  }
  const all = [...findings.values()];
  const implied = staying.filter(({ rule }) => rule === 'source.implied');
  const isTold = toldTheirPort(all);
  const own = [
    ...all.flatMap((each) => each.bound),
    ...implied,
    ...ownDefaults.filter(({ file }) => !isTold(file)),
  ].filter(({ port }) => published.has(port) && !moving.has(port));
  const folders = own.length === 0 ? [] : all.flatMap((each) => each.folders);
  return own.filter(
    ({ file, port }) =>
      isByHand(file) ||
      !folders.some((each) => holds(each, file) && publishing.has(keyOf(each, port))),
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

function keyOf({ file, service }: Pick<FolderReading, 'file' | 'service'>, port: number): string {
  return `${folderOf(file)} ${service} ${port}`;
}

function holds({ folder, how }: FolderReading, file: string): boolean {
  if (isNamedAfter(how)) return folderOf(file).split('/').includes(folder);
  return folder === '' || file.startsWith(`${folder}/`);
}
