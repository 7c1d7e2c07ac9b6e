// Many leases whose time runs out, or that are given back, late or by two at once: is a port given
// to two whose leases both run, and is one lease ended twice?
//   node bench/late.mjs [leases]
import { join } from 'node:path';
import { printTable } from './figures.mjs';
import { Crowd, inScratch } from './machine.mjs';

const PROCESSES = 16;
/** Ports of one reservation. */
const COUNT = 10;
const TTL_MS = 500;
/** The grace after a lease's time is two seconds. */
const LATE_MS = 4000;
const RANGE = '2000-15999';
/** Reservations that a process has at a time: all of them together need most of the range. */
const AT_ONCE = 60;
const leases = Number(process.argv[2] ?? 25_000);

await inScratch(async (folder) => {
  const crowd = await Crowd.of(PROCESSES, 'tenant.mjs');
  const start = performance.now();
  const sets = Math.ceil(leases / PROCESSES / COUNT);
  const time = { ttlMs: TTL_MS, lateMs: LATE_MS, atOnce: AT_ONCE };
  const task = { registry: join(folder, 'registry'), range: RANGE, sets, count: COUNT, ...time };
  const answers = await crowd.ask(PROCESSES, task);
  const failed = answers.find(({ error }) => error !== undefined);
  if (failed) throw new Error(failed.error);
  await crowd.end();
  show(answers.flat(), performance.now() - start);
});

function show(all, tookMs) {
  const row = [
    all.length,
    doubles(all),
    all.filter(({ ends }) => ends > 1).length,
    all.filter(({ ends }) => ends === 1).length,
    all.filter(({ ends }) => ends === 0).length,
    tookMs / 1000,
  ];
  const headings = ['leases', 'given twice', 'ended twice', 'given back', 'over before', 'seconds'];
  printTable(`${PROCESSES} processes, leases of ${TTL_MS} ms`, headings, [row]);
}

/** Those that began before another one of the same port was over. */
function doubles(all) {
  return [...byPort(all).values()].reduce((sum, each) => sum + overlaps(each), 0);
}

function overlaps(leases) {
  const inOrder = leases.sort((a, b) => a.fromMs - b.fromMs);
  return inOrder.filter((lease, at) => at > 0 && lease.fromMs < inOrder[at - 1].untilMs).length;
}

function byPort(all) {
  const groups = new Map();
  for (const lease of all) groups.set(lease.port, [...(groups.get(lease.port) ?? []), lease]);
  return groups;
}
