import { folderOf, foldersUp, joinPath } from '../packages.js';
import type { SourceFile } from '../writing/source-file.js';
import { IS_JAVASCRIPT } from './kinds.js';

/** `"dev": "nodemon"`, `"start:dev": "tsx watch server.ts"`; one that has Docker do it is none. */
const STARTS_IT =
  /"(?:[\w-]{1,40}:)?(?:dev|develop)(?::[\w:-]{1,40})?"\s{0,9}:\s{0,9}"(?![^"]{0,200}\b(?:docker|podman)\b)/;

/** Whether a script of its package starts a program for who works on it, in no container. */
export function startsByHand(sources: ReadonlyMap<string, SourceFile>): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    if (!IS_JAVASCRIPT.test(path)) return false;
    const manifests = foldersUp(folderOf(path)).map((folder) => joinPath(folder, 'package.json'));
    const nearest = manifests.find((each) => sources.has(each)) ?? '';
    const starts = known.get(nearest) ?? STARTS_IT.test(sources.get(nearest)?.text ?? '');
    known.set(nearest, starts);
    return starts;
  };
}
