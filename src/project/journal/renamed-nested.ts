import { join } from 'node:path';
import { type FileSystem, statIfThere } from '../writing/file-system.js';
import { relativePath } from '../writing/inside.js';
import { whereNow } from './aside.js';
import type { Entry } from './entry.js';
import { JOURNAL_FOLDER, type JournalPlace } from './location.js';
import { type Claim, type Claims, targetsOf, trustedOwners } from './nested.js';
import { isMadeIn } from './origin.js';
import { peekEntries } from './store.js';

/**
 * What projects within this one changed whose folder was renamed since, by the paths of before: this
 * one's journal has none other of them.
 */
export async function claimsOfRenamed(place: JournalPlace, files: FileSystem): Promise<Claims> {
  const claims = new Map<string, Claim>();
  if (place.needsIgnore) return claims;
  const names = await files.list(place.base).catch(() => []);
  const trusted = await trustedOwners(place, files);
  for (const name of names.filter((one) => JOURNAL_FOLDER.test(one))) {
    const folder = join(place.base, name);
    const looks = await statIfThere(folder, files).catch(() => undefined);
    if (folder === place.folder || !trusted.includes(looks?.uid)) continue;
    const all = await peekEntries({ ...place, folder }, files);
    const moved = all.filter((entry) => wasWithin(entry, place.root));
    const root = moved.length === 0 ? undefined : await whereNow(place, moved, files);
    if (root === undefined) continue;
    for (const { createdAt, origin, ...entry } of moved) {
      for (const target of targetsOf(entry)) {
        claims.set(join(origin?.path ?? root, target), { root, createdAt });
      }
    }
  }
  return claims;
}

function wasWithin(entry: Entry, root: string): boolean {
  const { origin } = entry;
  if (origin === undefined || relativePath(root, origin.path) === undefined) return false;
  return !isMadeIn(entry, origin.path);
}
