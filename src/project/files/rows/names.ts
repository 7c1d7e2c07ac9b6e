import { toPortName } from '../../../ports/index.js';

/** `orders`, `dev` → ORDERS_DEV_PORT; parts that there are not are passed over. */
export function portNameFrom(...parts: readonly (string | undefined)[]): string {
  const words = parts.filter((part) => part !== undefined && part !== '');
  return toPortName([...words, 'PORT'].join('_'));
}

/** The folder some levels above a file: of `api/Properties/x.json` the second is `api`. */
export function folderAbove(file: string, levels: number): string | undefined {
  return file.split('/').at(-1 - levels);
}
