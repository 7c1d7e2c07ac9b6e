import { addTo, folderOf } from '../packages.js';
import type { Candidate } from './candidate.js';
import type { Places } from './groups.js';

// What states one number in one package, and is several ports all the same.

/** One module alone is as good as its package: what stands outside of it speaks of its server. */
export function splitByModule(
  members: readonly Candidate[],
  places: Pick<Places, 'packageOf' | 'moduleOf'>,
): { readonly folder: string; readonly part: readonly Candidate[] }[] {
  const byModule = new Map<string, Candidate[]>();
  for (const member of members) addTo(byModule, places.moduleOf(member.site.file), member);
  const [first] = members;
  const folder = first === undefined ? '' : places.packageOf(first.site.file);
  const modules = [...byModule.keys()].filter((each) => each !== folder);
  if (modules.length < 2) return [{ folder, part: members }];
  return [...byModule].map(([module, part]) => ({ folder: module, part }));
}

/**
 * TCP and UDP are two ports, unless one thing must have both: a variable, or the two mappings of
 * one service to one target (DNS, HTTP/3). What names no protocol goes with TCP where there is one.
 */
export function splitByProtocol(members: readonly Candidate[]): Candidate[][] {
  const isUdp = ({ protocols }: Candidate) => protocols.has('udp') && !protocols.has('tcp');
  const udp = members.filter(isUdp);
  const rest = members.filter((member) => !isUdp(member));
  const tcp = rest.filter(({ protocols }) => protocols.has('tcp'));
  const apart =
    tcp.length > 0 && !members.some(({ protocols }) => protocols.size > 1) && !haveTwins(udp, tcp);
  return (apart ? [rest, udp] : [[...rest, ...udp]]).filter((part) => part.length > 0);
}

/**
 * What keeps a mapping where it is says nothing of a mapping in another file that happens to publish
 * the same number, where nothing else speaks of that. It may move, unless the two are one mapping,
 * which compose merges.
 */
export function splitByProject(
  members: readonly Candidate[],
  spokenOf: ReadonlySet<number>,
): (readonly Candidate[])[] {
  if (members.some(({ site }) => spokenOf.has(site.port))) return [members];
  const kept = members.filter(({ blocked }) => blocked !== undefined).map(({ site }) => site);
  const mappings = kept.filter(({ twin }) => twin !== undefined).map(mappingOf);
  const files = new Set([...kept, ...mappings].map(({ file }) => file));
  const folders = new Set([...files].map(folderOf));
  const targets = new Set(mappings.map(({ target }) => target));
  const free = members.filter(({ site }) => {
    const isMapping = site.rule.startsWith('compose.ports.') && site.variable === undefined;
    if (!isMapping || files.has(site.file)) return false;
    const isBeside = folders.has(folderOf(site.file));
    return !isBeside || !targets.has(mappingOf(site).target);
  });
  if (kept.length === 0 || free.length === 0) return [members];
  const apart = new Set(free);
  return [members.filter((member) => !apart.has(member)), free];
}

interface Mapping {
  /** The compose file that has it. */
  readonly file: string;
  readonly service: string;
  /** The service and the container's port that it leads to. */
  readonly target: string;
}

export function mappingOf({ twin = '' }: { readonly twin?: string | undefined }): Mapping {
  const words = twin.split(' ');
  const [service = ''] = words.slice(-2);
  return { file: words.slice(0, -2).join(' '), service, target: words.slice(-2).join(' ') };
}

function haveTwins(a: readonly Candidate[], b: readonly Candidate[]): boolean {
  const twins = new Set(a.flatMap(({ site }) => site.twin ?? []));
  return b.some(({ site }) => site.twin !== undefined && twins.has(site.twin));
}
