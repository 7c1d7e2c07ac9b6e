// Processes that take a port and give it back as often as they can: how often, and how long the
// unluckiest waits.
//   node bench/throughput.mjs [milliseconds for each]
import { join } from 'node:path';
import { ARBITERS } from './arbiters.mjs';
import { printTable, quantile } from './figures.mjs';
import { Crowd, inScratch } from './machine.mjs';

const CONTENDERS = [1, 4, 16, 64];
const forMs = Number(process.argv[2] ?? 1000);
/** What a process' first use of the code takes is not what it takes again and again. */
const WARM_UP_MS = 250;

await inScratch(async (folder) => {
  const crowd = await Crowd.of(Math.max(...CONTENDERS), 'contender.mjs');
  for (const count of CONTENDERS) await compare(crowd, count, folder);
  await crowd.end();
});

async function compare(crowd, count, folder) {
  const rows = [];
  for (const [at, arbiter] of Object.keys(ARBITERS).entries()) {
    const task = { arbiter, folder: join(folder, `${count}-${at}`), forMs };
    await crowd.ask(count, { ...task, forMs: WARM_UP_MS });
    const answers = await crowd.ask(count, task);
    const waits = answers.flatMap((answer) => answer.waits);
    const sumOf = (what) => answers.reduce((sum, answer) => sum + answer[what], 0);
    rows.push([
      arbiter,
      Math.round(waits.length / (forMs / 1000)),
      sumOf('cpuMs') / waits.length,
      quantile(waits, 0.5),
      quantile(waits, 0.99),
      quantile(waits, 1),
      sumOf('failures'),
    ]);
  }
  const headings = ['', 'cycles/s', 'CPU ms each', 'p50 ms', 'p99 ms', 'worst ms', 'failures'];
  printTable(`${count} contenders`, headings, rows);
}
