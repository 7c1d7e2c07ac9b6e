import { homedir } from 'node:os';
import type { Environment } from './environment.js';

/** The user's own folder, or undefined: a container may run as a user that no file knows. */
export function homeFolder(environment: Environment): string | undefined {
  const named = process.platform === 'win32' ? environment.USERPROFILE : environment.HOME;
  if (named) return named;
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
