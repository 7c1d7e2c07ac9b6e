import type { ChainLink } from '../../sites/findings.js';
import type { Value } from '../value.js';

/** A part of a value that stands where a variable is not set, or the hole that the variable is. */
export interface VariablePart {
  readonly from: number;
  readonly to: number;
  readonly chain: readonly ChainLink[];
  readonly isDefault: boolean;
}

/** What an expression says plainly, with the defaults of its variables in their places. */
export interface WrittenValue extends Value {
  readonly offsets: readonly number[];
  readonly variables: readonly VariablePart[];
}

/** Stands for what is not known: a character that is no part of a port, a host or a number. */
export const HOLE = '\uFFFC';

export function literalValue(source: string, start: number, end: number): WrittenValue {
  const text = source.slice(start, end);
  return { text, offsets: text.split('').map((_char, index) => start + index), variables: [] };
}

export function variableValue(variable: string, start: number): WrittenValue {
  const chain = [{ variable, emptyPasses: false }];
  return {
    text: HOLE,
    offsets: [start],
    variables: [{ from: 0, to: 1, chain, isDefault: false }],
  };
}

/** The variable that a value is, and nothing else; the first of several. */
export function variableOf({ text, variables: [only] }: WrittenValue): string | undefined {
  return only?.from === 0 && only.to === text.length ? only.chain[0]?.variable : undefined;
}

/** `a || b`, `a ?? b`. @param emptyPasses whether a variable that is empty gives way too. */
export function withDefault(
  value: WrittenValue | undefined,
  fallback: WrittenValue | undefined,
  emptyPasses: boolean,
): WrittenValue | undefined {
  if (value === undefined || variableOf(value) === undefined) return value;
  const [hole] = value.variables;
  if (hole === undefined || hole.isDefault || fallback === undefined) return value;
  const chain = hole.chain.map((link) => ({ ...link, emptyPasses }));
  const [next] = variableOf(fallback) === undefined ? [] : fallback.variables;
  const whole = { from: 0, to: fallback.text.length };
  return {
    ...fallback,
    variables: [
      next
        ? { ...whole, chain: [...chain, ...next.chain], isDefault: next.isDefault }
        : { ...whole, chain, isDefault: true },
    ],
  };
}

/** No URL is longer; names that double each other would be. */
const MAX_LENGTH = 20_000;

/** Texts side by side; of what is not known there is a hole. */
export function joinValues(
  pieces: readonly (WrittenValue | undefined)[],
): WrittenValue | undefined {
  const length = pieces.reduce((sum, piece) => sum + (piece?.text.length ?? 0), 0);
  if (length > MAX_LENGTH || pieces.every((piece) => piece === undefined)) return undefined;
  const known = pieces.map((piece) => piece ?? { text: HOLE, offsets: [0], variables: [] });
  let at = 0;
  return {
    text: known.map(({ text }) => text).join(''),
    offsets: known.flatMap(({ offsets }) => offsets),
    variables: known.flatMap(({ text, variables }) => {
      const shift = at;
      at += text.length;
      return variables.map((each) => ({ ...each, from: each.from + shift, to: each.to + shift }));
    }),
  };
}
