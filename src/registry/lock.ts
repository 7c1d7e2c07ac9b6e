import {
  lstatSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { systemCode } from '../errors.js';
import { type Kernel, thisKernel } from './kernel.js';
import { makeLock, OWN_LOCK, removeLock, STALE_MS } from './lock-folder.js';
import { newReservationId } from './reservation.js';

/** A sweep that was done this recently need not be done again. */
const SWEEP_EVERY_MS = 2000;

/**
 * Orders what should be single-handed: the sweep and the view of all leases. Nobody's port depends
 * on it: a lock found stale by several at once gets several holders, and that must do no harm.
 */
export class SweepLock {
  readonly #view: string;
  readonly #lockfilePath: string;
  readonly #marker: string;
  readonly #kernel: Kernel;

  constructor(folder: string, lockfilePath?: string, kernel: Kernel = thisKernel) {
    this.#view = join(folder, 'registry.json');
    this.#lockfilePath = lockfilePath ?? join(folder, OWN_LOCK);
    this.#marker = join(folder, 'swept');
    this.#kernel = kernel;
  }

  /**
   * Runs `work` when it was not run lately, is due and nobody else is at it; else returns at once.
   */
  async nowAndThen<T>(isDue: () => boolean, work: () => Promise<T>): Promise<T | undefined> {
    const age = ageOf(this.#marker, this.#kernel);
    if (age === undefined || (age >= 0 && age < SWEEP_EVERY_MS)) return undefined;
    // Left by one who was killed, it stands for seconds: whoever comes meanwhile need not look.
    if (this.#isTaken()) return undefined;
    // Before the look, which takes as long as many reservations: of hundreds that come at once, few
    // are to look.
    stamp(this.#marker, this.#kernel);
    if (!isDue()) return undefined;
    const result = await this.ifFree(work);
    // Whoever has the lock may be at something else: the next one tries again.
    if (result === undefined) forget(this.#marker);
    return result;
  }

  /** Runs `work` under the lock, or returns undefined at once when somebody has it. */
  async ifFree<T>(work: () => Promise<T>): Promise<T | undefined> {
    const release = await this.#acquire();
    if (release === undefined) return undefined;
    try {
      return await work();
    } finally {
      try {
        release();
      } catch {
        // It was taken over: nothing depends on it.
      }
    }
  }

  /** Mostly it is, where many are at it, and to be told so by the lock's own library takes longer. */
  #isTaken(): boolean {
    return Math.abs(this.#lockAgeMs()) < STALE_MS;
  }

  /** Infinite where there is none, or none that can be looked at. */
  #lockAgeMs(): number {
    try {
      const lock = lstatSync(this.#lockfilePath, { throwIfNoEntry: false });
      return lock === undefined ? Number.POSITIVE_INFINITY : Date.now() - lock.mtimeMs;
    } catch {
      return Number.POSITIVE_INFINITY;
    }
  }

  /** The clock was set back, and the lock would stand until it is as late again. */
  #removeLateLock(): void {
    // Looked at once more: one that was stale before may be somebody's by now.
    if (this.#lockAgeMs() < -STALE_MS) removeLock(this.#lockfilePath);
  }

  async #acquire(): Promise<(() => void) | undefined> {
    if (this.#isTaken()) return undefined;
    // A bundle gives a CommonJS package its default export alone.
    const { default: lockfile } = await import(/* webpackMode: "eager" */ 'proper-lockfile');
    try {
      this.#removeLateLock();
      return lockfile.lockSync(this.#view, {
        ...{ lockfilePath: this.#lockfilePath, realpath: false, stale: STALE_MS },
        ...{ fs: FILES, onCompromised: () => undefined },
      });
    } catch {
      return undefined; // held, or not to be had: the work can wait
    }
  }
}

/** All that the lock needs: to wait for each answer of theirs would take longer than the answer. */
const FILES = { mkdirSync: makeLock, realpathSync, rmdirSync: removeLock, statSync, utimesSync };

/** How long ago, in uptime; undefined where there is no registry yet, and so nothing to sweep. */
function ageOf(marker: string, kernel: Kernel): number | undefined {
  try {
    return kernel.uptimeMs() - lstatSync(marker).mtimeMs;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') return undefined;
  }
  try {
    statSync(dirname(marker));
    return Number.POSITIVE_INFINITY;
  } catch {
    return undefined;
  }
}

function forget(marker: string): void {
  try {
    unlinkSync(marker);
  } catch {
    // There is none, or what is no marker: it will be looked at again.
  }
}

/** By a rename: what somebody put in the marker's place is neither followed nor waited for. */
function stamp(marker: string, kernel: Kernel): void {
  const staged = `${marker}.${newReservationId()}`;
  try {
    writeFileSync(staged, '', { flag: 'wx', mode: 0o600 });
    utimesSync(staged, kernel.uptimeMs() / 1000, kernel.uptimeMs() / 1000);
    renameSync(staged, marker);
  } catch {
    forget(staged); // the next one sweeps again: nothing else is lost
  }
}
