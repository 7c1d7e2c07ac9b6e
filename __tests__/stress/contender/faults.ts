import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { below, seeded } from './random.js';

// Loaded before a contender: at steps that it takes on the registry's folder the process is killed
// or frozen, by a real signal, just before the step or just after it.

export interface Faults {
  readonly folder: string;
  /** The chance of each fate at each step. */
  readonly kill?: number;
  readonly freeze?: number;
  readonly seed?: number;
  /** Or one fate at one step: the n-th, counted from 1. */
  readonly at?: { readonly step: number; readonly moment: Moment; readonly fate: Fate };
}

type Moment = 'before' | 'after';
type Fate = 'kill' | 'freeze';

const STEPS = [
  'linkSync',
  'renameSync',
  'unlinkSync',
  'utimesSync',
  'futimesSync',
  'writeFileSync',
  'symlinkSync',
  'openSync',
  'fstatSync',
  'lstatSync',
  'readlinkSync',
  'mkdirSync',
] as const;
const SIGNALS = { kill: 'SIGKILL', freeze: 'SIGSTOP' } as const;

const faults: Faults = JSON.parse(process.env.STRESS_FAULTS ?? 'null');
const random = seeded(faults?.seed ?? 0);
const say = fs.writeSync.bind(fs, 1);
let steps = 0;

function fateOf(moment: Moment, step: number): Fate | undefined {
  const { kill = 0, freeze = 0, at } = faults;
  if (at !== undefined) return at.step === step && at.moment === moment ? at.fate : undefined;
  const drawn = random();
  if (drawn < kill) return 'kill';
  return drawn < kill + freeze ? 'freeze' : undefined;
}

function meet(moment: Moment, step: number): void {
  const fate = fateOf(moment, step);
  if (fate === undefined) return;
  const forMs = 20 + below(random, 200);
  if (fate === 'freeze') say(`${JSON.stringify({ type: 'frozen', forMs })}\n`);
  if (process.platform !== 'win32') process.kill(process.pid, SIGNALS[fate]);
  else meetOnWindows(fate, forMs);
}

/** Nobody freezes a process there, so it stands still by itself; and a death leaves no signal. */
function meetOnWindows(fate: Fate, forMs: number): void {
  if (fate === 'freeze') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
  else {
    say(`${JSON.stringify({ type: 'killed' })}\n`);
    process.kill(process.pid, 'SIGKILL');
  }
}

/** A file descriptor in the first place can only be of a file that was opened a step before. */
function isAbout(place: unknown): boolean {
  return typeof place === 'number' || String(place).startsWith(faults.folder);
}

if (faults !== null) {
  const functions = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of STEPS) {
    const original = functions[name] as (...args: unknown[]) => unknown;
    functions[name] = (...args) => {
      if (!args.slice(0, 2).some(isAbout)) return original.apply(fs, args);
      steps += 1;
      const step = steps; // a step may be made of others
      meet('before', step);
      const result = original.apply(fs, args);
      meet('after', step);
      return result;
    };
  }
  syncBuiltinESMExports();
}

/** How many steps were taken so far. */
export function stepsTaken(): number {
  return steps;
}
