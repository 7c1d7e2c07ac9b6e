import type { Protocol } from '../../ports/index.js';
import type { ChainLink } from '../sites/findings.js';
import { NOT_PLAIN } from '../sites/reasons.js';
import { parseAddress } from './address.js';
import {
  chainOf,
  digitsOf,
  type Piece,
  parseInterpolation,
  variableNames,
} from './interpolation.js';
import { type Digits, digitsAt } from './number.js';
import {
  MAX_RANGE,
  numbersOf,
  type RangeEnd,
  rangeAt,
  readEnds,
  sizeOf,
  tooWide,
} from './number-range.js';

/** What the published side of a mapping says. */
export type Published =
  /** Nothing: the engine chooses a port. */
  | { readonly kind: 'none' }
  | { readonly kind: 'number'; readonly digits: Digits }
  /** Neighbouring numbers, written by the first and the last of them. */
  | { readonly kind: 'range'; readonly first: Digits; readonly last: Digits }
  /** Variables, and what stands where none is set: digits, nothing, or what is not understood. */
  | {
      readonly kind: 'chain';
      /** Of the whole interpolation: `[from, to)`. */
      readonly from: number;
      readonly to: number;
      readonly chain: readonly ChainLink[];
      readonly last: Digits | 'none' | 'unclear';
    }
  /** The same with variables for the ends, or for one of them. `[from, to)` of the whole. */
  | {
      readonly kind: 'ends';
      readonly from: number;
      readonly to: number;
      readonly first: RangeEnd;
      readonly last: RangeEnd;
    }
  /** Ports, but not one that could be moved by itself. `variables` must then not move either. */
  | { readonly kind: 'unclear'; readonly reason: string; readonly variables: readonly string[] };

/** A short mapping `[ip:][published:]target[/protocol]`, taken apart. */
export interface Mapping {
  readonly published: Published;
  readonly protocol: Protocol;
  /** The container's own ports, where they are written as one number or as a range. */
  readonly targets: readonly number[];
  /** Where the container's side stands: `[from, to)`. */
  readonly target: { readonly from: number; readonly to: number };
  /** Variables of the target and of the protocol: the container's side. */
  readonly innerVariables: readonly string[];
}

type Part = readonly Piece[];

/** Takes the short form apart; undefined where compose would not understand it. */
export function parseMapping(text: string): Mapping | undefined {
  const pieces = parseInterpolation(text);
  if (pieces === undefined) return undefined;
  const [beforeSlash, afterSlash] = cutProtocol(text, pieces);
  const parts = splitAtColons(text, beforeSlash);
  const target = parts.at(-1) ?? [];
  const published = parts.length < 2 ? [] : (parts.at(-2) ?? []);
  const inner = [...variableNames(target), ...variableNames(afterSlash)];
  const protocol = partText(text, afterSlash).toLowerCase();
  const targets = targetsOf(text, target);
  return {
    published:
      inner.length > 0 && afterSlash.some(({ kind }) => kind === 'variable')
        ? unclear('its protocol is a variable', published)
        : fitting(readPublished(text, published), targets),
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
    targets,
    target: { from: target[0]?.from ?? 0, to: target.at(-1)?.to ?? 0 },
    innerVariables: inner,
  };
}

/** The variables of a mapping, where the container's side reads the very ones of the host's. */
export function sharedVariables({ published, innerVariables }: Mapping): readonly string[] {
  const chains: (readonly ChainLink[])[] =
    published.kind === 'chain'
      ? [published.chain]
      : published.kind === 'ends'
        ? [published.first.chain, published.last.chain]
        : [];
  const outer = chains.map((chain) => (chain.length === 1 ? chain[0]?.variable : undefined));
  const isSame = outer.length > 0 && outer.join() === innerVariables.join();
  return isSame ? innerVariables : [];
}

/** `80`, `${INNER:-80}`, `8000-8010`. */
export function parseTargets(text: string): readonly number[] {
  const pieces = parseInterpolation(text);
  return pieces === undefined ? [] : targetsOf(text, pieces);
}

function targetsOf(text: string, target: Part): readonly number[] {
  const single = digitsOf(text, target) ?? defaultDigits(text, target);
  if (single !== undefined) return [single.port];
  const [only, ...more] = target;
  const range = only?.kind === 'text' && more.length === 0 ? rangeAt(text, only) : undefined;
  return range === undefined || sizeOf(range) > MAX_RANGE ? [] : numbersOf(range);
}

/** Compose refuses ranges of two lengths; one target for a whole range it understands. */
function fitting(published: Published, targets: readonly number[]): Published {
  if (published.kind !== 'range' || targets.length === 1) return published;
  if (targets.length === sizeOf(published)) return published;
  return unclear('its two sides are not ranges of one length', []);
}

/** The published side by itself, as the long form has it. */
export function parsePublished(text: string): Published {
  const pieces = parseInterpolation(text);
  return pieces === undefined
    ? unclear('compose does not understand its interpolation', [])
    : readPublished(text, pieces);
}

/** `${INNER:-3000}`: what the container most likely has. */
function defaultDigits(text: string, [only, ...more]: Part): Digits | undefined {
  const chain = only?.kind === 'variable' && more.length === 0 ? chainOf(only) : undefined;
  return chain?.last && digitsOf(text, chain.last);
}

function readPublished(text: string, part: Part): Published {
  const [first, second, ...more] = part;
  if (first === undefined) return { kind: 'none' };
  if (second === undefined)
    return first.kind === 'text' ? readText(text, first) : readVariable(text, first);
  // `${BIND:+$BIND:}8080`: an optional address, with its colon, before the number.
  const prefixed =
    first.kind === 'variable' && endsWithColon(text, first.word) && more.length === 0;
  if (prefixed && second.kind === 'text') return readText(text, second);
  const ends = readEnds(text, part);
  if (ends) return { kind: 'ends', from: first.from, to: part.at(-1)?.to ?? 0, ...ends };
  return unclear('it is put together from pieces', part);
}

function readText(text: string, { from, to }: { from: number; to: number }): Published {
  const digits = digitsAt(text, from, to);
  if (digits) return { kind: 'number', digits };
  const written = text.slice(from, to);
  if (/^0*$/.test(written)) return { kind: 'none' };
  const range = rangeAt(text, { from, to });
  if (range === undefined) return unclear(NOT_PLAIN, []);
  const size = sizeOf(range);
  if (size <= MAX_RANGE) return { kind: 'range', ...range };
  return unclear(tooWide(size), []);
}

function readVariable(text: string, variable: Piece & { kind: 'variable' }): Published {
  const chain = chainOf(variable);
  if (!chain) return unclear('its number stands in an alternative (":+")', [variable]);
  const { links, last } = chain;
  const whole = { kind: 'chain', from: variable.from, to: variable.to, chain: links } as const;
  if (last === undefined || last.length === 0) return { ...whole, last: 'none' };
  const digits = digitsOf(text, last) ?? addressDigits(text, last);
  const innerNames = variableNames(last);
  if (innerNames.length > 0) return unclear('its default is put together from pieces', [variable]);
  return { ...whole, last: digits ?? 'unclear' };
}

/** `${WEB:-127.0.0.1:8080}`: an address as the default. */
function addressDigits(text: string, [only, ...more]: Part): Digits | undefined {
  if (only?.kind !== 'text' || more.length > 0) return undefined;
  const address = parseAddress(text.slice(only.from, only.to));
  return (
    address && { from: only.from + address.from, to: only.from + address.to, port: address.port }
  );
}

function endsWithColon(text: string, word: Part): boolean {
  const last = word.at(-1);
  return last?.kind === 'text' && text[last.to - 1] === ':';
}

function unclear(reason: string, part: Part): Published {
  return { kind: 'unclear', reason, variables: variableNames(part) };
}

function partText(text: string, part: Part): string {
  return part.map(({ from, to }) => text.slice(from, to)).join('');
}

/** At the slash outside of every interpolation. */
function cutProtocol(text: string, pieces: readonly Piece[]): [before: Part, after: Part] {
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'variable') continue;
    const slash = text.slice(piece.from, piece.to).indexOf('/');
    if (slash === -1) continue;
    const at = piece.from + slash;
    const [before, after] = [
      { ...piece, to: at },
      { ...piece, from: at + 1 },
    ];
    return [
      notEmpty([...pieces.slice(0, index), before]),
      notEmpty([after, ...pieces.slice(index + 1)]),
    ];
  }
  return [pieces, []];
}

/** At the colons outside of every interpolation and of the brackets of an IPv6 address. */
function splitAtColons(text: string, pieces: readonly Piece[]): Part[] {
  const parts: Piece[][] = [[]];
  let bracket = false;
  for (const piece of pieces) {
    if (piece.kind === 'variable') {
      parts.at(-1)?.push(piece);
      continue;
    }
    let start = piece.from;
    for (let at = piece.from; at < piece.to; at += 1) {
      if (text[at] === '[' || text[at] === ']') bracket = text[at] === '[';
      if (text[at] !== ':' || bracket) continue;
      parts.at(-1)?.push({ ...piece, from: start, to: at });
      parts.push([]);
      start = at + 1;
    }
    parts.at(-1)?.push({ ...piece, from: start });
  }
  return parts.map(notEmpty);
}

function notEmpty(pieces: readonly Piece[]): Part {
  return pieces.filter(({ from, to }) => to > from);
}
