import {
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Fault } from './data.js';
import type { Value } from './value.js';

/** A parsed text, or where it is not JSON. */
export interface JsonFile {
  readonly root?: Node;
  readonly fault?: Fault;
}

const MAX_DEPTH = 200;

/**
 * Parses strict JSON, or with `comments` what editors call JSONC: comments and trailing commas as
 * well. A byte order mark is passed over.
 */
export function readJson(text: string, { comments = false } = {}): JsonFile {
  const depth = depthFault(text, comments);
  if (depth) return { fault: depth };
  const errors: ParseError[] = [];
  // The parser takes the mark for an unknown character; a space keeps every offset.
  const body = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const options = { disallowComments: !comments, allowTrailingComma: comments };
  const root = parseTree(body, errors, options);
  const [first] = errors;
  if (first) return { fault: { offset: first.offset, message: describe(first) } };
  return root ? { root } : { fault: { offset: 0, message: 'It is empty' } };
}

/** `PropertyNameExpected` as a person would say it. */
function describe(error: ParseError): string {
  const words = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.charAt(0) + words.slice(1).toLowerCase();
}

/** Whether strict JSON nests deeper than `readJson` takes it. */
export function isTooDeep(text: string): boolean {
  return depthFault(text, false) !== undefined;
}

/** The parser recurses; a file that nests deeper than any person writes would end the process. */
function depthFault(text: string, comments: boolean): Fault | undefined {
  // With so few brackets there is no need to look at every character.
  if (text.split(/[[{]/, MAX_DEPTH + 2).length <= MAX_DEPTH + 1) return undefined;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (comments && char === '/') at = commentEnd(text, at);
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (depth > MAX_DEPTH) return { offset: at, message: 'It is nested too deeply' };
  }
  return undefined;
}

/** The last character of the comment that begins here, or this one where none does. */
function commentEnd(text: string, at: number): number {
  const [mark, length] = text[at + 1] === '*' ? ['*/', 2] : ['\n', 1];
  if (text[at + 1] !== '*' && text[at + 1] !== '/') return at;
  const end = text.indexOf(mark, at + 2);
  return end === -1 ? text.length : end + length - 1;
}

/** The value of a property; of a repeated one the last, as `JSON.parse` has it. */
export function property(node: Node | undefined, name: string): Node | undefined {
  return properties(node).findLast(([key]) => key === name)?.[1];
}

/** The properties of an object, each name once. */
export function properties(node: Node | undefined): [key: string, value: Node][] {
  if (node?.type !== 'object') return [];
  const found = new Map<string, Node>();
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key && value) found.set(String(getNodeValue(key)), value);
  }
  return [...found];
}

const UNICODE_ESCAPE = 6;

/** The text of a string with the place of every character; an escape stands where it begins. */
export function stringValue(source: string, node: Node): Value | undefined {
  if (node.type !== 'string') return undefined;
  const [start, end] = [node.offset + 1, node.offset + node.length - 1];
  const text = String(node.value);
  if (source.slice(start, end) === text) return { text, offsets: start };
  const offsets: number[] = [];
  for (let at = start; at < end; ) {
    offsets.push(at);
    if (source[at] !== '\\') at += 1;
    else at += source[at + 1] === 'u' ? UNICODE_ESCAPE : 2;
  }
  return { text, offsets };
}
