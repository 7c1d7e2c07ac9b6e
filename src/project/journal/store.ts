import { join } from 'node:path';
import { messageOf, PortKeeperError, systemCode } from '../../errors.js';
import { type FileSystem, isMissing, removeIfThere, statIfThere } from '../writing/file-system.js';
import { publishNew } from '../writing/staging.js';
import { type Entry, formatEntry, parseEntry } from './entry.js';
import { type JournalPlace, keptFromUs } from './location.js';
import { entryPath, halfName, LARGEST_ENTRY, PRIVATE_FILE, readTrusted } from './trust.js';

const PRIVATE_FOLDER = 0o700;
const ENTRY_NAME = /^([1-9]\d{0,8})\.json$/;
const HALF_WRITTEN = /^\.\d+\.json\.[0-9a-f]+\.tmp$/;

/**
 * All entries, the oldest first.
 * @throws {PortKeeperError} REFUSED, when one cannot be trusted. It was set aside by then, so
 * that the next call goes on without it.
 */
export async function readEntries(place: JournalPlace, files: FileSystem): Promise<Entry[]> {
  const ids = await entryIds(place, files);
  const entries: Entry[] = [];
  for (const id of ids) {
    const entry = await readEntry(place, id, files);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

async function entryIds(place: JournalPlace, files: FileSystem): Promise<number[]> {
  const names = await files.list(place.folder).catch(async (error: unknown) => {
    if (isMissing(error)) return [];
    throw await keptFromUs(place.base, error, files);
  });
  return names
    .map((name) => Number(ENTRY_NAME.exec(name)?.[1] ?? 0))
    .filter((id) => id > 0)
    .sort((a, b) => a - b);
}

async function readEntry(
  place: JournalPlace,
  id: number,
  files: FileSystem,
): Promise<Entry | undefined> {
  try {
    return await readTrusted(place, id, files);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (systemCode(error) !== undefined) throw unusable(entryPath(place, id), error);
    throw await setAside(place, id, error, files);
  }
}

/** Of another project's journal: what cannot be trusted is for that one to tell. */
export async function peekEntries(place: JournalPlace, files: FileSystem): Promise<Entry[]> {
  const ids = await entryIds(place, files).catch(() => []);
  const read = ids.map((id) => readTrusted(place, id, files).catch(() => undefined));
  return (await Promise.all(read)).filter((entry) => entry !== undefined);
}

async function setAside(
  place: JournalPlace,
  id: number,
  cause: unknown,
  files: FileSystem,
): Promise<PortKeeperError> {
  const path = join(place.folder, await freeName(place, files));
  await files.rename(entryPath(place, id), path);
  return new PortKeeperError(
    'REFUSED',
    `The journal of this project cannot be trusted: ${messageOf(cause)}`,
    {
      hint: `It was set aside as ${path} and nothing in it was followed. Compare the project with its last commit, then try again.`,
      place: { file: path },
      cause,
    },
  );
}

async function freeName(place: JournalPlace, files: FileSystem): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = `journal.bad-${number}.json`;
    if ((await statIfThere(join(place.folder, name), files)) === undefined) return name;
  }
}

function unusable(path: string, cause: unknown): PortKeeperError {
  const code = systemCode(cause);
  const why = code === undefined ? '' : ` (${code})`;
  return new PortKeeperError('REFUSED', `The journal ${path} cannot be used${why}`, {
    hint: 'It says how to put the files of this project back. Make room for it, or make it readable and writable.',
    place: { file: path },
    cause,
  });
}

/**
 * Adds an entry under the next number; when it returns, the entry is on the disk.
 * @throws {PortKeeperError} REFUSED, when the place cannot be written.
 */
export async function addEntry(
  place: JournalPlace,
  entry: Omit<Entry, 'id'>,
  files: FileSystem,
): Promise<Entry> {
  await makeFolders(place, files).catch((error: unknown) => {
    throw unusable(place.folder, error);
  });
  const last = (await entryIds(place, files)).at(-1) ?? 0;
  for (let id = last + 1; ; id += 1) {
    try {
      const numbered = { ...entry, id };
      await write(place, numbered, files, publishNew);
      return numbered;
    } catch (error) {
      // The lock orders us; the link is what decides, should the lock have been lost.
      if (systemCode(error) === 'EEXIST') continue;
      await tidy(place, files).catch(() => undefined);
      throw unusable(entryPath(place, id), error);
    }
  }
}

/**
 * Replaces an entry in one step.
 * @throws {PortKeeperError} REFUSED, when the place cannot be written.
 */
export async function updateEntry(
  place: JournalPlace,
  entry: Entry,
  files: FileSystem,
): Promise<void> {
  await write(place, entry, files, (from, to) => files.rename(from, to)).catch((error: unknown) => {
    throw systemCode(error) === undefined ? error : unusable(entryPath(place, entry.id), error);
  });
}

async function write(
  place: JournalPlace,
  entry: Entry,
  files: FileSystem,
  publish: (from: string, to: string, files: FileSystem) => Promise<void>,
): Promise<void> {
  const text = formatEntry(entry);
  // What could not be read back must not be relied on.
  parseEntry(entry.id, text);
  if (text.length > LARGEST_ENTRY) throw new RangeError('Too many changes for one journal entry');
  const half = halfName(place, entry.id);
  try {
    await files.create(half, Buffer.from(text), { mode: PRIVATE_FILE });
    await publish(half, entryPath(place, entry.id), files);
  } catch (error) {
    await removeIfThere(half, files).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(place.folder);
}

/** Takes an entry away, and the folder with the last one. */
export async function removeEntry(
  place: JournalPlace,
  id: number,
  files: FileSystem,
): Promise<void> {
  await removeIfThere(entryPath(place, id), files);
  await files.syncFolder(place.folder);
  await tidy(place, files);
}

/** Removes what a crash left in the journal's own folder, and empty folders. */
export async function tidy(place: JournalPlace, files: FileSystem): Promise<void> {
  const names = await files.list(place.folder).catch(() => []);
  for (const name of names) {
    if (HALF_WRITTEN.test(name)) await removeIfThere(join(place.folder, name), files);
  }
  await removeIfEmpty(place.folder, files);
  await tidyBase(place, files);
}

/** Removes the folder that all roots share, unless one of them, or a lock, is in it. */
export async function tidyBase(place: JournalPlace, files: FileSystem): Promise<void> {
  const names = await files.list(place.base).catch(() => []);
  const ignore = join(place.base, '.gitignore');
  if (names.length === 1 && names[0] === '.gitignore') await removeIfThere(ignore, files);
  await removeIfEmpty(place.base, files);
}

async function removeIfEmpty(folder: string, files: FileSystem): Promise<void> {
  await files.removeFolder(folder).catch((error: unknown) => {
    const expected = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY', 'EACCES', 'EROFS'];
    if (!isMissing(error) && !expected.includes(systemCode(error) ?? '')) throw error;
  });
}

async function makeFolders(place: JournalPlace, files: FileSystem): Promise<void> {
  await makeBase(place, files);
  await makeFolder(place.folder, files);
}

/** The folder for the lock and the entries; outside git's own it hides itself from git. */
export async function makeBase(place: JournalPlace, files: FileSystem): Promise<void> {
  await makeFolder(place.base, files);
  if (!place.needsIgnore) return;
  await unlessThere(files.create(join(place.base, '.gitignore'), Buffer.from('*\n'), {}));
}

async function makeFolder(path: string, files: FileSystem): Promise<void> {
  await unlessThere(files.makeFolder(path, PRIVATE_FOLDER));
  // A link here would lead the journal, and what is removed with it, to somewhere else.
  if (!(await files.inspect(path)).isDirectory()) throw new TypeError(`${path} is no folder`);
}

async function unlessThere(made: Promise<void>): Promise<void> {
  await made.catch((error: unknown) => {
    if (systemCode(error) !== 'EEXIST') throw error;
  });
}
