import { getNodeValue, type Node } from 'jsonc-parser';
import { type DataFile, type DataFormat, type DataNode, faulty } from './data.js';
import { readJson, stringValue } from './json.js';
import { plainValue, type Value } from './value.js';

/** JSON as editors read it: with comments and trailing commas. */
export const json: DataFormat = {
  name: 'JSON',
  endings: ['json', 'jsonc', 'json5', 'webmanifest', 'code-workspace'],
  read(text): DataFile {
    const { root, fault } = readJson(text, { comments: true });
    if (fault) return faulty(fault.offset, fault.message);
    return { documents: [[...nodesOf(text, root, [])]] };
  },
  parse(text) {
    const { root, fault } = readJson(text, { comments: true });
    if (fault) throw new SyntaxError(fault.message);
    return leaves(root);
  },
};

function* nodesOf(
  text: string,
  node: Node | undefined,
  path: readonly string[],
  key?: Value,
): Iterable<DataNode> {
  if (node === undefined) return;
  const value = node.children ? undefined : scalarValue(text, node);
  yield { path, offset: node.offset, ...(value && { value }), ...(key && { key }) };
  if (node.type === 'array') {
    for (const [index, item] of (node.children ?? []).entries()) {
      yield* nodesOf(text, item, [...path, String(index)]);
    }
  } else if (node.type === 'object') {
    for (const [key, value] of lastOfEach(node)) {
      yield* nodesOf(text, value, [...path, key.value], stringValue(text, key));
    }
  }
}

/** Of a repeated key the last counts, as for `JSON.parse`. */
function lastOfEach(node: Node): Iterable<[key: Node, value: Node]> {
  const found = new Map<unknown, [Node, Node]>();
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key && value) found.set(getNodeValue(key), [key, value]);
  }
  return found.values();
}

function scalarValue(text: string, node: Node): Value | undefined {
  if (node.type === 'string') return stringValue(text, node);
  return plainValue(text, node.offset, node.offset + node.length);
}

/** Keys stay apart from values, repeated ones included. */
function leaves(node: Node | undefined): unknown {
  return node?.children ? [node.type, node.children.map(leaves)] : node?.value;
}
