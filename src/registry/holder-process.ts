import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { messageOf, systemCode } from '../errors.js';
import { childProcess, type Environment } from '../ports/index.js';
import { shortageOf } from '../shortage.js';
import { type HoldResult, LATER, parseHoldResult } from './hold-protocol.js';
import type { ReservationId } from './reservation.js';

/** A holder that has not spoken by then will not. */
const PATIENCE_MS = 5000;
/** It does little, for hours: no threads for what it never computes, and a small young heap. */
const LEAN = ['--v8-pool-size=0', '--max-semi-space-size=1', '--no-warnings'];

/** What a holder is started with. */
export interface HolderTask {
  readonly program: string;
  /** The registry's. */
  readonly folder: string;
  readonly id: ReservationId;
  readonly environment: Environment;
}

/** A holder from its start to the one line that it says. It outlives this process. */
export class HolderProcess {
  readonly #process: ChildProcess;
  readonly #pipe: Socket | null | undefined;
  readonly #word: Promise<HoldResult>;

  /** @param word AGAIN or LATER; with that it waits to be told */
  constructor({ program, folder, id, environment }: HolderTask, word?: string) {
    const words = [...LEAN, program, folder, id, ...(word === undefined ? [] : [word])];
    this.#process = childProcess().spawn(process.execPath, words, {
      detached: true,
      windowsHide: true,
      cwd: '/',
      env: holderEnvironment(environment),
      // A step ends when the pipes that it gave its children do: the holder gets none but this
      // one, on which it says one word and which it closes.
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    this.#process.unref();
    // None at all where the process could not be started for want of files.
    this.#pipe = this.#process.stdio?.[3] as Socket | null | undefined;
    this.#word = firstWord(this.#process, this.#pipe);
    if (word === LATER) this.#pipe?.unref();
  }

  /** Tells one that waits that its reservation is made. */
  tell(): void {
    this.#pipe?.ref();
    this.#pipe?.write('\n');
  }

  /** Returns when the ports are held, or will not be. One that says nothing is ended. */
  async word(): Promise<HoldResult> {
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      // Where this process was busy for as long, what the holder said meanwhile is read first.
      const giveUp = () => setImmediate(resolve, undefined);
      patience = setTimeout(giveUp, PATIENCE_MS);
    });
    try {
      return (await Promise.race([this.#word, late])) ?? this.#giveUp();
    } finally {
      clearTimeout(patience);
      this.#pipe?.destroy();
    }
  }

  /** It would stay for ever, or hold what nobody knows of any more. */
  #giveUp(): HoldResult {
    this.#process.kill('SIGKILL');
    return { state: 'failed', reason: `its holder said nothing within ${PATIENCE_MS} ms` };
  }

  /** For one that waits: it holds nothing, and nobody is left to tell it. */
  dismiss(): void {
    this.#pipe?.destroy();
    this.#process.kill('SIGKILL');
  }
}

/** The holder's one line, or its end without one. */
function firstWord(holder: ChildProcess, pipe: Socket | null | undefined): Promise<HoldResult> {
  return new Promise((resolve) => {
    pipe?.once('data', (line) => resolve(parseHoldResult(String(line))));
    pipe?.once('close', () => resolve(parseHoldResult('')));
    pipe?.on('error', () => resolve(parseHoldResult('')));
    holder.once('error', (error) => {
      resolve({ state: 'failed', reason: reasonOf(error) });
    });
  });
}

function reasonOf(error: Error): string {
  if (systemCode(error) === 'EAGAIN')
    return 'no more processes may be started (ulimit -u, or the limit of the container)';
  return shortageOf(error)?.reason ?? messageOf(error);
}

/**
 * A runner ends what carries its mark when a job does, so the environment is passed on. What is
 * meant for the Node programs of the job is not meant for this one.
 */
function holderEnvironment(environment: Environment): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(([name]) => !/^NODE_/i.test(name));
  return { ...Object.fromEntries(entries), UV_THREADPOOL_SIZE: '1' };
}
