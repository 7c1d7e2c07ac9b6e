import type { Value } from '../formats/value.js';
import type { ChainLink } from '../sites/findings.js';

/** A part of an expanded text that stands in the place of variables. */
export interface Placeholder {
  /** In the expanded text. */
  readonly from: number;
  readonly to: number;
  /** The variables that are asked before the part counts. */
  readonly chain: readonly ChainLink[];
  /** The part is a default; else the placeholder itself, as it is written. */
  readonly isDefault: boolean;
  /** Where the text goes on behind it, as it is written. */
  readonly behind?: number;
}

/** A value with the defaults of its placeholders in their places. */
export interface ExpandedValue {
  readonly value: Value;
  readonly placeholders: readonly Placeholder[];
}

/** Reads the placeholders of one ecosystem. */
export type Placeholders = (value: Value) => ExpandedValue;

/** `${DB_HOST:localhost}:5432`: the variable that the host of a port is. */
export function hostBefore(from: number, placeholders: readonly Placeholder[]): string | undefined {
  return placeholders.find(({ to }) => to === from - 1)?.chain[0]?.variable;
}

/** `//${DB_HOST:localhost}/shop`: with a port in there, the variable would be told one as well. */
export function hostEndingAt(
  end: number,
  { value, placeholders }: ExpandedValue,
): Placeholder | undefined {
  const begins = (at: number): boolean => /\/\/(?:[^/\s]{0,200}@)?$/.test(value.text.slice(0, at));
  return placeholders.findLast(
    ({ from, to, isDefault }) => to === end && isDefault && begins(from),
  );
}
