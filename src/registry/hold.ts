import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment, Protocol } from '../ports/index.js';
import { readTicket } from './backends/ticket.js';
import { livenessOf, parseIdentity } from './process-identity.js';
import type { ReservationId } from './reservation.js';

/** What became of a hold: `taken` means that somebody else holds one of the ports. */
export type HoldResult = 'held' | 'taken' | 'failed';

/** The holder's exit code for a port that somebody else has. */
export const EXIT_TAKEN = 3;
/** What tells a holder that its reservation is over; it is deaf to what ends other processes. */
export const LET_GO = 'SIGUSR2';
/** A holder that has not spoken by then will not. */
const PATIENCE_MS = 5000;

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

  /** Returns when the ports are held, or will not be. The holder outlives this process. */
  async start(id: ReservationId): Promise<HoldResult> {
    // Elsewhere only a bound socket would hold a port, and keep its own service from it.
    if (this.#program === undefined || process.platform !== 'linux') return 'failed';
    const holder = spawn(process.execPath, [this.#program, this.#folder, id], {
      detached: true,
      cwd: '/',
      // A runner ends what carries its mark when a job does. What is meant for the job's own
      // programs is not meant for this one.
      env: { ...this.#environment, NODE_OPTIONS: '' },
      // A step ends when the pipes that it gave its children do: the holder gets none but this
      // one, on which it says one word and which it closes.
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    holder.unref();
    return new Promise((resolve) => {
      const done = (result: HoldResult) => {
        clearTimeout(patience);
        holder.stdio[3]?.destroy();
        resolve(result);
      };
      const patience = setTimeout(() => done('failed'), PATIENCE_MS);
      holder.stdio[3]?.once('data', () => done('held'));
      holder.once('exit', (code) => done(code === EXIT_TAKEN ? 'taken' : 'failed'));
      holder.once('error', () => done('failed'));
    });
  }

  /** The holder would see the end by itself, a little later; waits until the ports are let go. */
  async stop(id: ReservationId): Promise<void> {
    const holder = parseIdentity(readTicket(holdPath(this.#folder, id)) ?? '');
    if (holder === undefined || livenessOf(holder) !== 'alive' || !holds(holder.pid, id)) return;
    try {
      process.kill(holder.pid, LET_GO);
    } catch {
      return; // another user's: not ours to signal
    }
    for (let tries = 0; tries < 50 && livenessOf(holder) === 'alive'; tries++) await delay(5);
  }

  /** UDP is leased, not held: only a bound socket could hold it. */
  isHeld(id: ReservationId, protocol: Protocol): boolean {
    const holder = parseIdentity(readTicket(holdPath(this.#folder, id)) ?? '');
    return protocol === 'tcp' && holder !== undefined && livenessOf(holder) === 'alive';
  }
}

/** The signal would end any other process: that this one holds is not taken from a file alone. */
function holds(pid: number, id: ReservationId): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').includes(id);
  } catch {
    return false;
  }
}

/** Where a holder leaves its identity. */
export function holdPath(folder: string, id: ReservationId): string {
  return join(folder, 'holds', id);
}
