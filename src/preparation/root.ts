import { realpath, stat } from 'node:fs/promises';
import { PortKeeperError } from '../errors.js';

/**
 * The path of a project's root, without links.
 * @throws {PortKeeperError} USAGE, when the folder is not there, or is none.
 */
export async function rootOf(directory: string): Promise<string> {
  const root = await realpath(directory).catch((cause: unknown) => {
    throw unusable(`There is no folder ${directory}`, 'Give the root of a project.', cause);
  });
  // Bytes that are no text are lost in what the system answers: there is nothing of that name.
  const looks = await stat(root).catch((cause: unknown) => {
    const hint = 'Rename the folder, or the one above it that is meant.';
    throw unusable(`The path of the folder ${directory} is not UTF-8: ${root}`, hint, cause);
  });
  if (looks.isDirectory()) return root;
  throw unusable(`${directory} is a file, and no folder`, 'Give the root of a project.');
}

function unusable(message: string, hint: string, cause?: unknown): PortKeeperError {
  return new PortKeeperError('USAGE', message, { hint, ...(cause !== undefined && { cause }) });
}
