import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { KernelSocket } from './kernel-tables.js';

/**
 * Who has a socket, for a message: `node (pid 1234)`, or as much as this user may see.
 * Looks through `/proc`, so it is asked only when there is something to explain.
 */
export function describeSocket(socket: KernelSocket, proc = '/proc'): string {
  const pid = findProcess(socket.inode, proc);
  if (pid === undefined) return `a process of user ${socket.uid}`;
  return `${processName(pid, proc)} (pid ${pid})`;
}

function findProcess(inode: number, proc: string): string | undefined {
  const link = `socket:[${inode}]`;
  return list(proc)
    .filter((entry) => /^\d+$/.test(entry))
    .find((pid) =>
      list(`${proc}/${pid}/fd`).some((fd) => pointsTo(`${proc}/${pid}/fd/${fd}`, link)),
    );
}

function processName(pid: string, proc: string): string {
  try {
    return readFileSync(`${proc}/${pid}/comm`, 'utf8').trim();
  } catch {
    return 'a process';
  }
}

function pointsTo(path: string, target: string): boolean {
  try {
    return readlinkSync(path) === target;
  } catch {
    return false;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // another user's process
  }
}
