import { isMap, isScalar, isSeq } from 'yaml';
import type { PortNumber } from '../../ports/index.js';
import type { Value } from '../formats/value.js';
import { fields, scalarValue } from '../formats/yaml.js';
import {
  type Mapping,
  type Published,
  parseMapping,
  parsePublished,
  sharedVariables,
} from '../notations/compose-mapping.js';
import { findUnwrittenPorts } from '../notations/default-ports.js';
import { digitsAt } from '../notations/number.js';
import { addressChains, urlChains } from '../notations/setting.js';
import { applyEdits, type Edit } from '../writing/edit.js';
import type { Located, LocatedSetting, ModelFile } from './model.js';
import type { Moves } from './moves.js';

/** Makes a text of one file good for another, or gives up: see `Locals`. */
export type Localise = (path: string, text: string) => string | undefined;

/** An entry of `ports:` as YAML in one line, or as the fields of the long form. */
export type Entry = string | readonly (readonly [name: string, value: string])[];

export interface RewrittenEntry {
  readonly entry: Entry;
  readonly moved: boolean;
  /** What variables come to that moved on the container's side as well. */
  readonly inside?: ReadonlyMap<string, string>;
}

/**
 * A mapping with its published port moved; every other part as it is written.
 * @param told variables whose number the container tells its clients: it moves on both sides.
 */
export function rewriteEntry(
  { file, node }: Located,
  moves: Moves,
  localise: Localise,
  told: ReadonlySet<string>,
): RewrittenEntry | undefined {
  if (isMap(node)) return rewriteLong({ file, node }, moves, localise);
  const value = scalarValue(file.text, node);
  const mapping = value && parseMapping(value.text);
  if (value === undefined || mapping === undefined) return undefined;
  const moved = replacePublished({ file, node }, value, mapping.published, moves);
  const variables = sharedVariables(mapping);
  const isTold = variables.length > 0 && variables.every((each) => told.has(each));
  const numbers = isTold && moved !== undefined ? numbersBefore(moved, mapping, value.text) : [];
  const text =
    isTold && moved !== undefined ? insideToo(moved, mapping, value.text, numbers) : moved;
  const inside = new Map(numbers.map((number, index) => [variables[index] ?? '', number]));
  const local = localise(file.path, text ?? value.text);
  return local === undefined
    ? undefined
    : { entry: quote(local), moved: text !== undefined, inside };
}

/** The number, or the two of a range, that a mapping publishes now. */
function numbersBefore(moved: string, { published, target }: Mapping, was: string): string[] {
  const end = target.from + moved.length - was.length - 1;
  return (
    moved
      .slice(0, end)
      .match(/\d+/g)
      ?.slice(published.kind === 'ends' ? -2 : -1) ?? []
  );
}

/** The mapping with these numbers on the container's side. */
function insideToo(
  moved: string,
  { target }: Mapping,
  was: string,
  numbers: readonly string[],
): string {
  const shift = moved.length - was.length;
  const span = { from: target.from + shift, to: target.to + shift };
  return splice(moved, span, numbers.join('-'));
}

function rewriteLong(
  located: Located,
  moves: Moves,
  localise: Localise,
): RewrittenEntry | undefined {
  const { file, node } = located;
  let moved = false;
  const entry: (readonly [string, string])[] = [];
  for (const [name, field] of fields(file.yaml, node)) {
    const scalar = file.yaml.resolve(field);
    const value = scalarValue(file.text, scalar);
    if (value === undefined) return undefined;
    const text =
      name === 'published'
        ? replacePublished(located, value, parsePublished(value.text), moves)
        : undefined;
    const local = localise(file.path, text ?? value.text);
    if (local === undefined) return undefined;
    moved ||= text !== undefined;
    const isText = isScalar(scalar) && typeof scalar.value === 'string';
    entry.push([name, text !== undefined || isText ? quote(local) : local]);
  }
  return { entry, moved };
}

/** The text with the new number, or undefined where it stays. */
function replacePublished(
  { file }: Located,
  value: Value,
  published: Published,
  moves: Moves,
): string | undefined {
  if (published.kind === 'number') {
    const number = moves.ofDigits(file, value, published.digits);
    return number && splice(value.text, published.digits, `${number}`);
  }
  if (published.kind === 'range') {
    const ends = moves.ofRange(file, value, published);
    const span = { from: published.first.from, to: published.last.to };
    return ends && splice(value.text, span, ends.join('-'));
  }
  if (published.kind === 'ends') {
    const [first, last] = [published.first, published.last].map((end) =>
      moves.ofChain(file, value, end),
    );
    return first && last && splice(value.text, published, `${first}-${last}`);
  }
  if (published.kind !== 'chain' || published.last === 'unclear') return undefined;
  const last = published.last === 'none' ? undefined : published.last;
  const number = moves.ofChain(file, value, { chain: published.chain, last });
  if (number === undefined) return undefined;
  const isDefault = last !== undefined && moves.isUnset(file, published.chain);
  const address = isDefault ? addressBefore(value.text, last.from) : '';
  return splice(value.text, published, `${address}${number}`);
}

/** `${WEB:-127.0.0.1:8080}`: the address of a default stays with its number. */
function addressBefore(text: string, from: number): string {
  return text[from - 1] === ':' ? text.slice(text.lastIndexOf('-', from) + 1, from) : '';
}

/** The value with the ports in it moved, or undefined where they stay. */
export function rewriteSetting({ file, value }: LocatedSetting, moves: Moves): string | undefined {
  if (value === undefined) return undefined;
  const chains = [...urlChains(value.text), ...addressChains(value.text)];
  const variables = chains.flatMap((chain) =>
    edit(chain.from, chain.to, moves.ofChain(file, value, chain)),
  );
  const isApart = ({ start }: Edit): boolean =>
    !chains.some(({ from, to }) => from <= start && start < to);
  const unwritten = findUnwrittenPorts(value.text).flatMap(({ at }) =>
    edit(at, at, moves.ofUnwritten(file, value, at), ':'),
  );
  const digits = digitEdits(file, value, moves).filter(isApart);
  const edits = [...variables, ...digits, ...unwritten];
  return edits.length === 0 ? undefined : applyEdits(value.text, edits);
}

/**
 * A command with the ports that move in it, as YAML in one line; undefined where none does, or
 * where a word of it cannot be repeated.
 */
export function rewriteCommand(
  { file, node }: Located,
  moves: Moves,
  localise: Localise,
): string | undefined {
  const scalars = isSeq(node) ? node.items.map((item) => file.yaml.resolve(item)) : [node];
  let moved = false;
  const words = scalars.map((scalar) => {
    const value = scalarValue(file.text, scalar);
    const text = value && rewriteDigits(file, value, moves);
    moved ||= text !== undefined;
    return value && localise(file.path, text ?? value.text);
  });
  if (!moved || words.includes(undefined)) return undefined;
  const written = words.map((word) => quote(word ?? ''));
  return isSeq(node) ? `[${written.join(', ')}]` : written.join('');
}

/** The text with each number that was found to be a port of the host. */
function rewriteDigits(file: ModelFile, value: Value, moves: Moves): string | undefined {
  const edits = digitEdits(file, value, moves);
  return edits.length === 0 ? undefined : applyEdits(value.text, edits);
}

function digitEdits(file: ModelFile, value: Value, moves: Moves): Edit[] {
  return [...value.text.matchAll(/\d+/g)].flatMap(({ index, 0: written }) => {
    const digits = digitsAt(value.text, index, index + written.length);
    return digits ? edit(digits.from, digits.to, moves.ofDigits(file, value, digits)) : [];
  });
}

function edit(start: number, end: number, number: PortNumber | undefined, before = ''): Edit[] {
  return number === undefined ? [] : [{ start, end, text: `${before}${number}` }];
}

function splice(text: string, { from, to }: { from: number; to: number }, by: string): string {
  return `${text.slice(0, from)}${by}${text.slice(to)}`;
}

/** A JSON string is a YAML one as well. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
