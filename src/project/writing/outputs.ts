import { PortKeeperError } from '../../errors.js';
import type { Output } from '../config/config.js';
import { type FileChange, isFileChange, type JsonObject, type ProjectChange } from './change.js';
import { mergeJson } from './config-json.js';
import { applyEdits, composeEdits, type Edit } from './edit.js';
import { expand, expandAll, type Variables } from './expand.js';
import { type FileSystem, isMissing, realFiles } from './file-system.js';
import { resolveInside, resolveNew } from './inside.js';
import { decodeSource } from './source-file.js';
import { notEditable } from './staging.js';
import { mergeEnv } from './write-env.js';

export interface OutputOptions {
  /** Edits that will be made to the same project: an output to one of their files joins them. */
  readonly edits?: readonly FileChange[];
  readonly files?: FileSystem;
}

/**
 * What the outputs of the configuration change: files that are merged into, and files that are
 * made. Writes nothing.
 * @param variables name → value of every reserved port.
 * @returns all changes, those of `edits` included: hand them to `applyChanges` together.
 * @throws {PortKeeperError} BAD_CONFIG, REFUSED or FILE_NOT_EDITABLE, with the output's file.
 */
export async function planOutputs(
  root: string,
  outputs: readonly Output[],
  variables: Variables,
  { edits = [], files = realFiles }: OutputOptions = {},
): Promise<ProjectChange[]> {
  if (outputs.length === 0) return [...edits];
  const changes = new Map<string, ProjectChange>();
  for (const edit of edits) changes.set(await resolveInside(root, edit.path, files), edit);
  for (const output of outputs) {
    const target = await targetOf(root, output, files);
    const before = changes.get(target) ?? (await readChange(target, output.path, files));
    const text = isFileChange(before) ? before.after : before.text;
    changes.set(target, extend(before, editsOf(output, text, variables)));
  }
  return [...changes.values()].filter((change) => !isFileChange(change) || change.edits.length > 0);
}

async function targetOf(root: string, { path }: Output, files: FileSystem): Promise<string> {
  try {
    return await resolveInside(root, path, files);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return (await resolveNew(root, path, files)).target;
  }
}

/** The file as it is, with no edit yet. */
async function readChange(target: string, path: string, files: FileSystem): Promise<ProjectChange> {
  try {
    const before = decodeSource(path, await files.read(target));
    if (before === undefined) throw notEditable(path, 'is not a text file');
    return { path, before, edits: [], after: before.text, places: [] };
  } catch (error) {
    if (isMissing(error)) return { path, text: '' };
    throw error instanceof PortKeeperError
      ? error
      : notEditable(path, 'cannot be read', { cause: error });
  }
}

function extend(change: ProjectChange, edits: readonly Edit[]): ProjectChange {
  if (!isFileChange(change)) return { ...change, text: applyEdits(change.text, edits) };
  const composed = composeEdits(change.before.text, change.edits, edits);
  return { ...change, edits: composed, after: applyEdits(change.after, edits) };
}

function editsOf(output: Output, text: string, variables: Variables): readonly Edit[] {
  switch (output.type) {
    case 'env':
      return mergeEnv(text, envValues(output, variables), output.path);
    case 'json':
      return mergeJson(text, jsonValues(output, variables), output.path);
    case 'runtime_js':
      return replaceAll(text, runtimeScript(jsonValues(output, variables)));
  }
}

function envValues({ map, path }: Output, variables: Variables): Variables {
  if (map === undefined) return variables;
  const entries = Object.entries(map).map(([name, value]) => {
    if (typeof value === 'object' && value !== null) throw noText(path, name);
    return [name, expand(String(value ?? ''), variables, path)];
  });
  return Object.fromEntries(entries) as Variables;
}

function noText(path: string, name: string): PortKeeperError {
  return new PortKeeperError('BAD_CONFIG', `The output ${path} gives ${name} more than one value`, {
    hint: 'An env file holds text alone: write a string or a number.',
    place: { file: path },
  });
}

function jsonValues({ map, path }: Output, variables: Variables): JsonObject {
  if (map !== undefined) return expandAll(map, variables, path) as JsonObject;
  return Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, Number(value)]));
}

/**
 * A script that a page loads before its own. `RUNTIME` on the global object is where the Python
 * PortKeeper put it. It may be pasted into a `<script>` element, so nothing in it can end one.
 */
function runtimeScript(values: JsonObject): string {
  const json = JSON.stringify(values, null, 2).replaceAll('<', '\\u003c');
  return `// Written by PortKeeper.\nglobalThis.RUNTIME = ${json};\n`;
}

/** One edit, of what differs: the journal then keeps no more of the old text than it must. */
function replaceAll(before: string, after: string): Edit[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const end = before.length - tail;
  return [{ start, end, text: after.slice(start, after.length - tail) }];
}
