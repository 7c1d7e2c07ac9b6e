import { addTo, folderOf, foldersUp } from '../packages.js';
import type { Candidate } from './candidate.js';
import type { Group } from './groups.js';
import { mappingOf } from './splits.js';

/** What one number comes to in the compose projects of a repository. */
export interface Homes {
  /** Of each project that keeps it, what speaks of it there. */
  readonly kept: readonly (readonly Candidate[])[];
  /** What speaks of it in all others. */
  readonly free: readonly Candidate[];
}

/**
 * What keeps a port in one compose project says nothing of the others that publish the same number,
 * as long as all that speaks of it stands in the folder of one of them. Projects in the folder of
 * another one are that one's: they may be its variants.
 */
export function homesOf({ members }: Group): Homes | undefined {
  const mappings = members.filter(({ site }) => site.twin !== undefined);
  const folders = new Set(mappings.map(({ site }) => folderOf(mappingOf(site).file)));
  if (folders.size < 2 || folders.has('')) return undefined;
  const byHome = new Map<string, Candidate[]>();
  for (const member of members) {
    const home = foldersUp(folderOf(member.site.file)).findLast((each) => folders.has(each));
    if (home === undefined) return undefined;
    addTo(byHome, home, member);
  }
  const homes = [...byHome.values()];
  const kept = homes.filter((home) => home.some(({ blocked }) => blocked !== undefined));
  const free = homes.filter((home) => !kept.includes(home)).flat();
  return free.length === 0 || areTied(kept.flat(), free) ? undefined : { kept, free };
}

/** One variable is one port, wherever it is read. */
function areTied(kept: readonly Candidate[], free: readonly Candidate[]): boolean {
  const variables = new Set(kept.flatMap(({ site }) => site.variable ?? []));
  return free.some(({ site }) => variables.has(site.variable ?? ''));
}
