import { type Document, isCollection, isMap, isPair, isScalar, type YAMLMap } from 'yaml';
import type { Fault } from './data.js';

/** What our own walks may recurse. */
export const MAX_DEPTH = 100;

/** A key that stands twice, or nesting that no file of a person has. */
export function shapeFault({ contents }: Document.Parsed): Fault | undefined {
  const look = (node: unknown, depth: number): Fault | undefined => {
    if (isPair(node)) return look(node.key, depth + 1) ?? look(node.value, depth + 1);
    if (!isCollection(node)) return undefined;
    if (depth > MAX_DEPTH) return faultAt(node, 'It is nested too deeply');
    const repeated = isMap(node) ? repeatedKey(node) : undefined;
    if (repeated) return repeated;
    for (const item of node.items) {
      const fault = look(item, depth + 1);
      if (fault) return fault;
    }
    return undefined;
  };
  return look(contents, 1);
}

function repeatedKey(map: YAMLMap): Fault | undefined {
  const seen = new Set<unknown>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value) && key.value !== '<<') {
      return faultAt(key, `The key "${String(key.value).slice(0, 60)}" stands twice`);
    }
    seen.add(key.value);
  }
  return undefined;
}

function faultAt(node: { range?: readonly number[] | null }, message: string): Fault {
  return { offset: node.range?.[0] ?? 0, message };
}
