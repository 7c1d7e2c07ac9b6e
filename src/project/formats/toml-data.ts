import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { type DataFile, type DataFormat, type DataNode, faulty } from './data.js';
import { escapedOffsets, linesOffsets } from './escapes.js';
import { plainValue, type Value } from './value.js';

/** Deeper than a person nests; the walk below recurses. */
const MAX_DEPTH = 100;

export const toml: DataFormat = {
  name: 'TOML',
  endings: ['toml'],
  read(text): DataFile {
    try {
      return { documents: [[...nodesOf(text, parse(text))]] };
    } catch (error) {
      if (error instanceof ParseError) return faulty(error.index, error.message);
      if (error instanceof RangeError) return faulty(0, 'It is nested too deeply');
      throw error;
    }
  },
  parse: (text) => parse(text).body[0].body.map((part) => structure(part)),
};

function parse(text: string): AST.TOMLProgram {
  // The parser does not know the mark; a space keeps every offset.
  return parseTOML(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);
}

type Path = readonly string[];

function* nodesOf(text: string, { body: [top] }: AST.TOMLProgram): Iterable<DataNode> {
  for (const part of top.body) {
    if (part.type === 'TOMLKeyValue') yield* pairNodes(text, part, []);
    else {
      const path = part.resolvedKey.map(String);
      yield { path, offset: part.range[0] };
      for (const pair of part.body) yield* pairNodes(text, pair, path);
    }
  }
}

function pairNodes(text: string, { key, value }: AST.TOMLKeyValue, path: Path): Iterable<DataNode> {
  return contentNodes(text, value, [...path, ...key.keys.map(keyText)]);
}

function* contentNodes(text: string, node: AST.TOMLContentNode, path: Path): Iterable<DataNode> {
  if (path.length > MAX_DEPTH) throw new RangeError('Too deep');
  const value = node.type === 'TOMLValue' ? scalarValue(text, node) : undefined;
  yield { path, offset: node.range[0], ...(value && { value }) };
  if (node.type === 'TOMLArray') {
    for (const [index, item] of node.elements.entries()) {
      yield* contentNodes(text, item, [...path, String(index)]);
    }
  } else if (node.type === 'TOMLInlineTable') {
    for (const pair of node.body) yield* pairNodes(text, pair, path);
  }
}

function keyText(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

function scalarValue(text: string, node: AST.TOMLValue): Value {
  const [start, end] = node.range;
  if (node.kind !== 'string') return plainValue(text, start, end);
  const quotes = node.multiline ? 3 : 1;
  const inner = plainValue(text, start + quotes, end - quotes);
  if (inner.text === node.value) return inner;
  const offsets = node.multiline
    ? linesOffsets(inner, node.value, node.style === 'literal')
    : escapedOffsets(inner, node.value);
  // What cannot be traced is given the end for a place, where no digits stand.
  return { text: node.value, offsets: offsets ?? node.value.split('').map(() => end) };
}

/** Keys stay apart from values; of numbers their notation counts too. */
function structure(node: AST.TOMLKeyValue | AST.TOMLTable | AST.TOMLContentNode): unknown {
  switch (node.type) {
    case 'TOMLTable':
      return [node.kind, node.key.keys.map(keyText), node.body.map(structure)];
    case 'TOMLKeyValue':
      return [node.key.keys.map(keyText), structure(node.value)];
    case 'TOMLArray':
      return node.elements.map(structure);
    case 'TOMLInlineTable':
      return ['inline', node.body.map(structure)];
    case 'TOMLValue':
      return [node.kind, 'number' in node ? node.number : String(node.value)];
  }
}
