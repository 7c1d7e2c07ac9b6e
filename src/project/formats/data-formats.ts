import { endingOf } from '../packages.js';
import type { DataFormat } from './data.js';
import { env } from './env-data.js';
import { json } from './json-data.js';
import { properties } from './properties.js';
import { toml } from './toml-data.js';
import { yaml } from './yaml-data.js';

const FORMATS = [json, yaml, toml, properties];
const ENV = /(^|\/)\.env(\.[^/]*)?$|\.env$/i;

/** The format that the name of a file tells, if it is one that keys lead through. */
export function formatOf(path: string): DataFormat | undefined {
  const format = FORMATS.find(({ endings }) => endings.includes(endingOf(path)));
  return format ?? (ENV.test(path) ? env : undefined);
}
