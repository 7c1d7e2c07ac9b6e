import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { leftIn } from './aftermath.js';
import type { Faults } from './contender/faults.js';
import { useArena } from './folders.js';

// A reservation and its release are some forty steps in the file system. At each of them, and
// after each of them, the process is killed or frozen once.

const arena = useArena();
const FIRST = 15_000;

interface Word {
  readonly type: string;
  readonly doubles?: readonly string[];
  readonly steps?: number;
  readonly message?: string;
}

interface Run {
  readonly child: ChildProcess;
  readonly words: Word[];
  readonly ended: Promise<void>;
  readonly frozen: Promise<void>;
}

function start(folder: string, first: number, at?: Faults['at']): Run {
  const library = arena.library();
  const faults: Faults = { folder, ...(at && { at }) };
  const child = spawn(
    process.execPath,
    [
      '--import',
      `file://${library.program('faults')}`,
      library.program('one'),
      folder,
      `${first}`,
      `${first}`,
    ],
    {
      env: { PATH: process.env.PATH, STRESS_FAULTS: JSON.stringify(faults) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const words: Word[] = [];
  let freeze = () => {};
  const frozen = new Promise<void>((resolve) => {
    freeze = resolve;
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    words.push(JSON.parse(line));
    if (words.at(-1)?.type === 'frozen') freeze();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return { child, words, ended, frozen: Promise.race([frozen, ended]) };
}

/** Whether it takes far longer than it ever should; then it is ended. */
async function hangs({ child, ended }: Run): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), 30_000);
  });
  const result = await Promise.race([ended.then(() => false), late]);
  clearTimeout(timer);
  if (result) child.kill('SIGKILL');
  return result;
}

/** How many steps there are when nothing happens. */
async function countSteps(): Promise<number> {
  const { words, ended } = start(arena.newFolder(), FIRST);
  await ended;
  return words.at(-1)?.steps ?? 0;
}

/** All of a list, eight at a time: most of the time goes by waiting. */
async function each<T>(list: readonly T[], work: (item: T) => Promise<void>) {
  const rest = [...list];
  const next = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: 8 }, next));
}

function pointsOf(steps: number) {
  return Array.from({ length: steps }, (_, i) => i + 1).flatMap((step) =>
    (['before', 'after'] as const).map((moment) => ({ step, moment })),
  );
}

/** Ports that no other point has: those of one point meet each other only. */
function portsOf({ step, moment }: { step: number; moment: string }): number {
  return FIRST + step * 6 + (moment === 'after' ? 3 : 0);
}

test('whoever is killed at whatever step leaves all of a set or nothing, although its owner lives', async () => {
  const steps = await countSteps();
  expect(steps).toBeGreaterThan(10);
  const partial: unknown[] = [];
  await each(pointsOf(steps), async (point) => {
    const folder = arena.newFolder();
    await start(folder, portsOf(point), { ...point, fate: 'kill' }).ended;
    const registry = new PortRegistry({ registry: folder });
    await registry.gc();
    const leases = await registry.status();
    if (![0, 3].includes(leases.length)) partial.push({ ...point, leases: leases.length });
    await registry.release(leases.map(({ id }) => id));
    const left = await leftIn(folder);
    if (left.length > 0) partial.push({ ...point, left });
  });
  expect(partial).toEqual([]);
}, 240_000);

test('whoever is frozen at whatever step, and comes back believing, shares no port', async () => {
  const wrong: unknown[] = [];
  const outcomes = new Set<string>();
  await each(pointsOf(await countSteps()), async (point) => {
    const folder = arena.newFolder();
    const sleeper = start(folder, portsOf(point), { ...point, fate: 'freeze' });
    await sleeper.frozen;
    const rival = start(folder, portsOf(point));
    if (await hangs(rival)) wrong.push({ ...point, hangs: 'the rival', words: rival.words });
    sleeper.child.kill('SIGCONT');
    if (await hangs(sleeper)) wrong.push({ ...point, hangs: 'the frozen', words: sleeper.words });
    const words = [...sleeper.words, ...rival.words];
    if (words.some(({ doubles = [] }) => doubles.length > 0)) wrong.push({ ...point, words });
    outcomes.add(`${sleeper.words.at(-1)?.type}, ${rival.words.at(-1)?.type}`);
    const left = await leftIn(folder);
    if (left.length > 0) wrong.push({ ...point, left });
  });
  expect(wrong).toEqual([]);
  // The one who came back had it all the while, or the rival had it in between.
  expect([...outcomes]).toEqual(expect.arrayContaining(['done, done', 'done, refused']));
}, 240_000);
