import { folderOf } from '../packages.js';
import type { BoundNumber } from '../sites/bound.js';
import type { Findings, FolderReading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { isNamedAfter } from './contained-servers.js';
import { mappingOf } from './splits.js';

/**
 * What source code of the project listens on, where it is a container of something else that
 * publishes the number, as of a released image: the program is started by hand.
 * @param sites those that may move.
 * @param staying what listens on a default, source code too that takes it without its variable.
 */
export function nativeServers(
  findings: ReadonlyMap<string, Findings>,
  sites: readonly Site[],
  staying: readonly Site[],
): BoundNumber[] {
  const moving = new Set(sites.flatMap(({ role, port }) => (role === 'listen' ? port : [])));
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
  const bound = [...all.flatMap((each) => each.bound), ...implied].filter(
    ({ port }) => published.has(port) && !moving.has(port),
  );
  const folders = bound.length === 0 ? [] : all.flatMap((each) => each.folders);
  return bound.filter(
    ({ file, port }) =>
      !folders.some((each) => holds(each, file) && publishing.has(keyOf(each, port))),
  );
}

function keyOf({ file, service }: Pick<FolderReading, 'file' | 'service'>, port: number): string {
  return `${folderOf(file)} ${service} ${port}`;
}

function holds({ folder, how }: FolderReading, file: string): boolean {
  if (isNamedAfter(how)) return folderOf(file).split('/').includes(folder);
  return folder === '' || file.startsWith(`${folder}/`);
}
