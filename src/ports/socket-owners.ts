import { childProcess } from './late.js';
import type { PortNumber } from './number.js';
import { portSystem } from './platform.js';
import type { Protocol } from './protocol.js';
import { startFolder } from './start-folder.js';

/** A process and its socket, as a system without `/proc` tells of them. */
export interface SocketOwner {
  readonly pid: number;
  /** Empty where the system does not tell. */
  readonly name: string;
  /** Undefined on Windows, whose users have no numbers. */
  readonly uid?: number;
  readonly address: string;
  readonly listening: boolean;
}

const PATIENCE_MS = 3000;

/**
 * The processes that have a local port, those that listen first: by `lsof`, or on Windows by
 * `netstat` and `tasklist`. Empty where these are not there, and on Linux, which is read instead.
 */
export function socketOwners(protocol: Protocol, port: PortNumber): SocketOwner[] {
  if (portSystem().hasProc) return [];
  const owners =
    process.platform === 'win32' ? askWindows(protocol, port) : askLsof(protocol, port);
  return owners.sort((a, b) => Number(b.listening) - Number(a.listening));
}

/** For a message: `node (pid 1234)`. */
export function describeOwner({ name, pid }: SocketOwner): string {
  return `${name || 'a process'} (pid ${pid})`;
}

/** The working folder of a process, by `lsof`; undefined where it is not told. */
export function askedFolder(pid: number): string | undefined {
  if (process.platform === 'win32') return undefined;
  return /^n(\/.*)$/m.exec(run('lsof', ['-nP', '-a', '-d', 'cwd', '-p', `${pid}`, '-Fn']))?.[1];
}

function askLsof(protocol: Protocol, port: PortNumber): SocketOwner[] {
  const words = ['-nP', '+c', '0', `-i${protocol.toUpperCase()}:${port}`, '-FpcunT'];
  return parseLsof(run('lsof', words), port);
}

/**
 * Reads lsof's output for programs, a field a line: a process has `p`, `c` and `u`, each of its
 * sockets `n` and, for TCP, `TST`. Sockets that only lead to that port are left out.
 */
export function parseLsof(text: string, port: PortNumber): SocketOwner[] {
  const sockets: SocketOwner[] = [];
  let owner: Pick<SocketOwner, 'pid' | 'name' | 'uid'> = { pid: 0, name: '' };
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) owner = { pid: Number(value), name: '' };
    else if (line.startsWith('c')) owner = { ...owner, name: value };
    else if (line.startsWith('u')) owner = { ...owner, uid: Number(value) };
    else if (line.startsWith('n')) sockets.push({ ...owner, address: value, listening: false });
    else if (line === 'TST=LISTEN') sockets.push(...sockets.splice(-1).map(listens));
  }
  return sockets.flatMap((socket) => {
    const address = localAddress(socket.address.split('->')[0] ?? '', port);
    return address === undefined ? [] : [{ ...socket, address }];
  });
}

function listens(socket: SocketOwner): SocketOwner {
  return { ...socket, listening: true };
}

function askWindows(protocol: Protocol, port: PortNumber): SocketOwner[] {
  const found = parseNetstat(run('netstat', ['-ano']), protocol, port);
  return found.map((one) => ({
    ...one,
    name: parseTasklist(run('tasklist', ['/fi', `PID eq ${one.pid}`, '/fo', 'csv', '/nh'])),
  }));
}

/** Reads the rows of `netstat -ano`, whose words for a state are in the user's own language. */
export function parseNetstat(text: string, protocol: Protocol, port: PortNumber): SocketOwner[] {
  const row = /^\s*(TCP|UDP)\s+(\S+)\s+(\S+)\s+(?:\S+\s+)?(\d+)\s*$/;
  return text.split('\n').flatMap((line) => {
    const [, kind, local = '', remote = '', pid] = row.exec(line) ?? [];
    const address = localAddress(local, port);
    if (kind?.toLowerCase() !== protocol || address === undefined) return [];
    // Whoever listens has no other end yet.
    const listening = protocol === 'tcp' && remote.endsWith(':0');
    return [{ pid: Number(pid), name: '', address, listening }];
  });
}

/** The program in the first column of `tasklist /fo csv /nh`; empty for its notice of no process. */
export function parseTasklist(text: string): string {
  return /^"([^"]+)","\d+"/m.exec(text)?.[1]?.replace(/\.exe$/i, '') ?? '';
}

function localAddress(text: string, port: PortNumber): string | undefined {
  const ending = `:${port}`;
  return text.endsWith(ending) ? text.slice(0, -ending.length) : undefined;
}

/** What a command of the system prints; empty where it fails or is not there. */
function run(command: string, words: readonly string[]): string {
  try {
    return childProcess().execFileSync(command, words, {
      ...{ encoding: 'utf8', timeout: PATIENCE_MS, windowsHide: true },
      ...{ cwd: startFolder(), stdio: ['ignore', 'pipe', 'ignore'] },
    });
  } catch {
    return '';
  }
}
