import { addTo, folderOf, foldersUp } from '../packages.js';
import type { Findings, FolderReading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import type { KeptServers } from './kept-servers.js';

/**
 * Why a URL stays that speaks of a server beside it: only compose files of other folders publish the
 * number, as in a repository of examples, and nothing says where its own server listens. So it is of
 * the clients in a realm of Keycloak, and of what Playwright starts itself.
 * @param sites those that may move.
 */
export function foreignReasons(
  findings: ReadonlyMap<string, Findings>,
  sites: readonly Site[],
  kept: KeptServers,
): (site: Site) => string | undefined {
  const publishers = new Map<number, Site[]>();
  const listening = new Set<number>();
  for (const site of sites) {
    if (site.role === 'publish') addTo(publishers, site.port, site);
    if (site.role === 'listen' || site.mayServe === true) listening.add(site.port);
  }
  const isStarted = ({ rule, file }: Site): boolean =>
    rule.startsWith('playwright.') && (findings.get(file)?.starts.length ?? 0) > 0;
  return (site) => {
    if (!site.rule.startsWith('keycloak.') && !isStarted(site)) return undefined;
    const [first, ...others] = publishers.get(site.port) ?? [];
    const isStated = listening.has(site.port) || kept.of(site) !== undefined;
    if (first === undefined || isStated) return undefined;
    if ([first, ...others].some((each) => isNear(each, site, findings))) return undefined;
    return `${placeText(first)} publishes the number for what stands in its folder, and no file says where the server listens that is meant here`;
  };
}

/** Its compose file stands around, or one beside that holds what speaks of it. */
function isNear(
  { file: publisher }: Site,
  { file }: Site,
  findings: ReadonlyMap<string, Findings>,
): boolean {
  if (foldersUp(folderOf(file)).includes(folderOf(folderOf(publisher)))) return true;
  const held = findings.get(publisher)?.folders ?? [];
  return held.some(({ folder }: FolderReading) => file === folder || file.startsWith(`${folder}/`));
}
