import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCode } from '../errors.js';
import { holdName, isHeldUnseen, type Protocol, portSystem } from '../ports/index.js';
import { Listening, taken } from './listening.js';

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
  /** What is still to be connected to, by its port. */
  readonly #listening = new Map<number, Listening>();
  readonly #clients = new Set<Socket>();
  readonly #bound: (Server | Datagrams)[] = [];
  /** What is to be held, and is not yet. */
  readonly #wanted = new Set<Wanted>();

  /**
   * Takes a port. What connections are to keep is listened on until `connect`.
   * @throws {PortKeeperError} NO_FREE_PORT, when somebody has the port.
   */
  async hold(protocol: Protocol, port: number, host: string): Promise<void> {
    await this.#name(protocol, port);
    if (isHeldUnseen(protocol)) {
      const server = await patiently(() => listen({ port, exclusive: true }));
      this.#listening.set(port, new Listening(server, loopbackOf(host)));
      return;
    }
    const open: Bind = protocol === 'udp' ? bindDatagrams : listenOnLoopback;
    this.#bound.push(...(await patiently(() => open(port))));
  }

  /**
   * Connects to a port that is listened on, and stops to listen: the accepted connection keeps the
   * port. All of a set are to be listened on before: the kernel gives the near end of a connection
   * any port that it may give out, and that could be one of them.
   * @throws {PortKeeperError} NO_FREE_PORT, where something else answers: by a rule of the network
   * that no bind can see, the port is somebody's.
   */
  async connect(port: number): Promise<void> {
    const listening = this.#listening.get(port);
    if (listening === undefined) return;
    this.#listening.delete(port);
    this.#clients.add(await listening.connectToItself(port));
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
    for (const listening of this.#listening.values()) listening.close();
    this.#listening.clear();
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
