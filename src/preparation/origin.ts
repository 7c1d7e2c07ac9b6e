import { statSync } from 'node:fs';
import type { JsonObject } from '../project/change.js';

/** The folder that a preparation was made in, so that it is known again. */
export interface Origin extends JsonObject {
  readonly path: string;
  /** `device:inode` */
  readonly folder: string;
}

/** @returns undefined where the system does not tell. */
export function originOf(root: string): Origin | undefined {
  const folder = lookAt(root);
  return folder === undefined ? undefined : { path: root, folder };
}

export function isOrigin(value: unknown): value is Origin {
  const { path, folder } = Object(value);
  return typeof path === 'string' && typeof folder === 'string';
}

/**
 * Whether a project was copied with its journal: the folder that this one was made in still stands
 * where it stood, and is another. What was reserved is that one's. A folder that was moved, or that
 * a container sees at another path, is none.
 */
export function isCopied({ origin }: { readonly origin?: Origin }, root: string): boolean {
  if (origin === undefined || origin.path === root) return false;
  return lookAt(origin.path) === origin.folder && lookAt(root) !== origin.folder;
}

function lookAt(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
