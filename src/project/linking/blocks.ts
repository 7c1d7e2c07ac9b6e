import { addTo } from '../packages.js';
import { placeText } from '../sites/site-place.js';
import type { Group } from './groups.js';

/** Ports that must stay neighbours, as one range states them or several that overlap do. */
export interface GroupBlock {
  /** The group of the lowest number, after which the block is called. */
  readonly first: Group;
  readonly offset: number;
}

/**
 * Finds the ports that ranges state. A range moves as a whole or not at all: what keeps one of its
 * numbers where it is keeps all of them there.
 */
export function settleBlocks(groups: readonly Group[]): Map<Group, GroupBlock> {
  const settled = new Map<Group, GroupBlock>();
  for (const members of joinedGroups(groups)) {
    const numbers = members.map(({ port = 0 }) => port);
    const first = members[numbers.indexOf(numbers.reduce((a, b) => (b < a ? b : a)))];
    if (first?.port === undefined) continue;
    keepWhole(members);
    for (const group of members) {
      settled.set(group, { first, offset: (group.port ?? 0) - first.port });
    }
  }
  return settled;
}

function keepWhole(members: readonly Group[]): void {
  const cause = members.find(({ blocked }) => blocked !== undefined);
  if (cause === undefined) return;
  const place = cause.members.find(({ site }) => site.block !== undefined)?.site;
  const where = place === undefined ? '' : ` at ${placeText(place)}`;
  for (const group of members) {
    group.blocked ??= `its range needs neighbouring ports, and ${cause.port}${where} cannot move: ${cause.blocked}`;
  }
}

/** Groups that share a range, directly or through others. */
function joinedGroups(groups: readonly Group[]): Iterable<readonly Group[]> {
  const inRanges = groups
    .map((group) => ({ group, ranges: rangesOf(group) }))
    .filter(({ ranges }) => ranges.length > 0);
  const same = new Map<string, string>();
  const rootOf = (range: string): string => {
    let root = range;
    for (let next = same.get(root); next !== undefined; next = same.get(root)) root = next;
    if (root !== range) same.set(range, root);
    return root;
  };
  for (const { ranges } of inRanges) {
    const [first = '', ...others] = new Set(ranges.map(rootOf));
    for (const other of others) same.set(other, first);
  }
  const sets = new Map<string, Group[]>();
  for (const { group, ranges } of inRanges) {
    addTo(sets, rootOf(ranges[0] ?? ''), group);
  }
  return sets.values();
}

function rangesOf({ members }: Group): string[] {
  return [...new Set(members.flatMap(({ site }) => site.block ?? []))];
}
