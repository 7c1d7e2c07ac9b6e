import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { PortKeeperError } from '../errors.js';
import { type Environment, homeFolder } from '../ports/index.js';
import { refuseFolder } from './lock-folder.js';

/**
 * The registry's folder: the one that was asked for, else the system's where an administrator made
 * one that this user may write, else the user's own.
 * @throws {PortKeeperError} REGISTRY_UNUSABLE, for a kind of registry that is not a folder; USAGE
 */
export function registryFolder(environment: Environment, chosen?: string): string {
  const wanted = chosen || environment.PORTKEEPER_REGISTRY;
  if (wanted) return checkedFolder(wanted, environment);
  const system = systemFolder(process.platform, environment);
  if (isUsable(system)) return system;
  return userFolder(process.platform, environment, homeFolder(environment));
}

/** Whether it is the folder where nobody asks for another one. */
export function isUsualRegistry(folder: string, environment: Environment): boolean {
  try {
    return folder === registryFolder({ ...environment, PORTKEEPER_REGISTRY: '' });
  } catch {
    return false;
  }
}

function checkedFolder(wanted: string, environment: Environment): string {
  const kind = kindOf(wanted);
  if (kind === undefined) return pathOf(wanted, environment);
  throw new PortKeeperError('REGISTRY_UNUSABLE', `A ${kind} registry is not available yet`, {
    hint: 'Give a folder that all users of these ports can reach.',
  });
}

/**
 * The lock file that was asked for, if any was.
 * @throws {PortKeeperError} USAGE, for what is no file's path, or a folder's.
 */
export function lockPath(environment: Environment, chosen?: string): string | undefined {
  if (!chosen) return undefined;
  const kind = kindOf(chosen);
  if (kind !== undefined) {
    throw new PortKeeperError('USAGE', `A lock is a file, and not at ${kind}`, { hint: A_PATH });
  }
  const path = pathOf(chosen, environment);
  refuseFolder(path);
  return path;
}

const A_PATH = 'Give its path.';

function kindOf(wanted: string): string | undefined {
  return /^(docker|https?|unix|redis|file|[a-z][a-z\d+.-]+(?=:\/\/)):/i.exec(wanted)?.[0];
}

/** No shell resolves it in a workflow's file, and each checkout would get a place of its own. */
function pathOf(wanted: string, environment: Environment): string {
  if (/^~(\/|$)/.test(wanted)) return join(homeFolder(environment) ?? homeless(), wanted.slice(1));
  if (!wanted.startsWith('~')) return isAbsolute(wanted) ? resolve(wanted) : fromHere(wanted);
  const message = `"${wanted}" is another user's home to a shell, and is not looked up`;
  throw new PortKeeperError('USAGE', message, { hint: `${A_PATH} Of that very name: ./${wanted}` });
}

/** The folder that users share; made by an administrator, never on the fly. */
export function systemFolder(platform: NodeJS.Platform, environment: Environment): string {
  if (platform === 'darwin') return '/Library/Application Support/portkeeper';
  if (platform === 'win32') return join(environment.ProgramData ?? 'C:\\ProgramData', 'portkeeper');
  return '/var/lib/portkeeper';
}

/**
 * The user's own state folder, by each system's custom.
 * @throws {PortKeeperError} REGISTRY_UNUSABLE, for a user that has no folder.
 */
export function userFolder(
  platform: NodeJS.Platform,
  environment: Environment,
  home: string | undefined,
): string {
  const own = (path: string) => (home ? join(home, path) : homeless());
  if (platform === 'darwin') return own('Library/Application Support/portkeeper');
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? own('AppData/Local'), 'portkeeper');
  }
  // The XDG specification has a relative path ignored.
  const state = environment.XDG_STATE_HOME;
  return state && isAbsolute(state) ? join(state, 'portkeeper') : own('.local/state/portkeeper');
}

function fromHere(wanted: string): string {
  try {
    return resolve(wanted);
  } catch (cause) {
    const message = `"${wanted}" lies in the folder that this runs in, which is gone`;
    throw new PortKeeperError('REGISTRY_UNUSABLE', message, { hint: A_PATH, cause });
  }
}

function homeless(): never {
  throw new PortKeeperError('REGISTRY_UNUSABLE', 'This user has no home folder for a registry', {
    hint: 'Give a folder with --registry or PORTKEEPER_REGISTRY, or set HOME.',
  });
}

function isUsable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
