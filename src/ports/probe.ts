import { readFileSync } from 'node:fs';
import { createServer, type ListenOptions } from 'node:net';
import { systemCode, withoutTraces } from '../errors.js';
import type { Host } from './host.js';
import type { PortNumber } from './number.js';
import { holdName, portSystem, procFolder } from './platform.js';
import type { Protocol } from './protocol.js';
import { noteUnanswered } from './unanswered.js';

/** Listens for no longer than a call of `listens`: to make a new one takes as long as to ask. */
const prober = createServer().on('error', noteUnanswered); // the rest is told by `listening` already

/**
 * Whether a server could listen there at this moment. Node opens the socket before `listen`
 * returns, so the answer is there at once, at a tenth of the price of waiting for it.
 */
function listens(options: ListenOptions): boolean {
  withoutTraces(() => prober.listen(options));
  const { listening } = prober;
  if (listening) prober.close();
  return listening;
}

/**
 * Whether the port binds on Linux: without a host a server listens on the dual-stack `::`, which
 * meets every TCP listener, on whatever address of either family.
 */
export function bindsDualStack(port: PortNumber): boolean {
  return listens({ port, exclusive: true });
}

/** Whether what the kernel picks can be listened on: a rule that denies some ports mostly leaves that. */
export function bindsAny(): boolean {
  return listens({ port: 0, exclusive: true });
}

/** Whether nobody holds the port. A hold is no obstacle to a bind; its name is. */
export function isUnheld(protocol: Protocol, port: PortNumber): boolean {
  return !portSystem().hasNames || listens({ path: holdName(protocol, port), exclusive: true });
}

/**
 * Where a port must bind to be free. macOS lets a wildcard and a specific address share a port,
 * and Windows does too, so there each is asked; UDP is asked on both families everywhere.
 */
export function probeAddresses(
  platform: NodeJS.Platform,
  protocol: Protocol,
  host: Host,
): readonly string[] {
  if (protocol === 'tcp' && portSystem(platform).oneBindTells) return ['::'];
  return [...new Set<string>(['::', '0.0.0.0', '127.0.0.1', '::1', host])];
}

/** Binds each address in turn and lets go. Nothing of it outlives the call. */
export async function binds(
  protocol: Protocol,
  port: PortNumber,
  addresses: readonly string[],
): Promise<boolean> {
  for (const address of addresses) {
    const bind = protocol === 'tcp' ? bindTcp : bindUdp;
    if (!(await bind(port, address))) return false;
  }
  return true;
}

async function bindTcp(port: PortNumber, host: string): Promise<boolean> {
  const getPort = await import(/* webpackMode: "eager" */ 'get-port');
  // get-port remembers what it gave for half a minute; here the registry remembers.
  getPort.clearLockedPorts();
  try {
    return (await getPort.default({ port, host })) === port;
  } catch (error) {
    return isAbsentAddress(error);
  }
}

async function bindUdp(port: PortNumber, address: string): Promise<boolean> {
  const { createSocket } = await import('node:dgram');
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  return new Promise((resolve) => {
    socket.once('error', (error) => {
      socket.close();
      resolve(isAbsentAddress(error));
    });
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

/** No server can be met at an address that this machine does not have: a kernel without IPv6. */
function isAbsentAddress(error: unknown): boolean {
  const absent = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'ENOTFOUND'];
  if (absent.includes(systemCode(error) ?? '')) return true;
  noteUnanswered(error);
  return false;
}

/** Whether this user needs a privilege to bind the port. */
export function isPrivileged(port: PortNumber): boolean {
  return process.getuid?.() !== 0 && port < firstUnprivilegedPort();
}

function firstUnprivilegedPort(): number {
  const usual = process.platform === 'win32' ? 0 : 1024;
  const sysctl = procFolder('sys/net/ipv4');
  if (sysctl === undefined) return usual;
  try {
    return Number(readFileSync(`${sysctl}/ip_unprivileged_port_start`, 'utf8'));
  } catch {
    return usual;
  }
}
