// How long one waits for 1, 10 and 100 ports: within a process, and as a command; and how long each
// of many commands takes that start at the same moment.
//   node bench/latency.mjs [commands at once]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PortRegistry } from '../lib/index.js';
import { alternate, median, printTable, quantile, timed } from './figures.mjs';
import { environment, inScratch, root } from './machine.mjs';
import { RawFiles } from './raw-files.mjs';

const COUNTS = [1, 4, 10, 100];
const IN_PROCESS = [
  ...['ports', 'p50 ms', 'p99 ms', 'CPU, p50 ms', 'release, p50 ms'],
  ...['create and unlink', 'the same file operations', 'times those'],
];
const many = Number(process.argv[2] ?? 200);
const cli = join(root, 'dist', 'cli', 'index.js');
const nothing = join(root, 'bench', 'processes', 'nothing.mjs');

/** What a process' first use of the code takes is not what it takes again and again. */
const WARM_UP_PORTS = 300;

await inScratch(async (folder) => {
  await warmUp(join(folder, 'warm-up'));
  await inProcess(join(folder, 'alone'), 0);
  await inProcess(join(folder, 'crowded'), 1000);
  await asCommand(join(folder, 'command'));
  await atOnce(join(folder, 'cold'));
});

/** For each number of ports: a set of several takes ways that one port does not. */
async function warmUp(folder) {
  for (const count of COUNTS) {
    const ports = new PortRegistry({ registry: join(folder, `${count}`) });
    for (let i = 0; i < WARM_UP_PORTS; i += count) await ports.with({ count }, () => {});
  }
}

async function inProcess(folder, others) {
  const registry = new PortRegistry({ registry: folder });
  if (others > 0) await registry.reserve({ count: others, ttlMs: 600_000 });
  const files = new RawFiles(`${folder}-raw`);
  const rows = [];
  for (const count of COUNTS) rows.push(await reserveAndRelease(registry, files, count));
  const title = `In a process, ${others === 0 ? 'alone' : `beside ${others} leases`}`;
  printTable(title, IN_PROCESS, rows);
}

/** The disk is asked in turn, so that whatever else it does, it does to both. */
async function reserveAndRelease(registry, files, count) {
  const [taking, cpu, releasing, creating, linking] = [[], [], [], [], []];
  for (let i = 0; i < 300 / Math.sqrt(count); i++) {
    let reservation;
    const before = process.cpuUsage();
    taking.push(await timed(async () => (reservation = await registry.reserve({ count }))));
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
    releasing.push(await timed(() => reservation.release()));
    creating.push(await timed(() => files.createAndUnlink()));
    let taken;
    linking.push(await timed(() => (taken = files.take(count))));
    files.giveBack(taken);
  }
  const [reserved, disk] = [median(taking), median(linking)];
  return [
    ...[count, reserved, quantile(taking, 0.99), median(cpu), median(releasing)],
    ...[median(creating), disk, reserved / disk],
  ];
}

async function asCommand(registry) {
  const subjects = { 'empty Node': () => command([nothing]) };
  for (const count of COUNTS) {
    const words = [cli, 'reserve', '--count', `${count}`, '--registry', registry];
    subjects[`${count} ports`] = () => command(words);
  }
  const times = await alternate(subjects, 10);
  const rows = Object.entries(times).map(([name, all]) => [
    name,
    median(all),
    median(all) / median(times['empty Node']),
  ]);
  printTable('As a command, start to exit', ['', 'median ms', 'times an empty Node'], rows);
}

async function atOnce(registry) {
  const rows = [];
  for (const [name, words] of [
    ['empty Node', [nothing]],
    ['portkeeper reserve', [cli, 'reserve', '--registry', registry]],
  ]) {
    const outputs = [];
    const times = await Promise.all(Array.from({ length: many }, () => command(words, outputs)));
    const given = outputs.filter((output) => output !== '');
    rows.push([name, median(times), quantile(times, 0.99), given.length - new Set(given).size]);
  }
  const headings = ['', 'p50 ms', 'p99 ms', 'given twice'];
  printTable(`${many} at once, start to exit`, headings, rows);
}

async function command(words, outputs = []) {
  const start = performance.now();
  const child = spawn(process.execPath, words, {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}`);
  outputs.push(output);
  return performance.now() - start;
}
