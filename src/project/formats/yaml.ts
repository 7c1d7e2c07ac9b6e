import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml';
import type { Fault } from './data.js';
import { escapedOffsets } from './escapes.js';
import { plainValue, type Value } from './value.js';
import { type Parsed, parseDocument, parseDocuments } from './yaml-parse.js';
import { MAX_DEPTH, shapeFault } from './yaml-shape.js';

/** A node as the parser gives it, or what stands for nothing. */
export type YamlNode = ParsedNode | null;

/** How often one document may follow an alias: a chain of them grows without end. */
const MAX_ALIASES = 10_000;

export interface YamlFile {
  readonly root: YamlNode;
  readonly fault?: Fault;
  /** The node itself, or the one that its alias stands for. */
  resolve(node: unknown): YamlNode;
}

/** Parses one document. A fault is returned, not thrown. */
export function readYaml(text: string): YamlFile {
  const [file] = filesOf(parseDocument(text));
  return file ?? { root: null, resolve: () => null };
}

/** Parses a stream of documents; an empty text has none. */
export function readYamlDocuments(text: string): YamlFile[] {
  return filesOf(parseDocuments(text));
}

/**
 * As `readYamlDocuments`, but values that begin with a reserved `@` are taken as they stand: builds
 * put other text in the place of `@project.version@`.
 */
export function readYamlStream(text: string): YamlFile[] {
  const isFault = ({ code, pos }: YAMLParseError): boolean =>
    code !== 'BAD_SCALAR_START' || text[pos[0]] !== '@';
  return filesOf(parseDocuments(text), isFault);
}

function filesOf(parsed: Parsed, isFault?: (error: YAMLParseError) => boolean): YamlFile[] {
  if ('fault' in parsed) return [{ root: null, fault: parsed.fault, resolve: () => null }];
  return parsed.documents.map((document) => toFile(document, isFault));
}

function toFile(
  document: Document.Parsed,
  isFault: (error: YAMLParseError) => boolean = () => true,
): YamlFile {
  const fault = parserFault(document.errors.find(isFault)) ?? shapeFault(document);
  const root = document.contents as YamlNode;
  return { root, resolve: aliasResolver(document), ...(fault === undefined ? {} : { fault }) };
}

function parserFault(first: YAMLParseError | undefined): Fault | undefined {
  if (first === undefined) return undefined;
  const isTooDeep = first.code === 'RESOURCE_EXHAUSTION';
  return { offset: first.pos[0], message: isTooDeep ? 'It is nested too deeply' : first.message };
}

function aliasResolver(document: Document.Parsed): (node: unknown) => YamlNode {
  let targets: ReadonlyMap<unknown, unknown> | undefined;
  let followed = 0;
  return (node) => {
    if (!isAlias(node)) return (node ?? null) as YamlNode;
    targets ??= aliasTargets(document);
    followed += 1;
    return followed > MAX_ALIASES ? null : ((targets.get(node) ?? null) as YamlNode);
  };
}

/** An alias stands for the last node before it that has the anchor. */
function aliasTargets(document: Document.Parsed): Map<unknown, unknown> {
  const targets = new Map<unknown, unknown>();
  const anchors = new Map<string, unknown>();
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) targets.set(node, anchors.get(node.source));
      else if (node.anchor) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/** The text of a scalar with the place of every character, or undefined for what is no scalar. */
export function scalarValue(source: string, node: unknown): Value | undefined {
  if (!isScalar(node) || !node.range) return undefined;
  const [start, end] = node.range;
  const text = typeof node.value === 'string' ? node.value : source.slice(start, end);
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  const inner = quoted ? plainValue(source, start + 1, end - 1) : plainValue(source, start, end);
  if (inner.text === text) return inner;
  const escapes = node.type === 'QUOTE_DOUBLE' && inner.text.includes('\\');
  const offsets = escapes ? escapedOffsets(inner, text) : alignedOffsets(source, text, inner);
  return { text, offsets: offsets ?? text.split('').map(() => end) };
}

/**
 * For folded lines, block indentation and doubled quotes: the words are found again one after
 * another in the source, and what is between them is what the style added. A span out of it is
 * checked against the source, and so can be missing, not wrong.
 */
function alignedOffsets(source: string, text: string, inner: Value): number[] | undefined {
  const offsets: number[] = [];
  let at = inner.offsets as number;
  const end = at + inner.text.length;
  for (const char of text.split('')) {
    const next = /\s/.test(char) ? at : source.indexOf(char, at);
    if (next === -1 || next >= end) return undefined;
    offsets.push(next);
    at = /\s/.test(char) ? at : next + 1;
  }
  return offsets;
}

/** A field of a map, its own or merged into it by `<<`; explicit ones win over merged ones. */
export function field(file: YamlFile, map: unknown, name: string, depth = 0): YamlNode {
  const node = file.resolve(map);
  if (!isMap(node) || depth > MAX_DEPTH) return null;
  const own = node.items.find((pair) => keyText(pair.key) === name);
  if (own) return own.value as YamlNode;
  if (!node.items.some(isMerge)) return null;
  for (const base of mergedInto(file, node)) {
    const found = field(file, base, name, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function isMerge({ key }: Pair): boolean {
  return keyText(key) === '<<';
}

function mergedInto(file: YamlFile, map: YAMLMap): readonly unknown[] {
  return map.items.filter(isMerge).flatMap((pair) => {
    const node = file.resolve(pair.value);
    return isSeq(node) ? node.items : [node];
  });
}

/** The pairs of a map and of what is merged into it, each key once. */
export function fields(file: YamlFile, map: unknown): [key: string, value: unknown][] {
  const found = new Map<string, unknown>();
  const collect = (from: unknown, depth: number): void => {
    const node = file.resolve(from);
    if (!isMap(node) || depth > MAX_DEPTH) return;
    for (const { key, value } of node.items) {
      const name = keyText(key);
      if (name !== undefined && name !== '<<' && !found.has(name)) found.set(name, value);
    }
    for (const base of mergedInto(file, node)) collect(base, depth + 1);
  };
  collect(map, 0);
  return [...found];
}

/** The items of a sequence; of anything else, none. */
export function items(file: YamlFile, node: unknown): readonly unknown[] {
  const resolved = file.resolve(node);
  return isSeq(resolved) ? resolved.items : [];
}

export function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

/** Every scalar value as it stands in the file, each once, with the keys that lead to it. */
export function eachScalar(
  file: YamlFile,
  use: (scalar: Scalar, path: readonly string[]) => void,
): void {
  const walk = (node: unknown, path: readonly string[]): void => {
    if (isScalar(node)) use(node, path);
    else if (isMap(node)) {
      for (const { key, value } of node.items) walk(value, [...path, keyText(key) ?? '?']);
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) walk(item, [...path, String(index)]);
    }
  };
  walk(file.root, []);
}

/**
 * Every document as plain data for comparison: what aliases stand for is not repeated, and the
 * names of anchors, aliases and tags are part of it.
 */
export function yamlStructure(text: string): unknown {
  return readYamlDocuments(text).map(structureOf);
}

/** As `yamlStructure`, of what `readYamlStream` reads. */
export function yamlStreamStructure(text: string): unknown {
  return readYamlStream(text).map(structureOf);
}

function structureOf({ root, fault }: YamlFile): unknown {
  if (fault) throw new SyntaxError(fault.message);
  return structure(root);
}

function structure(node: unknown): unknown {
  if (isAlias(node)) return ['*', node.source];
  if (isPair(node)) return [structure(node.key), structure(node.value)];
  if (isCollection(node)) return [node.tag, node.anchor, node.items.map(structure)];
  if (!isScalar(node)) return null;
  const value = typeof node.value === 'bigint' ? String(node.value) : node.value;
  return node.tag || node.anchor ? [node.tag, node.anchor, value] : value;
}
