import { offsetAt, type Value } from '../formats/value.js';
import type { ChainLink } from '../sites/findings.js';
import type { ExpandedValue, Placeholder } from './placeholder.js';

/** More than a person nests. */
const MAX_DEPTH = 10;

/** `${NAME:default}` and `${OTHER.KEY}`, as Spring, Quarkus and Micronaut write them. */
export function expandSpring(value: Value): ExpandedValue {
  if (!value.text.includes('${')) return { value, placeholders: [] };
  const expansion = new Expansion(value);
  expansion.take(0, value.text.length, []);
  return expansion.done();
}

class Expansion {
  readonly #value: Value;
  readonly #ends: ReadonlyMap<number, number>;
  readonly #placeholders: Placeholder[] = [];
  readonly #offsets: number[] = [];
  #text = '';

  constructor(value: Value) {
    this.#value = value;
    this.#ends = closingBraces(value.text);
  }

  /** Copies a part of the text, with the default of each placeholder instead of it. */
  take(start: number, to: number, outer: readonly ChainLink[]): void {
    for (let at = start; at < to; ) {
      const end = this.#ends.get(at);
      if (end === undefined || outer.length >= MAX_DEPTH) {
        this.#copy(at);
        at += 1;
      } else {
        this.#takePlaceholder(at, end, outer);
        at = end + 1;
      }
    }
  }

  #takePlaceholder(start: number, end: number, outer: readonly ChainLink[]): void {
    const { text } = this.#value;
    const inner = text.slice(start + 2, end);
    const colon = inner.indexOf(':');
    const variable = (colon === -1 ? inner : inner.slice(0, colon)).trim();
    const chain = [...outer, { variable, emptyPasses: false }];
    const from = this.#text.length;
    if (colon === -1) for (let at = start; at <= end; at += 1) this.#copy(at);
    else this.take(start + 2 + colon + 1, end, chain);
    const place = { from, to: this.#text.length, behind: end + 1 };
    this.#placeholders.push({ ...place, chain, isDefault: colon !== -1 });
  }

  #copy(at: number): void {
    this.#text += this.#value.text[at] ?? '';
    this.#offsets.push(offsetAt(this.#value, at));
  }

  done(): ExpandedValue {
    const value = { text: this.#text, offsets: this.#offsets };
    return { value, placeholders: this.#placeholders };
  }
}

/** Where each `${` that has an end has it. */
function closingBraces(text: string): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') open.push(text[at - 1] === '$' ? at - 1 : -1);
    const start = text[at] === '}' ? open.pop() : undefined;
    if (start !== undefined && start !== -1) ends.set(start, at);
  }
  return ends;
}
