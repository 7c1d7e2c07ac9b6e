import { type PortNumber, type PortRequest, rangeSize, strategies } from '../ports/index.js';
import type { Block } from './block.js';
import type { Wanted } from './request.js';

/**
 * Those that have one number. In order: of two sets that want the same ones, one finds the first
 * taken and the other gets all.
 */
export function fixedOf(wanted: Wanted): PortRequest[] {
  return wanted.single.filter((request) => isPinned(wanted, request)).sort(byNumber);
}

/** The others, the choosy ones first: what they need must not go to one that would take anything. */
export function openOf(wanted: Wanted): PortRequest[] {
  const { single, range: common, first = [] } = wanted;
  const room = ({ range = common }: PortRequest) => rangeSize(range);
  const turn = ({ name }: PortRequest) => (first.includes(name) ? first.indexOf(name) : Infinity);
  const byTurn = (a: PortRequest, b: PortRequest) => Math.sign(turn(a) - turn(b)) || 0;
  return single
    .filter((request) => !isPinned(wanted, request))
    .sort((a, b) => byTurn(a, b) || room(a) - room(b) || byNumber(a, b));
}

/**
 * The same set with another turn: ranges may overlap so that no one order gives each its number, and
 * whoever found none because of the others chooses before them. Undefined where that cannot help.
 */
export function withTurn(
  wanted: Wanted,
  missing: PortRequest | undefined,
  inTheWay: readonly string[],
): Wanted | undefined {
  const { single, range, first = [] } = wanted;
  if (missing === undefined || isPinned(wanted, missing)) return undefined;
  const others = single.filter(({ name }) => inTheWay.includes(name));
  const isElsewhere = ({ range: other = range }: PortRequest) => {
    const { from, to } = missing.range ?? range;
    return other.from < from || other.to > to;
  };
  if (!others.some((one) => !isPinned(wanted, one) && isElsewhere(one))) return undefined;
  return { ...wanted, first: [missing.name, ...first.filter((name) => name !== missing.name)] };
}

const byNumber = (a: PortRequest, b: PortRequest) => (a.port ?? 0) - (b.port ?? 0);

/** Whether it is to have its number or none. */
export function isPinned(wanted: Wanted, request: PortRequest): boolean {
  return wanted.pinned && request.port !== undefined;
}

/** The other ports that are given as their number or not at all. */
export function fixedBeside(
  wanted: Wanted,
  missing: PortRequest,
): (PortRequest & { readonly port: PortNumber })[] {
  return wanted.ports.filter(
    (request): request is PortRequest & { readonly port: PortNumber } =>
      request !== missing && isPinned(wanted, missing) && isPinned(wanted, request),
  );
}

/** The numbers that would do for one port, best first. */
export function* candidatesFor(
  wanted: Wanted,
  request: PortRequest,
  isFit: (port: PortNumber) => boolean,
): Iterable<PortNumber> {
  const { port, name, range = wanted.range } = request;
  if (port !== undefined && wanted.pinned) {
    yield port;
    return;
  }
  const preferred = wanted.prefers ? port : undefined;
  if (preferred !== undefined) yield preferred;
  const seed = `${wanted.seed}\0${name}`;
  for (const candidate of strategies[wanted.strategy]({ range, seed })) {
    if (candidate !== preferred && isFit(candidate)) yield candidate;
  }
}

/** Whether another candidate would do as well as this one: no order is kept among them. */
export function isAnyGood(wanted: Wanted, { port }: PortRequest, candidate: PortNumber): boolean {
  return candidate !== port && ['random', 'preferred'].includes(wanted.strategy);
}

/** Where a block could begin, best first. */
export function* blockStarts(wanted: Wanted, { name, size, start }: Block): Iterable<PortNumber> {
  const { range, strategy, prefers, pinned } = wanted;
  const seed = name === '' ? wanted.seed : `${wanted.seed}\0${name}`;
  const asked = prefers || pinned ? start : undefined;
  if (asked !== undefined) yield asked;
  if (asked !== undefined && pinned) return;
  const last = (range.to - size + 1) as PortNumber;
  if (last < range.from) return;
  for (const one of strategies[strategy]({ range: { from: range.from, to: last }, seed })) {
    if (one !== asked) yield one;
  }
}
