import { readFileSync } from 'node:fs';
import { MAX_PORT, type PortNumber } from './number.js';
import { procFolder } from './platform.js';
import type { Protocol } from './protocol.js';

/** A socket of this network namespace that has a local port. */
export interface KernelSocket {
  readonly protocol: Protocol;
  readonly port: PortNumber;
  /** The kernel's own notation: hexadecimal, and the state by number. */
  readonly address: string;
  readonly state: string;
  readonly uid: number;
  readonly inode: number;
}

export type PortKey = `${Protocol}-${number}`;

export function portKey(protocol: Protocol, port: number): PortKey {
  return `${protocol}-${port}`;
}

const FILES = [
  ['tcp', 'tcp'],
  ['tcp', 'tcp6'],
  ['udp', 'udp'],
  ['udp', 'udp6'],
] as const satisfies readonly (readonly [Protocol, string])[];

/** A TCP socket that waits for connections. */
export const LISTEN = '0A';
/** A closed TCP connection's memory: it keeps nobody with SO_REUSEADDR from the port. */
const TIME_WAIT = '06';

/**
 * Linux' own list of the ports in use, on v4 and v6, or undefined where there is none. It shows
 * what a bind may not: sockets that share an address, connected ones among them.
 */
export function readKernelTables(
  folder = procFolder('net'),
): Map<PortKey, KernelSocket> | undefined {
  const sockets = new Map<PortKey, KernelSocket>();
  let found = false;
  for (const [protocol, file] of FILES) {
    const table = readTable(folder, file);
    if (table === undefined) continue;
    found = true;
    for (const socket of parseKernelTable(protocol, table)) {
      if (protocol === 'tcp' && socket.state === TIME_WAIT) continue;
      const key = portKey(protocol, socket.port);
      if (!sockets.has(key) || socket.state === LISTEN) sockets.set(key, socket);
    }
  }
  return found ? sockets : undefined;
}

const LINE_END = 0x0a;
const COLON = 0x3a;

/**
 * The ports of a protocol that a socket has, marked by their numbers, or undefined where there is
 * no such list. Read byte for byte: a busy machine has ten thousands of sockets.
 */
export function readPortsInUse(
  protocol: Protocol,
  folder = procFolder('net'),
): Uint8Array | undefined {
  const tables = FILES.flatMap(([which, file]) =>
    which === protocol ? (readBytes(folder, file) ?? []) : [],
  );
  if (tables.length === 0) return undefined;
  const inUse = new Uint8Array(MAX_PORT + 1);
  for (const table of tables) markPortsInUse(inUse, protocol, table);
  return inUse;
}

/** After a line's number come both addresses, each with its port, and the state: see proc(5). */
function markPortsInUse(inUse: Uint8Array, protocol: Protocol, table: Buffer): void {
  let end = table.indexOf(LINE_END);
  while (end >= 0) {
    const line = end + 1;
    end = table.indexOf(LINE_END, line);
    const local = table.indexOf(COLON, table.indexOf(COLON, line) + 1) + 1;
    const remote = table.indexOf(COLON, local) + 1;
    if (local <= line || remote <= local) return; // not a whole line
    const state = table.toString('latin1', remote + 5, remote + 7);
    const port = Number.parseInt(table.toString('latin1', local, local + 4), 16);
    if (port > 0 && !(protocol === 'tcp' && state === TIME_WAIT)) inUse[port] = 1;
  }
}

/** Every socket of a protocol that has a local port, closed ones among them; none but on Linux. */
export function* readSockets(
  protocol: Protocol,
  folder = procFolder('net'),
): Generator<KernelSocket> {
  for (const [which, file] of FILES) {
    if (which === protocol) yield* parseKernelTable(which, readTable(folder, file) ?? '');
  }
}

function readTable(folder: string | undefined, file: string): string | undefined {
  return readBytes(folder, file)?.toString('latin1');
}

function readBytes(folder: string | undefined, file: string): Buffer | undefined {
  if (folder === undefined) return undefined;
  try {
    return readFileSync(`${folder}/${file}`);
  } catch {
    return undefined; // no IPv6, or no Linux
  }
}

/** The rows of `/proc/net/{tcp,udp}{,6}`, as described in proc(5). */
function* parseKernelTable(protocol: Protocol, table: string): Generator<KernelSocket> {
  for (const line of table.split('\n').slice(1)) {
    const [, local, , state, , , , uid, , inode] = line.trim().split(/\s+/, 10);
    const colon = local?.indexOf(':') ?? -1;
    if (local === undefined || state === undefined || colon < 0) continue;
    const port = Number.parseInt(local.slice(colon + 1), 16);
    if (port > 0) {
      yield {
        protocol,
        port: port as PortNumber,
        address: local.slice(0, colon),
        state,
        uid: Number(uid),
        inode: Number(inode),
      };
    }
  }
}
