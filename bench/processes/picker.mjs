// Picks a port, as a job that prepares does; waits, as it does until its server starts; binds it.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { PICKERS } from '../pickers.mjs';
import { answerWith } from './answer.mjs';

let server;

answerWith(async ({ picker, registry, waitMs }) => {
  if (picker === undefined) return stop();
  const start = performance.now();
  const port = await PICKERS[picker](registry);
  const pickMs = performance.now() - start;
  await delay(waitMs);
  return { port, pickMs, bound: await bind(port) };
});

async function bind(port) {
  server = createServer();
  try {
    server.listen({ port, exclusive: true });
    await once(server, 'listening');
    return true;
  } catch {
    server = undefined;
    return false;
  }
}

async function stop() {
  if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  server = undefined;
  return 'stopped';
}
