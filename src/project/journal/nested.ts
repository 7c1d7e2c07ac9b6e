import { dirname, join } from 'node:path';
import { type FileSystem, statIfThere } from '../writing/file-system.js';
import type { EditedFile, Entry, MadeFile } from './entry.js';
import { type JournalPlace, locateJournal } from './location.js';
import { peekEntries } from './store.js';

/** Which project changed a file last, and when. */
export interface Claim {
  readonly root: string;
  /** As in `Entry`. */
  readonly createdAt: string;
}

/** By the absolute path of the real file. */
export type Claims = ReadonlyMap<string, Claim>;

/**
 * Journals of projects within this one, or around it, that may speak of the same files: of these
 * paths from the root. A folder
 * that several share may hold one that a stranger planted: only those of this project's owner, or
 * of this user, count.
 */
export async function nestedJournals(
  place: JournalPlace,
  targets: readonly string[],
  files: FileSystem,
): Promise<JournalPlace[]> {
  const trusted = await trustedOwners(place, files);
  const found = new Map<string, JournalPlace>();
  for (const folder of foldersOf(place.root, targets)) {
    const other = await locateJournal(folder, files).catch(() => undefined);
    if (other === undefined || other.folder === place.folder) continue;
    const looks = await statIfThere(other.folder, files).catch(() => undefined);
    if (looks?.isDirectory() && trusted.includes(looks.uid)) found.set(other.folder, other);
  }
  return [...found.values()];
}

/** Whose journals count. */
export async function trustedOwners(
  place: JournalPlace,
  files: FileSystem,
): Promise<readonly (number | undefined)[]> {
  return [process.getuid?.(), (await files.inspect(place.root)).uid];
}

/** Every folder between the root and a file that was changed, and those above the root. */
function foldersOf(root: string, targets: readonly string[]): Set<string> {
  const folders = new Set<string>();
  const addFrom = (start: string): void => {
    let folder = start;
    while (!folders.has(folder)) {
      folders.add(folder);
      folder = dirname(folder);
    }
  };
  addFrom(dirname(root));
  folders.add(root);
  for (const target of targets) addFrom(dirname(join(root, target)));
  folders.delete(root);
  return folders;
}

/** The files of an entry. */
type Changed = Pick<Entry, 'edited' | 'made'>;

export function targetsOf({ edited, made }: Changed): string[] {
  return [...edited, ...made].map(({ target }: EditedFile | MadeFile) => target);
}

/** Whether a folder has any of their files. */
export async function hasAnyTarget(
  entries: readonly Changed[],
  root: string,
  files: FileSystem,
): Promise<boolean> {
  for (const target of entries.flatMap(targetsOf)) {
    const looks = await statIfThere(join(root, target), files).catch(() => undefined);
    if (looks !== undefined) return true;
  }
  return false;
}

/** What those journals changed, and have not put back yet. */
export async function claimsOf(
  places: readonly JournalPlace[],
  files: FileSystem,
): Promise<Claims> {
  const claims = new Map<string, Claim>();
  for (const place of places) {
    for (const entry of await peekEntries(place, files)) {
      const { createdAt } = entry;
      for (const target of targetsOf(entry)) {
        const path = join(place.root, target);
        const known = claims.get(path);
        if (known === undefined || known.createdAt < createdAt) {
          claims.set(path, { root: place.root, createdAt });
        }
      }
    }
  }
  return claims;
}

/** Later ones no `Date` has. */
const LATEST_MS = 8.64e15;

/**
 * When a change is made: later than those of nested projects that it builds on, also where the clock
 * was set back since. In ISO 8601.
 */
export async function timeOfChange(
  place: JournalPlace,
  changed: Changed,
  files: FileSystem,
): Promise<string> {
  const claims = await claimsOf(await nestedJournals(place, targetsOf(changed), files), files);
  const earlier = targetsOf(changed).map((target) => claims.get(join(place.root, target)));
  const times = earlier.map((claim) => Date.parse(claim?.createdAt ?? '') + 1);
  const known = times.filter((time) => time <= LATEST_MS);
  return new Date(Math.max(Date.now(), ...known)).toISOString();
}
