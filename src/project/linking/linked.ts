import type { PortNumber } from '../../ports/index.js';
import { comparePaths } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import { leave } from '../sites/leave.js';
import { blockedReason, outsideReason } from '../sites/reasons.js';
import type { FilePlace, LeftAlone, LogicalPort, Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import { freeServers, type Group } from './groups.js';
import type { Joined } from './joined.js';
import type { Links } from './link.js';
import { nameGroups, variablesOf } from './names.js';

export interface Linked {
  readonly ports: readonly LogicalPort[];
  readonly external: readonly (LogicalPort & { readonly assigned: PortNumber })[];
  readonly leftAlone: readonly LeftAlone[];
  /** Variables that must not be set for all programs: they mean several things in the project. */
  readonly ambiguousVariables: readonly string[];
}

/** The outcome of linking as the rest of the program knows it: named, sorted, with reasons. */
export function describeLinks(links: Links, findings: ReadonlyMap<string, Findings>): Linked {
  const { candidates, groups, external, blocks } = links;
  const blocked = groups.filter(({ blocked }) => blocked !== undefined);
  const free = sortGroups(groups.filter((group) => group.blocked === undefined));
  const given = [...external.values()].map(({ name }) => name);
  const variables = new Set(allVariables(findings));
  const names = nameGroups([...free, ...blocked], {
    given,
    variables,
    unusable: candidates.pinned,
  });
  const staying = new Map<number, FilePlace>(candidates.staying.map((each) => [each.port, each]));
  const toPort = portMaker(candidates.pinned);
  return {
    ports: free.map((group) => {
      const { first, offset = 0 } = blocks.get(group) ?? {};
      const port = toPort(group, names.get(group) ?? '');
      return first ? { ...port, block: { name: names.get(first) ?? '', offset } } : port;
    }),
    external: [...external].map(([group, { name, assigned }]) => ({
      ...toPort(group, name),
      assigned,
    })),
    leftAlone: [
      ...candidates.leftAlone,
      ...blocked.flatMap(blockedSites),
      ...links.unclear.map(({ site, joined }) => ({
        ...leave(site, unclearReason(site, joined, { names, staying })),
        matters: 'where it moves' as const,
      })),
    ].sort(comparePlaces),
    ambiguousVariables: [...ambiguousVariables(links)].sort(),
  };
}

/** Makes ports of groups in turn; a variable of several is listed with the first alone. */
function portMaker(pinned: ReadonlySet<string>): (group: Group, name: string) => LogicalPort {
  const owners = new Map<string, Group>();
  return (group, name) => {
    const variables = variablesOf(group).filter((variable) => {
      if (pinned.has(variable) || (owners.get(variable) ?? group) !== group) return false;
      owners.set(variable, group);
      return true;
    });
    const protocols = [...(group.protocols.size > 0 ? group.protocols : ['tcp' as const])].sort();
    const sites = group.members.map(({ site }) => site).sort(comparePlaces);
    return {
      name,
      protocols,
      sites,
      variables,
      ...(group.port === undefined ? {} : { port: group.port }),
    };
  };
}

/** Variables that state several ports, or a port and what is none. */
function ambiguousVariables({ candidates, groups, external, unclear }: Links): Set<string> {
  const ambiguous = new Set<string>();
  const owners = new Map<string, Group>();
  for (const group of [...groups, ...external.keys()]) {
    for (const variable of [variablesOf(group), group.name ?? []].flat()) {
      const isOther = (owners.get(variable) ?? group) !== group;
      if (isOther || candidates.pinned.has(variable)) ambiguous.add(variable);
      owners.set(variable, group);
    }
  }
  for (const { variable } of [...unclear.map(({ site }) => site), ...candidates.dropped]) {
    if (variable !== undefined && owners.has(variable)) ambiguous.add(variable);
  }
  return ambiguous;
}

function allVariables(findings: ReadonlyMap<string, Findings>): string[] {
  return [...findings.values()].flatMap(({ definitions, readings, ranges, sites }) => [
    ...definitions.map(({ variable }) => variable),
    ...readings.flatMap(({ chain }) => chain.map(({ variable }) => variable)),
    ...ranges.flatMap(({ ends }) =>
      ends.flatMap(({ chain }) => chain.map((each) => each.variable)),
    ),
    ...sites.flatMap(({ variable }) => variable ?? []),
  ]);
}

function blockedSites(group: Group): LeftAlone[] {
  const { members, blocked = '' } = group;
  const cause = members.find((member) => member.blocked !== undefined)?.site;
  const settled = cause?.keeps === undefined ? partingLine(group) : '';
  const stated = members.filter(({ site }) => site.within !== true);
  return stated.map(({ site, blocked: own }) => {
    if (own !== undefined || cause === undefined)
      return leave(site, blockedReason(site, own ?? blocked));
    const port = cause.variable ?? `the port ${cause.port}`;
    return leave(
      site,
      `it is ${port} of ${placeText(cause)}, which cannot move: ${blocked}${settled}`,
    );
  });
}

/** The line of `portkeeper.yaml` that says of other servers that they are a port of their own. */
function partingLine(group: Group): string {
  const [first] = freeServers(group);
  if (first === undefined) return '';
  const { variable, fallbackName = `PORT_${group.port}` } = first.site;
  const name = variable === undefined || variable === 'PORT' ? fallbackName : variable;
  return `. If it is a port of its own, say so in portkeeper.yaml with "ports: { ${name}: ${group.port} }"`;
}

/** What reasons are told with. */
interface Known {
  readonly names: ReadonlyMap<Group, string>;
  /** Servers that do not move, by number. */
  readonly staying: ReadonlyMap<number, FilePlace>;
}

/** Who reads of ten need not be told of a thousand, each time that one of them is spoken of. */
const MOST_TOLD = 4;

/** Of source code, little is read: a server of which only a program knows is not known. */
const AS_FAR_AS_KNOWN = 'as far as its configurations and commands say';

/** With the line of `portkeeper.yaml` that settles it, where something is to be settled. */
function unclearReason(
  { port, rule, unlessPublished, stays, below = '' }: Site,
  joined: Joined,
  { names, staying }: Known,
): string {
  if (stays !== undefined) return stays;
  if (joined.kind === 'nobody' && below !== '')
    return `no file of ${below} says that something listens on ${port}`;
  if (joined.kind === 'outside') return outsideReason(placeText(joined.at));
  if (joined.kind === 'stays') return staysReason(port, placeText(joined.at));
  if (joined.kind !== 'several' && unlessPublished !== undefined) return unlessPublished;
  if (joined.kind !== 'several') {
    const server = staying.get(port);
    const isForwarded = rule.startsWith('devcontainer.');
    const nobody = server
      ? staysReason(port, placeText(server))
      : `nothing in this project listens on ${port}${isForwarded ? ' outside of a container' : ''}, ${AS_FAR_AS_KNOWN}`;
    return isForwarded
      ? `it is a port inside the dev container, which the editor leads to a free one of this machine; it would follow a server of the project, but ${nobody}`
      : nobody;
  }
  return severalReason(port, joined, names);
}

/** What stays is one of those that are called, and no line can make what calls it follow it. */
function severalReason(
  port: number,
  { groups, staying: other }: Joined & { readonly kind: 'several' },
  names: ReadonlyMap<Group, string>,
): string {
  const nameOf = (group: Group): string => names.get(group) ?? group.name ?? '';
  const placeOf = ({ members: [first] }: Group): string => (first ? placeText(first.site) : '');
  const free = groups.filter(({ blocked }) => blocked === undefined);
  const [movable] = free;
  const [staying] = groups;
  if (movable === undefined && staying) return staysReason(port, placeOf(staying));
  const others = groups.filter((group) => !free.includes(group)).map(placeOf);
  const candidates = [
    ...free.map((group) => `${nameOf(group)}${placeOf(group) && ` (${placeOf(group)})`}`),
    ...[...others, ...(other ? [placeText(other)] : [])].map((place) => `what stays at ${place}`),
  ];
  const told = candidates.slice(0, MOST_TOLD);
  if (told.length < candidates.length) told.push(`${candidates.length - told.length} more`);
  const line = movable ? `"ports: { ${nameOf(movable)}: ${port} }"` : '"ports"';
  return `${port} could be ${told.join(' or ')}; settle it in portkeeper.yaml with ${line}`;
}

function staysReason(port: number, place: string): string {
  return `${place} listens on ${port}, and is left alone`;
}

function comparePlaces(a: FilePlace, b: FilePlace): number {
  return comparePaths(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** By the first place that states each; those without a place last, in the order asked for. */
function sortGroups(groups: readonly Group[]): Group[] {
  const withPlace = groups.map((group) => ({ group, first: firstSite(group) }));
  withPlace.sort((a, b) => {
    if (a.first && b.first) return comparePlaces(a.first, b.first);
    return (a.first ? 0 : 1) - (b.first ? 0 : 1);
  });
  return withPlace.map(({ group }) => group);
}

function firstSite({ members }: Group): Site | undefined {
  return members.map(({ site }) => site).sort(comparePlaces)[0];
}
