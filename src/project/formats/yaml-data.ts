import { isMap, isScalar, isSeq } from 'yaml';
import { type DataFile, type DataFormat, type DataNode, faulty } from './data.js';
import {
  fields,
  items,
  readYamlStream,
  scalarValue,
  type YamlFile,
  yamlStreamStructure,
} from './yaml.js';

/** Without aliases a text has no more parts than characters; with them, this many at least. */
const MIN_LIMIT = 10_000;
/** An anchor may contain its own alias. */
const MAX_DEPTH = 100;

/** YAML, of one document or several; merges and aliases are followed. */
export const yaml: DataFormat = {
  name: 'YAML',
  endings: ['yml', 'yaml'],
  read(text): DataFile {
    const files = readYamlStream(text);
    const fault = files.find((file) => file.fault)?.fault;
    if (fault) return faulty(fault.offset, fault.message);
    const documents = files.map((file) => readDocument(text, file));
    const isRepeated = documents.some((nodes) => nodes.length > limitFor(text));
    return isRepeated ? faulty(0, 'Its aliases repeat too much') : { documents };
  },
  parse: yamlStreamStructure,
};

function limitFor(text: string): number {
  return Math.max(MIN_LIMIT, text.length);
}

function readDocument(text: string, file: YamlFile): DataNode[] {
  const nodes: DataNode[] = [];
  const limit = limitFor(text);
  const walk = (given: unknown, path: readonly string[]): void => {
    const node = file.resolve(given);
    if (node === null || nodes.length > limit || path.length > MAX_DEPTH) return;
    const value = isScalar(node) ? scalarValue(text, node) : undefined;
    nodes.push({ path, offset: node.range?.[0] ?? 0, ...(value && { value }) });
    for (const [key, child] of childrenOf(file, node)) walk(child, [...path, key]);
  };
  walk(file.root, []);
  return nodes;
}

function childrenOf(file: YamlFile, node: unknown): [key: string, child: unknown][] {
  if (isMap(node)) return fields(file, node);
  return isSeq(node) ? items(file, node).map((item, index) => [String(index), item]) : [];
}
