import { realpath } from 'node:fs/promises';
import { PortKeeperError } from '../errors.js';

/**
 * The path of a project's root, without links.
 * @throws {PortKeeperError} USAGE, when the folder is not there.
 */
export async function rootOf(directory: string): Promise<string> {
  try {
    return await realpath(directory);
  } catch (cause) {
    throw new PortKeeperError('USAGE', `There is no folder ${directory}`, {
      hint: 'Give the root of a project.',
      cause,
    });
  }
}
