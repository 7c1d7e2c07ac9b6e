// Ways to find free ports in a range of 10,000: what others offer, what the kernel offers, and ours.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort, { clearLockedPorts, portNumbers } from 'get-port';
import { getPort as getPortPlease } from 'get-port-please';
import portfinder from 'portfinder';
import { PortRegistry } from '../lib/index.js';

/** Where neither the kernel nor a reservation by default takes ports meanwhile. */
export const RANGE = { from: 6_700, to: 16_699 };

/** Each finds `count` different ports, or fewer by its deadline. `registry` is PortKeeper's alone. */
export const SEEKERS = {
  'get-port': async (count, deadline) => {
    clearLockedPorts();
    const found = new Set();
    while (isShort(found, count, deadline)) {
      found.add(await getPort({ port: portNumbers(RANGE.from, RANGE.to), exclude: found }));
    }
    return found;
  },
  portfinder: async (count, deadline) => {
    const found = new Set();
    for (let port = RANGE.from; isShort(found, count, deadline); port = Math.max(...found) + 1) {
      found.add(await portfinder.getPortPromise({ port, stopPort: RANGE.to }));
    }
    return found;
  },
  'get-port-please': async (count, deadline) => {
    const found = new Set();
    for (let from = RANGE.from; isShort(found, count, deadline); from = Math.max(...found) + 1) {
      const options = { portRange: [from, RANGE.to], random: false, verbose: false };
      found.add(await getPortPlease(options));
    }
    return found;
  },
  'bind ::, one after another': async (count, deadline) => {
    const found = new Set();
    for (let port = RANGE.from; isShort(found, count, deadline) && port <= RANGE.to; port++) {
      if (binds(port)) found.add(port);
    }
    return found;
  },
  'the tables once, then bind': async (count, deadline) => {
    const busy = portsInTables();
    const found = new Set();
    for (let port = RANGE.from; isShort(found, count, deadline) && port <= RANGE.to; port++) {
      if (!busy.has(port) && binds(port)) found.add(port);
    }
    return found;
  },
  'the name of a hold, then bind ::': async (count, deadline) => {
    const found = new Set();
    for (let port = RANGE.from; isShort(found, count, deadline) && port <= RANGE.to; port++) {
      if (listens({ path: nameOf(port) }) && binds(port)) found.add(port);
    }
    return found;
  },
  'portkeeper, only looking': async (count) =>
    numbersOf((await looking.propose({ range: RANGE, count })).map(({ port }) => port)),
  'portkeeper, reserving': async (count, _, registry) => {
    const { ports } = await new PortRegistry({ registry }).reserve({ range: RANGE, count });
    return numbersOf(Object.values(ports));
  },
};

/** It proposes what it would give, and writes nothing: what the others do, with more questions. */
const looking = new PortRegistry({ registry: join(tmpdir(), 'portkeeper-bench-nothing') });
const numbersOf = (ports) => new Set(ports);

function isShort(found, count, deadline) {
  return found.size < count && performance.now() < deadline;
}

const binds = (port) => listens({ port });
const nameOf = (port) => `\0portkeeper:tcp:${port}`.padEnd(108, '.');

/** Node opens the socket before `listen` returns: nothing has to be waited for. */
export function listens(place) {
  const server = createServer().on('error', () => {});
  server.listen({ ...place, exclusive: true });
  const { listening } = server;
  server.close(() => {});
  return listening;
}

function portsInTables() {
  const tables = ['tcp', 'tcp6', 'udp', 'udp6'].map((name) =>
    readFileSync(`/proc/net/${name}`, 'latin1'),
  );
  const ports = tables.flatMap((table) => [...table.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4})/gm)]);
  return new Set(ports.map(([, port]) => Number.parseInt(port, 16)));
}
