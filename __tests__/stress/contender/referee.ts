import { createServer, type ListenOptions, type Server } from 'node:net';

/**
 * Says whether two have one port at once, and knows nothing of registries: each port that somebody
 * was given is taken here once more, as a name that the kernel gives to one process of a network
 * at a time and takes back when that process ends, however it ends: an abstract socket on Linux, a
 * named pipe on Windows. Elsewhere it binds the port itself.
 */
export class Referee {
  readonly #match: string;
  readonly #names = new Map<string, Server>();

  /** @param match tells this run from others on the machine */
  constructor(match: string) {
    this.#match = match;
  }

  /** @returns those that somebody else has at this moment */
  async take(keys: readonly string[]): Promise<string[]> {
    const doubles: string[] = [];
    for (const key of keys) {
      const server = await this.#listen(key);
      if (server === undefined || this.#names.has(key)) doubles.push(key);
      else this.#names.set(key, server);
    }
    return doubles;
  }

  /** Before a port is given back: afterwards it may be somebody else's at once. */
  letGo(keys: Iterable<string> = [...this.#names.keys()]): void {
    for (const key of keys) {
      this.#names.get(key)?.close();
      this.#names.delete(key);
    }
  }

  #listen(key: string): Promise<Server | undefined> {
    const server = createServer();
    return new Promise((resolve) => {
      server.once('error', () => resolve(undefined));
      server.listen(placeOf(this.#match, key), () => resolve(server));
    });
  }
}

function placeOf(match: string, key: string): ListenOptions {
  if (process.platform === 'linux') return { path: `\0referee:${match}:${key}` };
  if (process.platform === 'win32') return { path: `//./pipe/referee-${match}-${key}` };
  return { port: Number(key.split('-')[1]), host: '127.0.0.1', exclusive: true };
}
