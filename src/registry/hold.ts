import type { ChildProcess } from 'node:child_process';
import { renameSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../errors.js';
import {
  commandOf,
  type Environment,
  elapsedMs,
  isHeldUnseen,
  type Protocol,
} from '../ports/index.js';
import { found } from './backends/layout.js';
import { AGAIN, HoldMarks, type HoldResult, LOOK, parseHoldResult } from './hold-protocol.js';
import { livenessOf, type ProcessIdentity } from './process-identity.js';
import type { ReservationId } from './reservation.js';

/** A holder that has not spoken by then will not. */
const PATIENCE_MS = 5000;
/** A holder that gets no signal looks by itself this often, and a loaded machine takes its time. */
const LET_GO_MS = 2000;
/** It does little, for hours: no threads for what it never computes, and a small young heap. */
const LEAN = ['--v8-pool-size=0', '--max-semi-space-size=1', '--no-warnings'];

/** Starts the small detached processes that hold ports, one a reservation, and finds them again. */
export class Holds {
  readonly #folder: string;
  readonly #program: string | undefined;
  readonly #environment: Environment;

  constructor(folder: string, program: string | undefined, environment: Environment) {
    this.#folder = folder;
    this.#program = program;
    this.#environment = environment;
  }

  /**
   * Returns when the ports are held, or will not be. The holder outlives this process.
   * @param again after a holder that was killed: its ports may be in use by their servers
   */
  async start(id: ReservationId, again = false): Promise<HoldResult> {
    if (this.#program === undefined) return { state: 'failed', reason: 'the holder is missing' };
    const words = [this.#program, this.#folder, id, ...(again ? [AGAIN] : [])];
    try {
      return await firstWord(await this.#spawn(words));
    } catch (error) {
      return { state: 'failed', reason: messageOf(error) };
    }
  }

  async #spawn(words: readonly string[]): Promise<ChildProcess> {
    const { spawn } = await import('node:child_process');
    return spawn(process.execPath, [...LEAN, ...words], {
      detached: true,
      windowsHide: true,
      cwd: '/',
      env: holderEnvironment(this.#environment),
      // A step ends when the pipes that it gave its children do: the holder gets none but this
      // one, on which it says one word and which it closes.
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
  }

  /** The holder would see the end by itself, a little later; waits until the ports are let go. */
  async stop(id: ReservationId): Promise<void> {
    const holder = new HoldMarks(this.#folder, id).livingHolder();
    if (holder === undefined || !wake(holder, id)) return;
    await until(() => livenessOf(holder) !== 'alive');
  }

  /**
   * Lets go of the ports that are held by bound sockets, so that their servers can bind them; the
   * lease stays, and so does every hold that is in nobody's way.
   * @returns whether there was anything to let go
   */
  async handOver(id: ReservationId): Promise<boolean> {
    const marks = new HoldMarks(this.#folder, id);
    const holder = marks.livingHolder();
    if (holder === undefined || !found(() => renameSync(marks.bound, marks.over))) return false;
    wake(holder, id);
    await until(() => !marks.isHandedOver() || livenessOf(holder) !== 'alive');
    return true;
  }

  hasHolder(id: ReservationId): boolean {
    return new HoldMarks(this.#folder, id).livingHolder() !== undefined;
  }

  isHeld(id: ReservationId, protocol: Protocol): boolean {
    const marks = new HoldMarks(this.#folder, id);
    return (isHeldUnseen(protocol) || marks.isBound()) && marks.livingHolder() !== undefined;
  }
}

/** The holder's one line; its end without one; or the end of patience. */
function firstWord(holder: ChildProcess): Promise<HoldResult> {
  holder.unref();
  const pipe = holder.stdio[3] as Readable | null;
  return new Promise((resolve) => {
    const done = (result: HoldResult) => {
      clearTimeout(patience);
      pipe?.destroy();
      resolve(result);
    };
    const reason = `its holder said nothing within ${PATIENCE_MS} ms`;
    const patience = setTimeout(() => done({ state: 'failed', reason }), PATIENCE_MS);
    pipe?.once('data', (line) => done(parseHoldResult(String(line))));
    pipe?.once('close', () => done(parseHoldResult('')));
    pipe?.once('error', () => done(parseHoldResult('')));
    holder.once('error', (error) => done({ state: 'failed', reason: messageOf(error) }));
  });
}

/**
 * A runner ends what carries its mark when a job does, so the environment is passed on. What is
 * meant for the Node programs of the job is not meant for this one.
 */
function holderEnvironment(environment: Environment): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(([name]) => !/^NODE_/i.test(name));
  return { ...Object.fromEntries(entries), UV_THREADPOOL_SIZE: '1' };
}

/**
 * Has a holder look now. The signal would end any other process: that this one holds is not taken
 * from a file alone. False when it is another user's, or when there are no such signals.
 */
function wake({ pid }: ProcessIdentity, id: ReservationId): boolean {
  if (process.platform === 'win32') return true; // it looks by itself
  if (!commandOf(pid).includes(id)) return false;
  try {
    return process.kill(pid, LOOK);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = elapsedMs() + LET_GO_MS;
  while (!condition() && elapsedMs() < deadline) await delay(5);
}
