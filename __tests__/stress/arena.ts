import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Faults } from './contender/faults.js';
import type { ContenderPlan, Word } from './contender/main.js';
import { below, derive, type Random, seeded } from './contender/random.js';
import type { Library } from './library.js';

/** How one contender is started: as another user, in another network. */
export interface Launch extends Pick<SpawnOptions, 'uid' | 'gid'> {
  /** A command that runs Node in its own place, such as `ip netns exec name`. */
  readonly within?: readonly string[];
}

export interface Battle {
  readonly library: Library;
  readonly registry: string;
  readonly seed: number;
  readonly contenders: number;
  readonly rounds: number;
  readonly ports: number;
  readonly range: string;
  /** The chance of each fate at each step that a contender takes in the registry. */
  readonly kill: number;
  readonly freeze: number;
  /** Somebody silent for so long hangs. */
  readonly patienceMs: number;
  readonly launch?: (contender: number) => Launch;
}

export interface Outcome {
  given: number;
  killed: number;
  frozen: number;
  lastedMs: number;
  readonly doubles: string[];
  readonly refusals: string[];
  readonly hangs: string[];
  readonly noise: string[];
  /** Each port that was given, with the contender that got it. */
  readonly ports: { readonly port: number; readonly contender: number }[];
  readonly tookMs: number[];
}

/** Lets all contenders loose on one registry and hears what becomes of them. */
export async function fight(battle: Battle): Promise<Outcome> {
  const outcome: Outcome = {
    ...{ given: 0, killed: 0, frozen: 0, lastedMs: 0 },
    ...{ doubles: [], refusals: [], hangs: [], noise: [], ports: [], tookMs: [] },
  };
  const alive = new Set<ChildProcess>();
  const began = performance.now();
  const random = seeded(derive(battle.seed, 1));
  const chaos = setInterval(() => disturb(random, battle, alive, outcome), 100);
  const all = Array.from({ length: battle.contenders }, (_, n) =>
    contend(battle, n, alive, outcome),
  );
  await Promise.all(all);
  clearInterval(chaos);
  outcome.lastedMs = performance.now() - began;
  return outcome;
}

/** One contender, started again when it was killed, until it has had its rounds. */
async function contend(
  battle: Battle,
  n: number,
  alive: Set<ChildProcess>,
  outcome: Outcome,
): Promise<void> {
  let left = battle.rounds;
  for (let life = 0; left > 0; life++) {
    const child = start(battle, n, life, left);
    alive.add(child);
    const seen = await listen(child, battle, n, outcome);
    alive.delete(child);
    if (seen.end === 'done' || seen.end === 'hang') return;
    if (seen.end === 'SIGKILL') outcome.killed += 1;
    else outcome.noise.push(`contender ${n} ended with ${seen.end}: ${seen.errors}`);
    left -= Math.max(1, seen.rounds);
  }
}

function start(battle: Battle, n: number, life: number, rounds: number): ChildProcess {
  const { library, registry, ports, range, kill, freeze } = battle;
  const { within = [], ...as } = battle.launch?.(n) ?? {};
  const seed = derive(battle.seed, n, life);
  const plan: ContenderPlan = { registry, match: `${battle.seed}`, seed, rounds, ports, range };
  const faults: Faults = { folder: registry, kill, freeze, seed };
  const command = [
    ...within,
    process.execPath,
    '--import',
    pathToFileURL(library.program('faults')).href,
    library.program('main'),
    JSON.stringify(plan),
  ];
  return spawn(command[0] as string, command.slice(1), {
    ...as,
    cwd: library.folder,
    env: { PATH: process.env.PATH, STRESS_FAULTS: JSON.stringify(faults) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Hears a contender out, and ends one that says nothing any more. */
function listen(child: ChildProcess, battle: Battle, n: number, outcome: Outcome) {
  const seen = { rounds: 0, end: '', errors: '' };
  let patience: NodeJS.Timeout;
  const wait = () => {
    clearTimeout(patience);
    patience = setTimeout(() => {
      seen.end = 'hang';
      outcome.hangs.push(`contender ${n} in its round ${seen.rounds}`);
      child.kill('SIGKILL');
    }, battle.patienceMs);
  };
  wait();
  child.stderr?.on('data', (data) => {
    seen.errors += data;
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    wait();
    const word = parseWord(line);
    if (word?.type === 'round') seen.rounds += 1;
    if (word?.type === 'done') seen.end = 'done';
    if (word?.type === 'killed') seen.end = 'SIGKILL';
    if (word !== undefined) note(word, child, n, outcome);
  });
  return new Promise<typeof seen>((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(patience);
      resolve({ ...seen, end: seen.end || `${signal ?? code}` });
    });
  });
}

function parseWord(line: string): Word | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // cut off by the death of its speaker
  }
}

function note(word: Word, child: ChildProcess, contender: number, outcome: Outcome): void {
  if (word.type === 'frozen') {
    outcome.frozen += 1;
    setTimeout(() => thaw(child), word.forMs);
  }
  if (word.type === 'given') {
    outcome.given += 1;
    outcome.tookMs.push(word.tookMs);
    for (const port of word.ports) outcome.ports.push({ port, contender });
  }
  if (word.type === 'double') outcome.doubles.push(`${word.key} by contender ${contender}`);
  if (word.type === 'refused') outcome.refusals.push(`${word.code}: ${word.message}`);
}

const CAN_FREEZE = process.platform !== 'win32';

function thaw(child: ChildProcess): void {
  if (CAN_FREEZE) child.kill('SIGCONT');
}

/** What comes from outside: a signal at any moment, and locks that somebody left. */
function disturb(
  random: Random,
  { registry, kill, freeze }: Battle,
  alive: ReadonlySet<ChildProcess>,
  outcome: Outcome,
): void {
  const victim = [...alive][below(random, alive.size)];
  const drawn = random();
  if (drawn < 0.1 && kill > 0) victim?.kill('SIGKILL');
  else if (drawn < 0.5 && freeze > 0 && CAN_FREEZE && victim?.kill('SIGSTOP')) {
    outcome.frozen += 1;
    setTimeout(() => thaw(victim), 20 + below(random, 200));
  }
  if (random() < 0.3) leaveLock(registry, random() < 0.7 ? 60_000 : 0);
  // Where the word of a freeze was faster than the freeze, it was ended before it began.
  if (random() < 0.1) for (const child of alive) thaw(child);
}

function leaveLock(registry: string, ageMs: number): void {
  const lock = join(registry, 'registry.json.lock');
  const then = (Date.now() - ageMs) / 1000;
  try {
    if (ageMs === 0) rmSync(lock, { recursive: true, force: true });
    mkdirSync(lock);
    utimesSync(lock, then, then);
  } catch {
    // Somebody has it just now.
  }
}
