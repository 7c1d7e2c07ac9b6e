import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, type Stats } from 'node:fs';
import { messageOf, PortKeeperError } from '../errors.js';
import { Layout } from './backends/layout.js';
import { makeGroupCommand } from './group-commands.js';
import { type Group, settleAll } from './settle.js';

/**
 * Makes a registry that the members of a group share, or mends one. Idempotent, and the same under
 * any umask.
 * @returns what was done, a line each; nothing where all was right
 * @throws {PortKeeperError} REGISTRY_UNUSABLE, where the system will not let it
 */
export function makeSharedFolder(folder: string, group: Group): string[] {
  const done: string[] = [];
  try {
    if (statsOf(folder) === undefined) {
      mkdirSync(folder, { mode: 0o700 });
      done.push(`made ${folder}`);
    }
    if (!lstatSync(folder).isDirectory()) throw new Error('something else stands in its place');
    // Its own mode decides over that of the folders in it.
    const own = settleAll(folder, group);
    new Layout(folder).make();
    done.push(...own, ...settleAll(folder, group));
    return done;
  } catch (cause) {
    throw refused(folder, cause);
  }
}

function refused(folder: string, cause: unknown): PortKeeperError {
  const reason = messageOf(cause);
  const message = `${folder} cannot be made a shared registry: ${reason}`;
  const hint = 'Only root can: run it with sudo.';
  return new PortKeeperError('REGISTRY_UNUSABLE', message, { hint, cause });
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/**
 * A group by its name, as the system knows it: in its file, or in a directory that it asks.
 * @throws {PortKeeperError} USAGE, when there is none.
 */
export function findGroup(name: string): Group {
  const line = [readGroupFile, askDirectory]
    .flatMap((source) => source(name).split('\n'))
    .find((entry) => entry.split(':')[0] === name);
  const id = Number(line?.split(':')[2] || Number.NaN);
  if (Number.isInteger(id)) return { name, id };
  throw new PortKeeperError('USAGE', `There is no group "${name}"`, {
    hint: `Make it with: ${makeGroupCommand(name)}`,
  });
}

function readGroupFile(): string {
  try {
    return readFileSync('/etc/group', 'utf8');
  } catch {
    return '';
  }
}

/** What LDAP and its like know; on macOS, every group that a person made. */
function askDirectory(name: string): string {
  const [program, ...words] =
    process.platform === 'darwin'
      ? ['dscl', '.', '-read', `/Groups/${name}`, 'PrimaryGroupID']
      : ['getent', 'group', '--', name];
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    const answer = execFileSync(program ?? '', words, { encoding: 'utf8', stdio, timeout: 5000 });
    const id = /^PrimaryGroupID: (\d+)$/m.exec(answer)?.[1];
    return id === undefined ? answer : `${name}:*:${id}:`;
  } catch {
    return '';
  }
}
