import { toPortName } from '../../../ports/index.js';

/** Longer names nobody types. */
const MAX_PART = 60;

/**
 * `orders`, `dev` → ORDERS_DEV_PORT; parts that there are not are passed over. Never PORT alone,
 * which programs read.
 */
export function portNameFrom(...parts: readonly (string | undefined)[]): string {
  const words = parts.flatMap((part) => part?.slice(0, MAX_PART).match(/[A-Za-z0-9]+/g) ?? []);
  return toPortName([...(words.length > 0 ? words : ['app']), 'PORT'].join('_'));
}

/** `dev` of a file in `apps/web` → WEB_DEV_PORT: as the package script that starts a server has it. */
export function scriptPortName(file: string, script: string): string {
  const folder = folderAbove(file, 1);
  return `${toPortName(folder === undefined ? script : `${folder}_${script}`)}_PORT`;
}

/** The folder some levels above a file: of `api/Properties/x.json` the second is `api`. */
export function folderAbove(file: string, levels: number): string | undefined {
  return file.split('/').at(-1 - levels);
}
