import { connect, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { PortKeeperError, systemCode } from '../errors.js';
import { shortageOf } from '../shortage.js';

/** Connecting to oneself takes no time; an answer that does not come will not. */
const PATIENCE_MS = 1000;

/** A server that nobody but this process is to reach. */
export class Listening {
  readonly #server: Server;
  readonly #host: string;
  #client: Socket | undefined;
  #accepted: (() => void) | undefined;

  constructor(server: Server, host: string) {
    this.#server = server;
    this.#host = host;
    server.on('connection', (socket) => this.#meet(socket));
  }

  /** Returns the near end; the far end lives as long. */
  async connectToItself(port: number): Promise<Socket> {
    const client = connect({ port, host: this.#host });
    const accepted = new Promise<void>((resolve) => {
      this.#accepted = resolve;
    });
    this.#client = client;
    try {
      await Promise.race([accepted, refused(client), late(port)]);
      return client;
    } catch (error) {
      client.destroy();
      throw error;
    } finally {
      this.close();
    }
  }

  close(): void {
    this.#server.close();
  }

  /** A stranger who calls at this moment, and whose connection would end with him, is not met. */
  #meet(socket: Socket): void {
    socket.on('error', () => {}); // the reset that ends it
    if (this.#client !== undefined && socket.remotePort === this.#client.localPort) {
      this.#accepted?.();
    } else socket.destroy();
  }
}

function refused(client: Socket): Promise<never> {
  return new Promise((_, reject) => {
    client.once('error', (error) => reject(isAboutPort(error) ? taken(error) : error));
  });
}

async function late(port: number): Promise<never> {
  await delay(PATIENCE_MS, undefined, { ref: false });
  if (!hasLoopback()) throw new Error('the loopback interface is down');
  throw taken(new Error(`Nobody accepted a connection to ${port}`));
}

/** One that was set down again refuses nobody, and answers nobody. */
function hasLoopback(): boolean {
  return Object.values(networkInterfaces()).some((infos) =>
    infos?.some(({ internal }) => internal),
  );
}

/** What any port would be told: of a loopback that is down, or of a process at its limits. */
const OF_ANY_PORT = ['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'];

function isAboutPort(error: unknown): boolean {
  return shortageOf(error) === undefined && !OF_ANY_PORT.includes(systemCode(error) ?? '');
}

export function taken(cause: unknown): PortKeeperError {
  return new PortKeeperError('NO_FREE_PORT', 'Somebody else has the port', { cause });
}
