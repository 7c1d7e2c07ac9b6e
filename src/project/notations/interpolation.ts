import type { ChainLink } from '../sites/findings.js';
import { type Digits, digitsAt } from './number.js';

/** Characters that stand for themselves. */
export interface Text {
  readonly kind: 'text';
  readonly from: number;
  readonly to: number;
}

/** `$NAME`, `${NAME}` or `${NAME:-word}` with its operator and word. */
export interface Variable {
  readonly kind: 'variable';
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly operator: '' | ':-' | '-' | ':?' | '?' | ':+' | '+';
  readonly word: readonly Piece[];
}

export type Piece = Text | Variable;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const OPERATOR = /:?[-?+]/y;
const MAX_DEPTH = 20;

/**
 * Splits a text into what stands for itself and what is interpolated, as compose and shells do.
 * `$$` is a dollar; a dollar that begins nothing stands for itself.
 * @returns undefined where a `${` is not what they understand.
 */
export function parseInterpolation(text: string): Piece[] | undefined {
  const read = readPieces(text, 0, 0);
  return read?.end === text.length ? read.pieces : undefined;
}

/** Up to the end of the text or, below the top, to the brace that ends the word. */
function readPieces(
  text: string,
  from: number,
  depth: number,
): { pieces: Piece[]; end: number } | undefined {
  const pieces: Piece[] = [];
  let [start, at] = [from, from];
  const endText = (): void => {
    if (at > start) pieces.push({ kind: 'text', from: start, to: at });
  };
  while (at < text.length && !(depth > 0 && text[at] === '}')) {
    const variable = text[at] === '$' ? readVariable(text, at, depth) : undefined;
    if (variable === 'malformed') return undefined;
    if (variable === undefined) at += text.startsWith('$$', at) ? 2 : 1;
    else {
      endText();
      pieces.push(variable);
      start = at = variable.to;
    }
  }
  endText();
  return { pieces, end: at };
}

function readVariable(text: string, at: number, depth: number): Variable | 'malformed' | undefined {
  if (text[at + 1] !== '{') {
    const name = matchAt(NAME, text, at + 1);
    if (name === '') return undefined;
    const to = at + 1 + name.length;
    return { kind: 'variable', from: at, to, name, operator: '', word: [] };
  }
  const name = matchAt(NAME, text, at + 2);
  const afterName = at + 2 + name.length;
  const operator = matchAt(OPERATOR, text, afterName) as Variable['operator'];
  if (name === '' || depth >= MAX_DEPTH) return 'malformed';
  const rest = readPieces(text, afterName + operator.length, depth + 1);
  const word = rest?.pieces ?? [];
  if (rest === undefined || text[rest.end] !== '}') return 'malformed';
  if (operator === '' && word.length > 0) return 'malformed';
  return { kind: 'variable', from: at, to: rest.end + 1, name, operator, word };
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** Every variable that the pieces read, at any depth. */
export function variableNames(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) =>
    piece.kind === 'text' ? [] : [piece.name, ...variableNames(piece.word)],
  );
}

/** The same of a text; none where it cannot be read. */
export function variablesIn(text: string): string[] {
  return text.includes('$') ? variableNames(parseInterpolation(text) ?? []) : [];
}

/** What `${A:-${B:-3000}}` comes to: A, else B, else the pieces of the last word. */
export interface Chain {
  readonly links: readonly ChainLink[];
  /** Undefined where nothing is said: `$A`, `${A:?message}`. */
  readonly last?: readonly Piece[];
}

/** Undefined for what is no chain: `${A:+word}` gives something else than the variable's value. */
export function chainOf(variable: Variable): Chain | undefined {
  const { name, operator, word } = variable;
  if (operator === ':+' || operator === '+') return undefined;
  const link = { variable: name, emptyPasses: operator === ':-' };
  if (operator !== ':-' && operator !== '-') return { links: [link] };
  const [only, ...more] = word;
  if (only?.kind !== 'variable' || more.length > 0) return { links: [link], last: word };
  const rest = chainOf(only);
  return rest && { ...rest, links: [link, ...rest.links] };
}

/** Names and URLs of people, and all that stands before them in one default. */
const MAX_BEFORE = 500;
const OPENING = /\$\{([A-Za-z_][A-Za-z0-9_]*)(:?-)?/y;

/** The variables in whose default a place of a text stands, the outermost first: they come before it. */
export function defaultAt(text: string, place: number): ChainLink[] {
  const links: ChainLink[] = [];
  let closed = 0;
  for (let at = place - 1; at > Math.max(0, place - MAX_BEFORE); at -= 1) {
    if (text[at] === '}') closed += 1;
    if (text[at] !== '{' || text[at - 1] !== '$' || text[at - 2] === '$') continue;
    closed -= 1;
    if (closed >= 0) continue;
    closed = 0;
    OPENING.lastIndex = at - 1;
    const [, variable, operator] = OPENING.exec(text) ?? [];
    if (variable && operator) links.unshift({ variable, emptyPasses: operator === ':-' });
  }
  return links;
}

/** The port number that a run of pieces is, if it is one text and nothing else. */
export function digitsOf(text: string, pieces: readonly Piece[]): Digits | undefined {
  const [only, ...more] = pieces;
  if (only?.kind !== 'text' || more.length > 0) return undefined;
  return digitsAt(text, only.from, only.to);
}
