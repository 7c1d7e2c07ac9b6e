// A range of 10,000 ports, some of them in use: how long until 1, or 100, free ones are found?
//   node bench/looking.mjs
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { median, printTable } from './figures.mjs';
import { Crowd, inScratch } from './machine.mjs';
import { RANGE, SEEKERS } from './seekers.mjs';

const SIZE = RANGE.to - RANGE.from + 1;
/** Ports to find, and the share of the range that is in use: never so much that a few which somebody else has would leave too few. */
const COLUMNS = [
  [1, 0],
  [100, 0],
  [100, 0.5],
  [1, 0.988],
  [100, 0.988],
];
const ROUNDS = 15;
/** What a process' first use of the code takes is not what it takes again and again. */
const WARM_UP_ROUNDS = 5;
const SETTLED_MS = 20;
const TURN_MS = 5;
const MOST_IN_TURN = 20;
/** Whoever has not found them by then is not asked again, and has no figure. */
const PATIENCE_MS = 2000;

const BIND = 'bind ::, one after another';
const NAME_AND_BIND = 'the name of a hold, then bind ::';
const TABLES = 'the tables once, then bind';

await inScratch(async (folder) => {
  const crowd = await Crowd.of(1, 'occupier.mjs');
  const columns = [];
  const free = shuffled(Array.from({ length: SIZE }, (_, at) => RANGE.from + at));
  for (const [count, share] of COLUMNS) {
    const missing = Math.round(share * SIZE) - (SIZE - free.length);
    await crowd.ask(1, { ports: free.splice(0, missing) });
    columns.push(await compare(count, join(folder, `${count}-${share}`)));
  }
  await crowd.end();
  show(columns);
});

function show(columns) {
  const headings = COLUMNS.map(([count, share]) => `${count} of ${Math.round(share * 100)} % busy`);
  const rows = Object.keys(SEEKERS).map((name) => [name, ...columns.map((column) => column[name])]);
  const ours = 'portkeeper, only looking';
  for (const [what, ways] of [
    ['the better of the two that do not ask for holds', [BIND, TABLES]],
    ['the better of the two with holds asked for', [NAME_AND_BIND, TABLES]],
  ]) {
    const ratio = (column) => column[ours] / Math.min(...ways.map((way) => column[way]));
    rows.push([`only looking / ${what}`, ...columns.map(ratio)]);
  }
  printTable(`Looking in a range of ${SIZE}, median ms`, ['', ...headings], rows);
}

async function compare(count, folder) {
  const times = Object.fromEntries(Object.keys(SEEKERS).map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const [name, seek] of Object.entries(SEEKERS)) {
      if (times[name].includes(Number.POSITIVE_INFINITY)) continue;
      // What the one before left to be closed is not to be closed at the expense of this one.
      await delay(SETTLED_MS);
      const turn = await inTurn((registry) =>
        look(seek, count, join(folder, `${round}-${registry}`)),
      );
      if (round >= 0) times[name].push(...turn);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

/** Again and again, for as long as a turn is: what is quick is quicker once it is under way. */
async function inTurn(once) {
  const times = [];
  const until = performance.now() + TURN_MS;
  do times.push(await once(times.length));
  while (performance.now() < until && times.length < MOST_IN_TURN);
  return times;
}

async function look(seek, count, registry) {
  const start = performance.now();
  const found = await seek(count, start + PATIENCE_MS, registry);
  const took = performance.now() - start;
  return found.size === count ? took : Number.POSITIVE_INFINITY;
}

/** By a generator with a seed: each run finds the same ports in use. */
function shuffled(list) {
  let state = 1;
  for (let at = list.length - 1; at > 0; at--) {
    state = (Math.imul(state, 48_271) >>> 0) % 0x7fffffff;
    const other = state % (at + 1);
    [list[at], list[other]] = [list[other], list[at]];
  }
  return list;
}
