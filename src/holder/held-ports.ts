import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { PortKeeperError, systemCode } from '../errors.js';
import { holdName, isHeldUnseen, type Protocol, portSystem } from '../ports/index.js';

/** Connecting to oneself takes no time; an answer that does not come will not. */
const PATIENCE_MS = 1000;
/** Somebody who only asks whether a port is free has it for microseconds. */
const PASSING_TRIES = 10;

/**
 * The sockets that hold ports. A connection to oneself, accepted, whose listener is closed again,
 * keeps a TCP port on Linux from `bind(0)` and from outgoing connections, while a server that sets
 * SO_REUSEADDR binds it at once. Any other port is held by a bound socket, which is in its own
 * server's way until it is handed over. A name in the kernel keeps every other holder of this
 * network namespace from the port, whatever registry it works for.
 */
export class HeldPorts {
  readonly #names: Server[] = [];
  readonly #clients = new Set<Socket>();
  readonly #bound: (Server | Datagrams)[] = [];
  /** What is to be held, and is not yet. */
  readonly #wanted = new Set<Wanted>();

  /** @throws {PortKeeperError} NO_FREE_PORT, when somebody has the port. */
  async hold(protocol: Protocol, port: number, host: string): Promise<void> {
    await this.#name(protocol, port);
    if (isHeldUnseen(protocol)) return this.#connectToOneself(port, host);
    const open: Bind = protocol === 'udp' ? bindDatagrams : listenOnLoopback;
    this.#bound.push(...(await patiently(() => open(port))));
  }

  /**
   * The same after a holder that was killed, and with no moment in which a server could not start:
   * nothing listens. `holdWanted` then takes what no server has. What only a bound socket could
   * hold may have been handed over: of that, the name alone.
   * @throws {PortKeeperError} NO_FREE_PORT, when another holder has the port.
   */
  async holdAgain(protocol: Protocol, port: number, host: string): Promise<void> {
    await this.#name(protocol, port);
    if (isHeldUnseen(protocol)) this.#wanted.add({ port, host: loopbackOf(host) });
  }

  /** A port that its server has is left to it until it ends. */
  async holdWanted(): Promise<void> {
    for (const wanted of [...this.#wanted]) {
      this.#wanted.delete(wanted);
      const client = await connectFromItself(wanted);
      if (client === undefined) this.#wanted.add(wanted);
      else this.#keep(client, wanted);
    }
  }

  /** Whether something is held that its own server could not bind. */
  get isInTheWay(): boolean {
    return this.#bound.length > 0;
  }

  /** Lets go of what is in the servers' way; the rest stays held. */
  handOver(): void {
    for (const socket of this.#bound.splice(0)) socket.close();
  }

  /** A reset leaves nothing behind: a closed connection would keep the port for a minute. */
  letGo(): void {
    for (const client of this.#clients) client.removeAllListeners('close').resetAndDestroy();
    this.#clients.clear();
    this.handOver();
    for (const name of this.#names.splice(0)) name.close();
  }

  async #name(protocol: Protocol, port: number): Promise<void> {
    if (!portSystem().hasNames) return;
    this.#names.push(await patiently(() => listen({ path: holdName(protocol, port) })));
  }

  /** Nobody ends a connection to oneself; where a rule of the network led to a server, it may. */
  #keep(client: Socket, wanted: Wanted): void {
    this.#clients.add(client);
    client.resume().once('close', () => {
      this.#clients.delete(client);
      this.#wanted.add(wanted);
    });
  }

  /**
   * Listens, connects to it, and stops to listen: the accepted connection keeps the port. Where
   * something else answers, by a rule of the network that no bind can see, the port is somebody's.
   */
  async #connectToOneself(port: number, host: string): Promise<void> {
    const server = await patiently(() => listen({ port, exclusive: true }));
    const client = connect({ port, host: loopbackOf(host) });
    this.#clients.add(client);
    try {
      await Promise.race([acceptedBy(server, client), refused(client), late(port)]);
    } finally {
      server.close();
    }
  }
}

interface Wanted {
  readonly port: number;
  readonly host: string;
}

function loopbackOf(host: string): string {
  return host.includes(':') ? '::1' : '127.0.0.1';
}

/**
 * A connection from a port to itself, as two make it who call each other at once: it keeps the port
 * as an accepted one does. Undefined where a server has the port.
 */
function connectFromItself({ port, host }: Wanted): Promise<Socket | undefined> {
  const client = connect({ port, host, localPort: port, localAddress: host });
  return new Promise((resolve) => {
    client.once('connect', () => resolve(client));
    client.on('error', () => resolve(undefined));
  });
}

type Bind = (port: number) => Promise<(Server | Datagrams)[]>;

/** A stranger who calls at this moment, and whose connection would end with him, is not met. */
function acceptedBy(server: Server, client: Socket): Promise<void> {
  return new Promise((resolve) => {
    server.on('connection', (socket) => {
      socket.on('error', () => {}); // the reset that ends it
      if (socket.remotePort === client.localPort) resolve();
      else socket.destroy();
    });
  });
}

function refused(client: Socket): Promise<never> {
  return new Promise((_, reject) => {
    client.once('error', (error) => reject(isShortage(error) ? error : taken(error)));
  });
}

async function late(port: number): Promise<never> {
  await delay(PATIENCE_MS, undefined, { ref: false });
  throw taken(new Error(`Nobody accepted a connection to ${port}`));
}

/** Tries again for a moment what somebody else has: he may only be asking. */
async function patiently<T>(open: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await open();
    } catch (error) {
      if (systemCode(error) !== 'EADDRINUSE') throw error;
      if (tries === PASSING_TRIES) throw taken(error);
      await delay(1 + Math.random() * 5);
    }
  }
}

function taken(cause: unknown): PortKeeperError {
  return new PortKeeperError('NO_FREE_PORT', 'Somebody else has the port', { cause });
}

function isShortage(error: unknown): boolean {
  return ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'].includes(systemCode(error) ?? '');
}

function listen(options: ListenOptions): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(options, () => resolve(server));
  });
}

/** Loopback is enough to keep the kernel from giving a port out, and no firewall asks about it. */
async function listenOnLoopback(port: number): Promise<Server[]> {
  const servers = [await listen({ port, host: '127.0.0.1', exclusive: true })];
  try {
    servers.push(await listen({ port, host: '::1', exclusive: true }));
  } catch (error) {
    if (systemCode(error) === 'EADDRINUSE') {
      for (const server of servers) server.close();
      throw error;
    }
    // A machine without IPv6: nothing to hold there.
  }
  for (const server of servers) server.on('connection', (socket) => socket.destroy());
  return servers;
}

/** The dual-stack wildcard conflicts with every address; without IPv6, that of IPv4 does. */
async function bindDatagrams(port: number): Promise<Datagrams[]> {
  try {
    return [await bind('udp6', port)];
  } catch (error) {
    if (systemCode(error) === 'EADDRINUSE') throw error;
    return [await bind('udp4', port)];
  }
}

function bind(type: 'udp4' | 'udp6', port: number): Promise<Datagrams> {
  const socket = createSocket({ type });
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ port, exclusive: true }, () => resolve(socket));
  });
}
