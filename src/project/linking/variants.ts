import { folderOf, foldersUp, nameOf } from '../packages.js';
import type { Site } from '../sites/site.js';
import type { Fitting } from './group-index.js';
import type { Group, Places } from './groups.js';
import { isPublishedAround } from './joined.js';
import { mappingOf } from './splits.js';

/** Each of ten thousand URLs may speak of a number that a thousand packages have. */
const MOST_CHAPTERS = 64;

/**
 * The server beside a site, where others of the number are the same one in another place: the
 * chapters of a course each have their own copy of all parts, and the containers made of them.
 *
 * @param near the port of the package, which what stands in a folder of its own need not mean.
 */
export function besideVariants(
  site: Site,
  near: Group | undefined,
  { groups }: Fitting,
  { moduleOf }: Pick<Places, 'moduleOf'>,
): Group | undefined {
  if (groups.length < 2 || groups.length > MOST_CHAPTERS) return undefined;
  if (groups.some((group) => serversOf(group).length > MOST_CHAPTERS)) return undefined;
  const above = foldersUp(folderOf(site.file)).filter((folder) => folder !== '');
  const atOf = (group: Group): number => {
    const folders = new Set(serversOf(group).flatMap(({ file }) => foldersUp(folderOf(file))));
    const at = above.findIndex((folder) => folders.has(folder));
    return at === -1 ? above.length : at;
  };
  const [first, second] = groups
    .map((group) => ({ group, at: atOf(group) }))
    .sort((a, b) => a.at - b.at);
  if (first === undefined || first.at === second?.at || first.group === near) return undefined;
  if (groups.some((group) => group !== first.group && isAround(group, site))) return undefined;
  const names = namesOf(first.group, moduleOf);
  const areVariants = groups.every((group) =>
    [...namesOf(group, moduleOf)].some((name) => names.has(name)),
  );
  return areVariants ? first.group : undefined;
}

/** A server of it stands in a folder above, or is published by what stands beside the rest. */
function isAround(group: Group, site: Site): boolean {
  const above = new Set(foldersUp(folderOf(site.file)));
  return (
    isPublishedAround(group, site) || serversOf(group).some(({ file }) => above.has(folderOf(file)))
  );
}

function serversOf({ members }: Group): Site[] {
  return members.map(({ site }) => site).filter(({ role }) => role !== 'refer');
}

/** What the folder of a server is called, or the service that publishes it. */
function namesOf(group: Group, moduleOf: Places['moduleOf']): Set<string> {
  const names = serversOf(group).map((site) =>
    site.twin === undefined ? nameOf(moduleOf(site.file)) : mappingOf(site).service,
  );
  return new Set(names.filter((name) => name !== ''));
}
