import type { PortNumber } from '../../ports/index.js';
import type { ChainLink } from '../sites/findings.js';
import { chainOf, digitsOf, type Piece } from './interpolation.js';
import { type Digits, digitsAt } from './number.js';

/** A longer range is not moved: so many neighbours are hard to find, and are exported one by one. */
export const MAX_RANGE = 256;

/** Of a range that no compose file publishes. */
export const RANGE_ELSEWHERE =
  'it publishes a range, whose neighbouring ports are followed in compose files alone';

export function tooWide(size: number): string {
  return `it publishes ${size} neighbouring ports, and ${MAX_RANGE} are moved at most`;
}

/** `8000-8010` by the digits of its ends. */
export interface NumberRange {
  readonly first: Digits;
  readonly last: Digits;
}

export function rangeAt(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): NumberRange | undefined {
  const dash = text.indexOf('-', from);
  if (dash === -1 || dash >= to) return undefined;
  const [first, last] = [digitsAt(text, from, dash), digitsAt(text, dash + 1, to)];
  return first && last && first.port <= last.port ? { first, last } : undefined;
}

export function sizeOf({ first, last }: NumberRange): number {
  return last.port - first.port + 1;
}

/** Each number of a range, the ends included. */
export function numbersOf({ first, last }: NumberRange): PortNumber[] {
  return Array.from(
    { length: last.port - first.port + 1 },
    (_, at) => (first.port + at) as PortNumber,
  );
}

/** One end of a range: digits, or variables with the digits that stand where none is set. */
export interface RangeEnd {
  readonly from: number;
  readonly to: number;
  readonly chain: readonly ChainLink[];
  readonly last?: Digits;
}

/** `${FIRST:-8000}-${LAST:-8010}`, `8000-$LAST`; undefined for anything else. */
export function readEnds(
  text: string,
  part: readonly Piece[],
): { readonly first: RangeEnd; readonly last: RangeEnd } | undefined {
  const dashes = part.flatMap((piece) => {
    const dash = piece.kind === 'text' ? text.slice(piece.from, piece.to).indexOf('-') : -1;
    return dash === -1 ? [] : [piece.from + dash];
  });
  const [dash = 0] = dashes;
  if (dashes.length !== 1) return undefined;
  const before = part.flatMap((piece) => within(piece, 0, dash));
  const after = part.flatMap((piece) => within(piece, dash + 1, text.length));
  const [first, last] = [readEnd(text, before), readEnd(text, after)];
  return first && last && { first, last };
}

function within(piece: Piece, from: number, to: number): Piece[] {
  const cut = { ...piece, from: Math.max(piece.from, from), to: Math.min(piece.to, to) };
  return cut.from < cut.to ? [cut] : [];
}

function readEnd(text: string, [piece, ...more]: readonly Piece[]): RangeEnd | undefined {
  if (piece === undefined || more.length > 0) return undefined;
  const { from, to } = piece;
  if (piece.kind === 'text') {
    const last = digitsAt(text, from, to);
    return last && { from, to, chain: [], last };
  }
  const chain = chainOf(piece);
  if (chain === undefined) return undefined;
  const last = chain.last && digitsOf(text, chain.last);
  const isPlain = chain.last === undefined || chain.last.length === 0 || last !== undefined;
  return isPlain ? { from, to, chain: chain.links, ...(last && { last }) } : undefined;
}
