import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { KernelSocket } from './kernel-tables.js';
import { commandOf } from './process-command.js';

/** A process, as far as this user may see it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly name: string;
  readonly command: readonly string[];
}

/**
 * Who has a socket, for a message: `node (pid 1234)`, or as much as this user may see.
 * Looks through `/proc`, so it is asked only when there is something to explain.
 */
export function describeSocket(socket: KernelSocket, proc = '/proc'): string {
  const found = findProcesses([socket.inode], proc).get(socket.inode);
  if (found === undefined) return `a process of user ${userName(socket.uid)}`;
  return `${found.name} (pid ${found.pid})`;
}

/** The first process that has each of these sockets; of those of other users only root sees any. */
export function findProcesses(
  inodes: readonly number[],
  proc = '/proc',
): ReadonlyMap<number, ProcessFacts> {
  const wanted = new Map(inodes.map((inode) => [`socket:[${inode}]`, inode]));
  const found = new Map<number, ProcessFacts>();
  const pids = list(proc).filter((entry) => /^\d+$/.test(entry));
  for (const pid of pids.map(Number).sort((a, b) => a - b)) {
    for (const fd of list(`${proc}/${pid}/fd`)) {
      const inode = wanted.get(target(`${proc}/${pid}/fd/${fd}`));
      if (inode !== undefined && !found.has(inode)) found.set(inode, lookAt(pid, proc));
    }
    if (found.size === wanted.size) break;
  }
  return found;
}

/** A user's login name, or the number where no file knows one. */
export function userName(uid: number, passwd = '/etc/passwd'): string {
  const line = read(passwd)
    .split('\n')
    .find((entry) => entry.split(':')[2] === `${uid}`);
  return line?.split(':')[0] || `${uid}`;
}

function lookAt(pid: number, proc: string): ProcessFacts {
  const name = read(`${proc}/${pid}/comm`).trim() || 'a process';
  return { pid, name, command: commandOf(pid, proc) };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function target(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // another user's process
  }
}
