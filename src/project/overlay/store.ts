import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { PortKeeperError, systemCode } from '../../errors.js';
import { makePath } from '../../ports/index.js';
import { type FileSystem, isMissing, removeIfThere, statIfThere } from '../writing/file-system.js';
import { FIRST_LINE } from './first-line.js';

/** A folder for the overrides of one preparation begins so. */
const FOLDER = 'portkeeper-';
const HALF = /\.[0-9a-f]{12}\.tmp$/;

/** The folder for the overrides of a preparation, in one that is not the project's own. */
export function overridesFolder(temporaryFolder: string, preparation: string): string {
  return join(temporaryFolder, `${FOLDER}${preparation}`);
}

/** Bytes: an override is a few lines a service. */
const LARGEST = 8 * 1024 * 1024;

export interface OverrideFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/**
 * Writes overrides in one step each. For their owner alone, as a URL in them may hold a password.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE
 */
export async function writeOverrides(
  overrides: readonly OverrideFile[],
  files: FileSystem,
): Promise<void> {
  for (const { path, text } of overrides) {
    const half = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      makePath(dirname(path));
      await files.create(half, Buffer.from(text), { mode: 0o600 });
      await files.rename(half, path);
    } catch (cause) {
      await removeIfThere(half, files).catch(() => undefined);
      throw new PortKeeperError('FILE_NOT_EDITABLE', `The override ${path} cannot be written`, {
        hint: 'Make its folder writable. No file of the project was changed.',
        cause,
      });
    }
  }
}

/** Removes overrides; a file that does not begin as one of ours does is left where it is. */
export async function removeOverrides(paths: readonly string[], files: FileSystem): Promise<void> {
  for (const path of paths) {
    for (const half of await halvesOf(path, files)) await removeOurs(half, files);
    await removeOurs(path, files);
    const folder = dirname(path);
    // One that was made for it alone; the journal sees to its own.
    if (basename(folder).startsWith(FOLDER)) await files.removeFolder(folder).catch(ignoreSystem);
  }
}

/** Of a command that was killed while it wrote. */
async function halvesOf(path: string, files: FileSystem): Promise<string[]> {
  const names = await files.list(dirname(path)).catch((error: unknown) => orMissing(error) ?? []);
  return names
    .filter((name) => name.startsWith(`${basename(path)}.`) && HALF.test(name))
    .map((name) => join(dirname(path), name));
}

async function removeOurs(path: string, files: FileSystem): Promise<void> {
  const looks = await statIfThere(path, files);
  if (looks === undefined || !looks.isFile() || looks.size > LARGEST) return;
  const text = (await files.read(path).catch(orMissing))?.toString();
  const isOurs = text?.startsWith(FIRST_LINE) || (HALF.test(path) && text === '');
  if (isOurs) await removeIfThere(path, files);
}

function ignoreSystem(error: unknown): void {
  if (systemCode(error) === undefined) throw error;
}

function orMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
