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
}

/** A value with the defaults of its placeholders in their places. */
export interface ExpandedValue {
  readonly value: Value;
  readonly placeholders: readonly Placeholder[];
}

/** Reads the placeholders of one ecosystem. */
export type Placeholders = (value: Value) => ExpandedValue;
