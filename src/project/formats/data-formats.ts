import type { DataFormat } from './data.js';
import { env } from './env-data.js';
import { json } from './json-data.js';
import { properties } from './properties.js';
import { toml } from './toml-data.js';
import { yaml } from './yaml-data.js';

/** By the names of files. */
const FORMATS: readonly (readonly [RegExp, DataFormat])[] = [
  [/\.(json|jsonc|json5|webmanifest|code-workspace)$/i, json],
  [/\.ya?ml$/i, yaml],
  [/\.toml$/i, toml],
  [/\.properties$/i, properties],
  [/(^|\/)\.env(\.[^/]*)?$|\.env$/i, env],
];

/** The format that the name of a file tells, if it is one that keys lead through. */
export function formatOf(path: string): DataFormat | undefined {
  return FORMATS.find(([names]) => names.test(path))?.[1];
}
