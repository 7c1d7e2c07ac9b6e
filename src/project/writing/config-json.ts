import { getNodeValue, type Node } from 'jsonc-parser';
import { property, readJson } from '../formats/json.js';
import { positionsIn } from '../formats/position.js';
import type { JsonObject, JsonValue } from './change.js';
import { applyEdits, type Edit } from './edit.js';
import { addProperties, type Layout, layoutOf, writeValue } from './json-layout.js';
import { notEditable } from './staging.js';
import { type UpdateOptions, type UpdateResult, updateFile } from './update-file.js';

/**
 * Merges values into a JSON file, with or without comments, and keeps every other byte of it:
 * comments, order, indentation, line ends. Objects are merged, everything else is replaced. A
 * missing file is made. The file is replaced in one step.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, also for a file that is not JSON, or REFUSED; then
 * nothing has changed.
 */
export async function updateConfigJson(
  path: string,
  values: JsonObject,
  options: UpdateOptions = {},
): Promise<UpdateResult> {
  // What JSON cannot say (undefined, a Date) is dropped or written as JSON.stringify does it.
  const plain = JSON.parse(JSON.stringify(values)) as JsonObject;
  return updateFile(path, (text) => mergeJson(text, plain, path), options);
}

/**
 * The edits that give a JSON text these values. Pure.
 * @param path for messages alone.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, with the place of what is wrong.
 */
export function mergeJson(text: string, values: JsonObject, path = 'config.json'): Edit[] {
  const layout = layoutOf(text);
  if (/^\uFEFF?\s*$/.test(text)) {
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    return [{ start, end: text.length, text: writeValue(values, '', layout) + layout.eol }];
  }
  const root = parse(text, path);
  const edits = mergeObject(text, root, values, layout);
  const wanted = merged(getNodeValue(root), values);
  if (!isSame(getNodeValue(parse(applyEdits(text, edits), path)), wanted)) {
    throw notEditable(path, 'cannot be changed without changing more than was asked for');
  }
  return edits;
}

function parse(text: string, path: string): Node {
  const { root, fault } = readJson(text, { comments: true });
  if (root?.type === 'object' && !fault) return root;
  const offset = fault?.offset ?? root?.offset ?? 0;
  const { line, column } = positionsIn(text)(offset);
  const what = fault?.message ?? 'There is no object at the top';
  throw notEditable(path, `is not JSON that values can be merged into: ${what}`, {
    line,
    column,
  });
}

function mergeObject(text: string, object: Node, values: JsonObject, layout: Layout): Edit[] {
  const edits: Edit[] = [];
  const added: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(values)) {
    const node = property(object, key);
    if (node === undefined) added.push([key, value]);
    else if (node.type === 'object' && isObject(value)) {
      edits.push(...mergeObject(text, node, value, layout));
    } else edits.push(...replaceValue(text, node, value, layout));
  }
  return [...edits, ...addProperties(text, object, added, layout)].sort(
    (a, b) => a.start - b.start,
  );
}

function replaceValue(text: string, node: Node, value: JsonValue, layout: Layout): Edit[] {
  if (isSame(getNodeValue(node), value)) return [];
  const indent = layout.indentAt(text, node.offset);
  return [
    { start: node.offset, end: node.offset + node.length, text: writeValue(value, indent, layout) },
  ];
}

/** What the file should say afterwards. */
function merged(before: unknown, values: JsonObject): unknown {
  if (!isObject(before)) return values;
  const result = new Map<string, unknown>(Object.entries(before));
  for (const [key, value] of Object.entries(values)) {
    result.set(key, isObject(value) ? merged(result.get(key), value) : value);
  }
  return Object.fromEntries(result);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whatever the order of keys, and whether an object has a prototype. */
function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  );
}
