import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { type FileSystem, removeIfThere, statIfThere } from '../writing/file-system.js';
import { type Entry, parseEntry } from './entry.js';
import type { JournalPlace } from './location.js';
import { isMadeIn } from './origin.js';

/** Bytes. A journal holds hashes and digits: a larger one is not ours. */
export const LARGEST_ENTRY = 32 * 1024 * 1024;
export const PRIVATE_FILE = 0o600;

export function entryPath(place: JournalPlace, id: number): string {
  return join(place.folder, `${id}.json`);
}

export function halfName(place: JournalPlace, id: number): string {
  return join(place.folder, `.${id}.json.${randomBytes(6).toString('hex')}.tmp`);
}

/**
 * One entry, checked as if a stranger had written it; undefined where there is none.
 * @throws a system error; or what it is not to be trusted for.
 */
export async function readTrusted(
  place: JournalPlace,
  id: number,
  files: FileSystem,
): Promise<Entry | undefined> {
  const path = entryPath(place, id);
  const looks = await statIfThere(path, files);
  if (looks === undefined) return undefined;
  if (!looks.isFile()) throw new TypeError('it is no regular file');
  if (looks.size > LARGEST_ENTRY) throw new TypeError('it is too large');
  const entry = parseEntry(id, (await files.read(path)).toString('utf8'));
  const isOurs = isPrivate(looks) || isMadeIn(entry, place.root);
  if (!isOurs && (await keepsSecrets(place, files)))
    throw new TypeError('it came with the project');
  return entry;
}

/**
 * Whether what we write there is for its owner alone: in the project itself, unless the file system
 * has no modes. What a checkout brings is not, nor what was unpacked without its modes; an archive that
 * kept them cannot be told from a project that was moved. Nor is, after a `chmod -R`, an entry of
 * ours, which still names the inode of its folder.
 */
async function keepsSecrets(place: JournalPlace, files: FileSystem): Promise<boolean> {
  if (!place.needsIgnore) return false;
  for (;;) {
    const probe = halfName(place, 0);
    await files.create(probe, Buffer.alloc(0), { mode: PRIVATE_FILE });
    const looks = await statIfThere(probe, files);
    await removeIfThere(probe, files);
    // Gone where somebody tidies up at this moment.
    if (looks !== undefined) return isPrivate(looks);
  }
}

function isPrivate({ mode }: Stats): boolean {
  return (mode & 0o077) === 0;
}
