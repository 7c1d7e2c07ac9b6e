import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from '@jest/globals';

// Real ports are the machine's, which may run this suite several times at once: somebody else's look at a number, a
// bind of microseconds, would be taken for a user of it.

/** Below what is given out by default, and beside what `npm run stress` asks for. */
const FIRST = 18_000;
const BLOCK = 100;
const BLOCKS = 20;
/** Whoever listens on a block's guard has the block: one process can, and only while it lives. */
const GUARDS = FIRST - BLOCKS;
/** Far longer than the tests of a file take. */
const PATIENCE_MS = 300_000;

export interface OwnPorts {
  readonly first: number;
  /** `first-last`, as a request has it. */
  readonly range: string;
}

/** Consecutive numbers that no other test uses, in whatever process, until the tests of this file are done. */
export async function useOwnPorts(count: number): Promise<OwnPorts> {
  const blocks = Math.ceil(count / BLOCK);
  const deadline = Date.now() + PATIENCE_MS;
  for (let start = Math.floor(Math.random() * BLOCKS); ; start++) {
    const block = start % (BLOCKS - blocks + 1);
    const guards = await guard(block, blocks);
    if (guards === undefined) {
      if (Date.now() > deadline) throw new Error(`Who listens on ${GUARDS}-${FIRST - 1}?`);
      await delay(10);
      continue;
    }
    afterAll(() => letGo(guards));
    const first = FIRST + block * BLOCK;
    return { first, range: `${first}-${first + count - 1}` };
  }
}

/** All of these blocks, or undefined and none. */
async function guard(first: number, count: number): Promise<Server[] | undefined> {
  const guards: Server[] = [];
  for (let block = first; block < first + count; block++) {
    const server = await listen(GUARDS + block);
    if (server === undefined) {
      letGo(guards);
      return undefined;
    }
    guards.push(server);
  }
  return guards;
}

function letGo(guards: readonly Server[]): void {
  for (const server of guards) server.close();
}

function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}
