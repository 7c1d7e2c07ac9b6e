import { readFileSync } from 'node:fs';
import { createServer, type ListenOptions } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemCode, withoutTraces } from '../errors.js';
import type { Host } from './host.js';
import type { PortNumber } from './number.js';
import { holdName, portSystem, procFolder } from './platform.js';
import type { Protocol } from './protocol.js';
import { IN_USE, isAboutPort } from './unanswered.js';

/** Asks the kernel for ports by binding them: nothing that it binds outlives the question. */
export class Probe {
  /** Listens for no longer than a question takes: to make a new one takes as long as to ask. */
  static readonly #server = createServer().on('error', (error) => {
    const [first] = Probe.#refused.splice(0, 1);
    if (first) first.#note(error);
  });
  /** Who asked in vain and is still to be told why, in the order in which Node tells it. */
  static readonly #refused: Probe[] = [];
  #unanswered: unknown;

  /**
   * Whether the port binds on Linux: without a host a server listens on the dual-stack `::`, which
   * meets every TCP listener, on whatever address of either family.
   */
  bindsDualStack(port: PortNumber): boolean {
    return this.#listens({ port, exclusive: true });
  }

  /** Whether nobody holds the port. A hold is no obstacle to a bind; its name is. */
  isUnheld(protocol: Protocol, port: PortNumber): boolean {
    const options = { path: holdName(protocol, port), exclusive: true };
    return !portSystem().hasNames || this.#listens(options);
  }

  /** Binds each address in turn and lets go. */
  async binds(
    protocol: Protocol,
    port: PortNumber,
    addresses: readonly string[],
  ): Promise<boolean> {
    for (const address of addresses) {
      const refused = await bind(protocol, port, address);
      if (refused === undefined || isAbsentAddress(refused)) continue;
      this.#note(refused);
      return false;
    }
    return true;
  }

  /**
   * The last error that said nothing of any port, if there was one. A port that could not be asked
   * for passes for one in use: whoever finds none free looks whether that was why.
   */
  async unanswered(): Promise<unknown> {
    await nextTurn(); // a socket tells its error after it was asked
    const isDenied = systemCode(this.#unanswered) === 'EPERM';
    // A sandbox that allows no socket says the same as a rule that denies some ports: that mostly
    // leaves what the kernel picks.
    return isDenied && this.#listens({ port: 0, exclusive: true }) ? undefined : this.#unanswered;
  }

  /**
   * Whether a server could listen there at this moment. Node opens the socket before `listen`
   * returns, so the answer is there at once, at a tenth of the price of waiting for it.
   */
  #listens(options: ListenOptions): boolean {
    const server = Probe.#server;
    withoutTraces(() => server.listen(options));
    const { listening } = server;
    if (listening) server.close();
    else Probe.#refused.push(this);
    return listening;
  }

  #note(error: unknown): void {
    if (!isAboutPort(error)) this.#unanswered = error;
  }
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

/** @returns why it does not bind, or nothing */
async function bind(protocol: Protocol, port: PortNumber, address: string): Promise<unknown> {
  return protocol === 'tcp' ? bindTcp(port, address) : bindUdp(port, address);
}

async function bindTcp(port: PortNumber, host: string): Promise<unknown> {
  const getPort = await import(/* webpackMode: "eager" */ 'get-port');
  // get-port remembers what it gave for half a minute; here the registry remembers.
  getPort.clearLockedPorts();
  try {
    return (await getPort.default({ port, host })) === port ? undefined : IN_USE;
  } catch (error) {
    return error;
  }
}

async function bindUdp(port: PortNumber, address: string): Promise<unknown> {
  const { createSocket } = await import('node:dgram');
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  return new Promise((resolve) => {
    socket.once('error', (error) => {
      socket.close();
      resolve(error);
    });
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(undefined)));
  });
}

/**
 * Whether a server of this protocol can listen at an address: of another machine's no port can be
 * asked for. An address by which a group of machines is called may be for UDP alone.
 */
export async function hasAddress(protocol: Protocol, host: Host): Promise<boolean> {
  return !isAbsentAddress(await bind(protocol, 0 as PortNumber, host));
}

/** No server can be met at an address that this machine does not have: a kernel without IPv6. */
function isAbsentAddress(error: unknown): boolean {
  const absent = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'ENOTFOUND'];
  return absent.includes(systemCode(error) ?? '');
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
