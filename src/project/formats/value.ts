/** Offsets into a file's text: `[start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A text as its format reads it, with the place in the file of every character. Notations work on
 * the text; escapes and folded lines stay the format's own business.
 */
export interface Value {
  readonly text: string;
  /** Where the text begins, if the file has it as it is; else one offset a character. */
  readonly offsets: number | readonly number[];
}

export function plainValue(source: string, start: number, end: number): Value {
  return { text: source.slice(start, end), offsets: start };
}

export function sliceValue(value: Value, from: number, to: number): Value {
  const { offsets } = value;
  return {
    text: value.text.slice(from, to),
    offsets: typeof offsets === 'number' ? offsets + from : offsets.slice(from, to),
  };
}

/** Where a character of the value stands in the file; past its end, after its last character. */
export function offsetAt(value: Value, index: number): number {
  const { offsets } = value;
  if (typeof offsets === 'number') return offsets + index;
  return offsets[index] ?? (offsets.at(-1) ?? -1) + 1;
}

/**
 * The span of a part of the value, or undefined where the file does not have that part as it is:
 * a digit that is written as an escape cannot be replaced by digits.
 */
export function spanOf(value: Value, source: string, from: number, to: number): Span | undefined {
  if (to <= from) return undefined;
  const span = { start: offsetAt(value, from), end: offsetAt(value, to - 1) + 1 };
  return source.slice(span.start, span.end) === value.text.slice(from, to) ? span : undefined;
}
