import { join } from 'node:path';
import { type FileSystem, statIfThere } from '../writing/file-system.js';
import { relativePath } from '../writing/inside.js';
import { whereNow } from './aside.js';
import type { Entry } from './entry.js';
import { foldersFrom } from './folders.js';
import { JOURNAL_FOLDER, type JournalPlace, locateJournal, OWN_FOLDER } from './location.js';
import { type Claim, type Claims, targetsOf, trustedOwners } from './nested.js';
import { isMadeIn } from './origin.js';
import { peekEntries } from './store.js';

/**
 * What projects within this one changed whose folder was renamed since, by the paths of before: this
 * one's journal has none other of them.
 * @param targets paths from the root, of what this one changed.
 */
export async function claimsOfRenamed(
  place: JournalPlace,
  targets: readonly string[],
  files: FileSystem,
): Promise<Claims> {
  const find = place.needsIgnore ? journalsBelow : journalsBeside;
  const claims = new Map<string, Claim>();
  for (const { root, entries } of await find(place, targets, files)) {
    for (const { createdAt, origin, ...entry } of entries) {
      for (const target of targetsOf(entry)) {
        claims.set(join(origin?.path ?? root, target), { root, createdAt });
      }
    }
  }
  return claims;
}

interface Renamed {
  /** Where it is now. */
  readonly root: string;
  readonly entries: readonly Entry[];
}

/** Within git's folder all of them lie side by side. */
async function journalsBeside(
  place: JournalPlace,
  _targets: readonly string[],
  files: FileSystem,
): Promise<Renamed[]> {
  const names = await files.list(place.base).catch(() => []);
  const found: Renamed[] = [];
  for (const name of names.filter((one) => JOURNAL_FOLDER.test(one))) {
    const folder = join(place.base, name);
    if (folder === place.folder) continue;
    const entries = await renamedIn({ ...place, folder }, place, files);
    const root = entries.length === 0 ? undefined : await whereNow(place, entries, files);
    if (root !== undefined) found.push({ root, entries });
  }
  return found;
}

/** Without git each lies in its own folder, which is looked for where something is gone. */
async function journalsBelow(
  place: JournalPlace,
  targets: readonly string[],
  files: FileSystem,
): Promise<Renamed[]> {
  const looks = targets.map((target) => statIfThere(join(place.root, target), files));
  const all = await Promise.all(looks.map((each) => each.catch(() => undefined)));
  if (all.every((each) => each !== undefined)) return [];
  const found: Renamed[] = [];
  for (const { path, entries: names } of foldersFrom(place.root)) {
    if (path === place.root || names.every(({ name }) => name !== OWN_FOLDER)) continue;
    const other = await locateJournal(path, files).catch(() => undefined);
    if (other === undefined) continue;
    const entries = await renamedIn(other, place, files);
    if (entries.length > 0) found.push({ root: path, entries });
  }
  return found;
}

async function renamedIn(
  journal: JournalPlace,
  place: JournalPlace,
  files: FileSystem,
): Promise<Entry[]> {
  const looks = await statIfThere(journal.folder, files).catch(() => undefined);
  if (!(await trustedOwners(place, files)).includes(looks?.uid)) return [];
  return (await peekEntries(journal, files)).filter((entry) => wasWithin(entry, place.root));
}

function wasWithin(entry: Entry, root: string): boolean {
  const { origin } = entry;
  if (origin === undefined || relativePath(root, origin.path) === undefined) return false;
  return !isMadeIn(entry, origin.path);
}
