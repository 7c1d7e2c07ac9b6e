// Programs that connect to others all the while take ports that the kernel chooses, beside ports
// that were picked and are bound 200 ms later: how many of these are lost?
//   node bench/outgoing.mjs [ports for each, in each of three rounds]
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import getPort, { clearLockedPorts, portNumbers } from 'get-port';
import { getPort as getPortPlease } from 'get-port-please';
import portfinder from 'portfinder';
import { PortRegistry } from '../lib/index.js';
import { alternate, printTable } from './figures.mjs';
import { Crowd, inScratch, root } from './machine.mjs';
import { listens } from './seekers.mjs';

const each = Number(process.argv[2] ?? 200);
const ROUNDS = 3;
/** What one project has: each set has a holder of its own. */
const SET = 10;
const WAIT_MS = 200;
const DIALERS = 4;
const TRAFFIC = { atOnce: 250, forMs: 400 };
/** Within the range that Linux gives to outgoing connections, where nobody changed it. */
const EPHEMERAL = { from: 40_000, to: 49_999 };
const holder = join(root, 'dist', 'holder', 'index.js');

await inScratch(async (folder) => {
  const dialers = await Crowd.of(DIALERS, 'dialer.mjs');
  await dialers.ask(DIALERS, TRAFFIC);
  const start = performance.now();
  const lost = await alternate(subjects(join(folder, 'registry')), ROUNDS);
  const made = (await dialers.ask(DIALERS, {})).reduce((sum, count) => sum + count, 0);
  await dialers.end();
  show(lost, Math.round(made / ((performance.now() - start) / 1000)));
});

/** Each picks ports, waits, and says how many it could not bind. */
function subjects(folder) {
  const registry = new PortRegistry({ registry: folder, holder });
  const reserved = (request) => async () => {
    const sets = [];
    while (sets.length * SET < each) sets.push(await registry.reserve({ count: SET, ...request }));
    const lost = await lostOf(sets.flatMap(({ leases }) => leases.map(({ port }) => port)));
    await registry.release(sets.map(({ id }) => id));
    return lost;
  };
  return {
    'get-port, any': picked(() => getPort()),
    'get-port, a range': picked((from) => getPort({ port: portNumbers(from, EPHEMERAL.to) })),
    portfinder: picked((port) => portfinder.getPortPromise({ port, stopPort: EPHEMERAL.to })),
    'get-port-please': picked((from) =>
      getPortPlease({ portRange: [from, EPHEMERAL.to], random: false, verbose: false }),
    ),
    'portkeeper, its own range': reserved({}),
    'portkeeper, 40000-49999': reserved({ range: EPHEMERAL }),
    'portkeeper, 40000-49999 and held': reserved({ range: EPHEMERAL, hold: true }),
  };
}

function picked(pick) {
  return async () => {
    clearLockedPorts();
    const ports = [];
    for (let from = EPHEMERAL.from; ports.length < each; from = ports.at(-1) + 1)
      ports.push(await pick(from));
    return lostOf(ports);
  };
}

async function lostOf(ports) {
  await delay(WAIT_MS);
  return ports.filter((port) => !listens({ port })).length;
}

function show(lost, rate) {
  const sum = (all) => all.reduce((total, count) => total + count, 0);
  const rows = Object.entries(lost).map(([name, all]) => [name, each * ROUNDS, sum(all)]);
  const title = `Ports that are bound ${WAIT_MS} ms later, beside ${rate} connections a second`;
  printTable(title, ['', 'picked', 'lost'], rows);
}
