// Somebody is killed (SIGKILL) who has a port, or is about to. How long does the next one wait: for
// that very port, or for any?
//   node bench/killed.mjs [rounds]
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { PortRegistry } from '../lib/index.js';
import { median, printTable, quantile, timed } from './figures.mjs';
import { Crowd, inScratch } from './machine.mjs';

const rounds = Number(process.argv[2] ?? 30);
/** What each victim does, with how many ports to choose from; and the next one after it. */
const TASKS = {
  'has the only port': { range: '6699-6699', next: reserve },
  'takes ports and gives them back': { range: '20000-29999', next: reserve },
  'has the lock of a JSON file (stale: 2000)': { next: lock },
};
/** A lock is waited for by seconds. */
const ROUNDS_OF_LOCK = 3;

await inScratch(async (folder) => {
  const rows = [];
  for (const [task, { range, next }] of Object.entries(TASKS)) {
    const times = [];
    for (let round = 0; round < (next === lock ? ROUNDS_OF_LOCK : rounds); round++) {
      const registry = join(folder, `${rows.length}-${round}`);
      await startAndKill({ task, folder: registry, range });
      times.push(await timed(() => next(registry, range)));
    }
    rows.push([task, times.length, median(times), quantile(times, 0.99)]);
  }
  printTable('Until the next one has it', ['who was killed', 'times', 'p50 ms', 'p99 ms'], rows);
});

async function startAndKill(task) {
  const victim = await Crowd.of(1, 'victim.mjs');
  await victim.ask(1, task);
  await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
  await victim.end('SIGKILL');
}

async function reserve(folder, range) {
  const reservation = await new PortRegistry({ registry: folder }).reserve({ range, waitMs: 5000 });
  await reservation.release();
}

async function lock(folder) {
  const retries = { retries: 10_000, factor: 1, minTimeout: 2, maxTimeout: 25, randomize: true };
  const options = { realpath: false, stale: 2000, retries };
  await (await lockfile.lock(join(folder, 'ports.json'), options))();
}
