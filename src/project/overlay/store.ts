import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PortKeeperError } from '../../errors.js';
import { type FileSystem, isMissing, removeIfThere, statIfThere } from '../file-system.js';
import { FIRST_LINE } from './first-line.js';

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
      await mkdir(dirname(path), { recursive: true });
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
    const looks = await statIfThere(path, files);
    if (looks === undefined || !looks.isFile() || looks.size > LARGEST) continue;
    const isOurs = (await files.read(path).catch(orMissing))?.toString().startsWith(FIRST_LINE);
    if (isOurs) await removeIfThere(path, files);
  }
}

function orMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
