import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { PortRegistry } from '../../src/registry/index.js';
import { useOwnPorts } from '../own-ports.js';
import { leftIn } from './aftermath.js';
import type { Faults } from './contender/faults.js';
import type { Library } from './library.js';

// A reservation and its release are some forty steps in the file system. Here a process meets its
// fate just before one of them: nothing happens between the end of a step and the next.

const { first: FIRST } = await useOwnPorts(300);
/** Most of the time goes by waiting. */
const AT_ONCE = 12;
/** Far longer than anything should take. */
const PATIENCE_MS = 30_000;

/** A place on the way of a reservation: just before its n-th step. */
export interface Point {
  readonly step: number;
  readonly moment: 'before';
}

export interface Word {
  readonly type: string;
  readonly doubles?: readonly string[];
  readonly steps?: number;
  readonly message?: string;
}

export interface Scene {
  readonly library: Library;
  readonly newFolder: () => string;
  /** What is there already when the others come. */
  readonly before?: (folder: string, first: number) => Promise<void>;
}

interface Run {
  readonly child: ChildProcess;
  readonly words: Word[];
  readonly ended: Promise<void>;
  /** When a word of one of these types was said, or nothing more will be. */
  said(...types: readonly string[]): Promise<void>;
}

/** Ports that no other point has: those who meet are of one point. */
export function firstPortOf({ step }: Point): number {
  return FIRST + step * 3;
}

export function start(
  library: Library,
  folder: string,
  first: number,
  { at, keep = false }: { at?: Faults['at']; keep?: boolean } = {},
): Run {
  const faults: Faults = { folder, ...(at && { at }) };
  const program = [
    '--import',
    pathToFileURL(library.program('faults')).href,
    library.program('one'),
  ];
  const child = spawn(
    process.execPath,
    [...program, folder, `${first}`, keep ? 'keep' : 'release'],
    {
      env: { PATH: process.env.PATH, STRESS_FAULTS: JSON.stringify(faults) },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const words: Word[] = [];
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on('line', (line) => words.push(JSON.parse(line)));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said = (...types: readonly string[]) => {
    const heard = new Promise<void>((resolve) => {
      const listen = () => words.some(({ type }) => types.includes(type)) && resolve();
      lines.on('line', listen);
      listen();
    });
    return Promise.race([heard, ended]);
  };
  return { child, words, ended, said };
}

/** Whether something takes far longer than it ever should; then all are ended. */
async function hangs(what: Promise<void>, ...runs: readonly Run[]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), PATIENCE_MS);
  });
  const result = await Promise.race([what.then(() => false), late]);
  clearTimeout(timer);
  if (result) for (const { child } of runs) child.kill('SIGKILL');
  return result;
}

/** Every place of the way that a reservation takes when nothing happens. */
export async function pointsOf({ library, newFolder, before }: Scene): Promise<Point[]> {
  const folder = newFolder();
  await before?.(folder, FIRST);
  const { words, ended } = start(library, folder, FIRST);
  await ended;
  const steps = words.at(-1)?.steps ?? 0;
  return Array.from({ length: steps }, (_, i) => ({ step: i + 1, moment: 'before' }));
}

export async function each<T>(list: readonly T[], work: (item: T) => Promise<void>) {
  const rest = [...list];
  const next = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

export interface Frozen {
  /** Doubles, hangs, leases that were taken away and what was left, with the point and what was said. */
  readonly wrong: object[];
  /** How it ended for the frozen and for the rival. */
  readonly outcomes: Set<string>;
}

/** Freezes one at every point; a rival takes the ports if it can; then the frozen comes back. */
export async function freezeEverywhere(scene: Scene): Promise<Frozen> {
  const frozen: Frozen = { wrong: [], outcomes: new Set() };
  await each(await pointsOf(scene), (point) => freezeAt(point, scene, frozen));
  return frozen;
}

async function freezeAt(point: Point, scene: Scene, { wrong, outcomes }: Frozen): Promise<void> {
  const { library } = scene;
  const folder = scene.newFolder();
  const first = firstPortOf(point);
  await scene.before?.(folder, first);
  const sleeper = start(library, folder, first, { at: { ...point, fate: 'freeze' } });
  if (await hangs(sleeper.said('frozen'), sleeper)) wrong.push({ ...point, hangs: 'at first' });
  const rival = start(library, folder, first, { keep: true });
  const met = rival.said('given', 'refused');
  if (await hangs(met, rival)) wrong.push({ ...point, hangs: 'the rival' });
  sleeper.child.kill('SIGCONT');
  if (await hangs(sleeper.ended, sleeper)) wrong.push({ ...point, hangs: 'the frozen' });
  const kept = (await new PortRegistry({ registry: folder }).status()).length;
  if (rival.words.at(-1)?.type === 'given' && kept < 3) wrong.push({ ...point, kept });
  rival.child.stdin?.end();
  if (await hangs(rival.ended, rival)) wrong.push({ ...point, hangs: 'the rival at last' });
  const words = [...sleeper.words, ...rival.words];
  if (words.some(({ doubles = [] }) => doubles.length > 0)) wrong.push({ ...point, words });
  outcomes.add(`${sleeper.words.at(-1)?.type}, ${rival.words.at(-1)?.type}`);
  const left = await leftIn(folder);
  if (left.length > 0) wrong.push({ ...point, left });
}
