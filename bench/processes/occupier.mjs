// Listens on the ports that it is told.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { answerWith } from './answer.mjs';

const servers = [];

answerWith(async ({ ports }) => {
  for (const port of ports) {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
  }
  return servers.length;
});
