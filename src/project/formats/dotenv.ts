import type { Value } from './value.js';

/** One assignment of an env file. */
export interface DotenvEntry {
  readonly key: string;
  /** Offset of the key. */
  readonly start: number;
  /** Without its quotes; offsets are those of the file. */
  readonly value: Value;
  readonly quote: '' | "'" | '"' | '`';
  /** A `#` follows the unquoted value with no space between: a comment for some, not for others. */
  readonly tightComment: boolean;
}

const SPACE = /\s/;
const KEY = /[\w.-]/;
const QUOTES = ['"', "'", '`'];

/**
 * Reads a file as the npm package `dotenv` does, with the place of every value, in linear time
 * (its regular expression takes quadratic time on blank lines, and files come from strangers).
 */
export function scanDotenv(text: string): DotenvEntry[] {
  const closing = new ClosingQuotes(text);
  const entries: DotenvEntry[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const read = readEntry(text, at, closing);
    if (read) entries.push(read.entry);
    at = skipSpace(text, lineEnd(text, read ? read.end : at));
  }
  return entries;
}

function readEntry(
  text: string,
  at: number,
  closing: ClosingQuotes,
): { entry: DotenvEntry; end: number } | undefined {
  const head = readHead(text, skipExport(text, at)) ?? readHead(text, at);
  if (head === undefined) return undefined;
  const { start, key, valueStart } = head;
  const quoted = readQuoted(text, valueStart, closing);
  const { value, quote, end } = quoted ?? readUnquoted(text, valueStart);
  const tightComment = quote === '' && text[end] === '#' && end > 0 && !isSpace(text, end - 1);
  return { entry: { key, start, value, quote, tightComment }, end };
}

/** `export` and the space after it, which may be a line's end. */
function skipExport(text: string, at: number): number {
  return text.startsWith('export', at) && isSpace(text, at + 6) ? skipSpace(text, at + 6) : at;
}

function readHead(
  text: string,
  start: number,
): { start: number; key: string; valueStart: number } | undefined {
  let end = start;
  while (end < text.length && KEY.test(text[end] ?? '')) end += 1;
  if (end === start) return undefined;
  const key = text.slice(start, end);
  const equals = skipSpace(text, end);
  if (text[equals] === '=') return { start, key, valueStart: equals + 1 };
  const colon = text[end] === ':' && isSpace(text, end + 1);
  return colon ? { start, key, valueStart: skipOneSpace(text, end + 1) } : undefined;
}

/** A quoted value may begin on a later line and may run over many. */
function readQuoted(
  text: string,
  from: number,
  closing: ClosingQuotes,
): { value: Value; quote: DotenvEntry['quote']; end: number } | undefined {
  const open = skipSpace(text, from);
  const quote = text[open];
  if (!isQuote(quote)) return undefined;
  const close = closing.find(quote, open);
  if (close === undefined) return undefined;
  return { value: decode(text, open + 1, close, quote), quote, end: close + 1 };
}

/** Up to a `#` or the line's end, trimmed; quotes count if they stand at both ends. */
function readUnquoted(
  text: string,
  from: number,
): { value: Value; quote: DotenvEntry['quote']; end: number } {
  let end = from;
  while (end < text.length && !isLineEnd(text, end) && text[end] !== '#') end += 1;
  let [first, last] = [from, end];
  while (first < last && isSpace(text, first)) first += 1;
  while (last > first && isSpace(text, last - 1)) last -= 1;
  const quote = text[first];
  if (last - first >= 2 && isQuote(quote) && text[last - 1] === quote) {
    return { value: decode(text, first + 1, last - 1, quote), quote, end };
  }
  return { value: decode(text, first, last, quote === '"' ? '"' : ''), quote: '', end };
}

/** Line ends become LF; in double quotes `\n` and `\r` become what they stand for. */
function decode(text: string, start: number, end: number, quote: string): Value {
  const raw = text.slice(start, end);
  if (!raw.includes('\r') && !(quote === '"' && raw.includes('\\'))) {
    return { text: raw, offsets: start };
  }
  let decoded = '';
  const offsets: number[] = [];
  for (let at = start; at < end; at += 1) {
    offsets.push(at);
    const escaped = quote === '"' && text[at] === '\\' && at + 1 < end ? text[at + 1] : undefined;
    if (escaped === 'n' || escaped === 'r') {
      decoded += escaped === 'n' ? '\n' : '\r';
      at += 1;
    } else if (text[at] === '\r') {
      decoded += '\n';
      if (text[at + 1] === '\n') at += 1;
    } else decoded += text[at];
  }
  return { text: decoded, offsets };
}

/**
 * Where a quoted value ends: at the first quote without a backslash that has nothing but a comment
 * after it on its line; if the first such quote has more after it, at the last escaped one before
 * that has not. Remembers what it found, so that many open quotes cost no more than one.
 */
class ClosingQuotes {
  readonly #text: string;
  /** Per quote: where the next unescaped one stands, from the offset that was asked last. */
  readonly #next = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  find(quote: string, open: number): number | undefined {
    const close = this.#unescaped(quote, open + 1);
    if (close < this.#text.length && endsValue(this.#text, close + 1)) return close;
    for (let at = close - 1; at > open; at -= 1) {
      if (this.#text[at] === quote && endsValue(this.#text, at + 1)) return at;
    }
    return undefined;
  }

  #unescaped(quote: string, from: number): number {
    const known = this.#next.get(quote);
    if (known !== undefined && known >= from) return known;
    let at = this.#text.indexOf(quote, from);
    while (at !== -1 && this.#text[at - 1] === '\\') at = this.#text.indexOf(quote, at + 1);
    if (at === -1) at = this.#text.length;
    this.#next.set(quote, at);
    return at;
  }
}

/** Whether only space, or space and a comment, follow on the line. */
function endsValue(text: string, at: number): boolean {
  let index = at;
  while (index < text.length && !isLineEnd(text, index) && isSpace(text, index)) index += 1;
  return index >= text.length || isLineEnd(text, index) || text[index] === '#';
}

function isQuote(char: string | undefined): char is "'" | '"' | '`' {
  return char !== undefined && QUOTES.includes(char);
}

function isSpace(text: string, at: number): boolean {
  return at < text.length && SPACE.test(text[at] ?? '');
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}

function skipSpace(text: string, at: number): number {
  let index = at;
  while (isSpace(text, index)) index += 1;
  return index;
}

function skipOneSpace(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}

function lineEnd(text: string, at: number): number {
  let index = at;
  while (index < text.length && !isLineEnd(text, index)) index += 1;
  return index;
}
