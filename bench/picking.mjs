// Processes that overlap: each picks a port, waits 200 ms, and binds it. How many get one that
// another one got too?
//   node bench/picking.mjs [processes]
import { join } from 'node:path';
import { printTable, quantile } from './figures.mjs';
import { Crowd, inScratch } from './machine.mjs';
import { PICKERS } from './pickers.mjs';

const WAIT_MS = 200;
const most = Number(process.argv[2] ?? 200);

await inScratch(async (folder) => {
  const crowd = await Crowd.of(most, 'picker.mjs');
  for (const count of [...new Set([Math.min(50, most), most])]) await compare(crowd, count, folder);
  await crowd.end();
});

async function compare(crowd, count, folder) {
  const rows = [];
  for (const picker of Object.keys(PICKERS)) {
    const registry = join(folder, `${count}`);
    const pick = async () => {
      const picks = await crowd.ask(count, { picker, registry, waitMs: WAIT_MS });
      await crowd.ask(count, {});
      return picks;
    };
    // The first time is that of a process' first use of the code as well.
    const [first, again] = [await pick(), await pick()];
    rows.push([picker, ...figures(first), ...times(again)]);
  }
  const once = ['given twice', 'no port', 'could not bind', 'p50 ms', 'p99 ms'];
  const headings = ['', ...once, 'again, p50', 'again, p99'];
  printTable(`${count} processes that pick, wait ${WAIT_MS} ms, bind`, headings, rows);
}

function figures(picks) {
  const given = picks.filter(({ port }) => port !== undefined);
  const owners = new Map();
  for (const { port } of given) owners.set(port, (owners.get(port) ?? 0) + 1);
  return [
    given.filter(({ port }) => owners.get(port) > 1).length,
    picks.length - given.length,
    given.filter(({ bound }) => !bound).length,
    ...times(picks),
  ];
}

function times(picks) {
  const all = picks.filter(({ port }) => port !== undefined).map(({ pickMs }) => pickMs);
  return [quantile(all, 0.5), quantile(all, 0.99)];
}
