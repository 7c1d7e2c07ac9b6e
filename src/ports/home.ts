import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Environment } from './environment.js';

/**
 * The user's own folder, or undefined: a container may run as a user that no file knows. A relative
 * one is none, as it would be another one for each working folder.
 */
export function homeFolder(environment: Environment): string | undefined {
  const named = process.platform === 'win32' ? environment.USERPROFILE : environment.HOME;
  if (named) return isAbsolute(named) ? named : undefined;
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
