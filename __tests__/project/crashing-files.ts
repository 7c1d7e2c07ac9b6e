import { writeFile } from 'node:fs/promises';
import { type FileSystem, realFiles } from '../../src/project/writing/file-system.js';

/** How far the fatal operation gets. */
export const MOMENTS = ['before', 'half', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

export class Crash extends Error {}

const CHANGING = ['create', 'rename', 'link', 'remove', 'makeFolder', 'removeFolder'] as const;
type Changing = (typeof CHANGING)[number];

/**
 * A file system of a process that is killed at its n-th changing operation: from then on nothing
 * it does has any effect. `count` says how many such operations there were.
 */
export function crashingFiles(
  fatal = Number.POSITIVE_INFINITY,
  moment: Moment = 'before',
): { files: FileSystem; count: () => number } {
  let [count, dead] = [0, false];
  const alive = (): void => {
    if (dead) throw new Crash('dead');
  };
  const wrapped: Record<string, unknown> = {};
  for (const [name, operation] of Object.entries(realFiles) as [
    string,
    (...args: never[]) => Promise<unknown>,
  ][]) {
    wrapped[name] = async (...args: never[]) => {
      alive();
      if (!CHANGING.includes(name as Changing)) return operation(...args);
      count += 1;
      if (count !== fatal) return operation(...args);
      dead = true;
      if (moment === 'after') await operation(...args).catch(() => undefined);
      if (moment === 'half' && name === 'create')
        await writeHalf(...(args as unknown as [string, Buffer]));
      throw new Crash(`killed at ${name}`);
    };
  }
  return { files: wrapped as unknown as FileSystem, count: () => count };
}

async function writeHalf(path: string, bytes: Buffer): Promise<void> {
  await writeFile(path, bytes.subarray(0, bytes.length / 2), { flag: 'wx' });
}

/** A file system in which one kind of operation fails for some path, as a full disk does. */
export function failingFiles(name: keyof FileSystem, pattern: RegExp, code: string): FileSystem {
  const original = realFiles[name] as (...args: unknown[]) => Promise<unknown>;
  const failing = async (...args: unknown[]): Promise<unknown> => {
    if (args.some((arg) => typeof arg === 'string' && pattern.test(arg))) {
      throw Object.assign(new Error(`${code}: ${name}`), { code });
    }
    return original(...args);
  };
  return { ...realFiles, [name]: failing } as FileSystem;
}
