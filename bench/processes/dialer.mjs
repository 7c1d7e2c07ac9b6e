// Opens outgoing connections all the while, each for a moment: the kernel chooses their own ports.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { answerWith } from './answer.mjs';

let made = 0;

/** So many are open at a time; says how many were opened so far. */
answerWith(async ({ atOnce = 0, forMs = 0 }) => {
  if (atOnce > 0) {
    const server = createServer((socket) => socket.on('error', () => {})).listen(0);
    await once(server, 'listening');
    for (let i = 0; i < atOnce; i++) dial(server.address().port, forMs);
  }
  return made;
});

/** Where the kernel begins to look for a port hangs on whom one connects to: so to many. */
function dial(port, forMs) {
  const host = `127.0.0.${1 + Math.floor(Math.random() * 250)}`;
  const socket = connect(port, host, () => {
    made += 1;
    // A reset leaves no port behind that waits for a minute.
    setTimeout(() => socket.resetAndDestroy(), Math.random() * forMs);
  });
  socket.on('error', () => {});
  socket.on('close', () => setImmediate(dial, port, forMs));
}
