import { renameSync } from 'node:fs';
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
import { AGAIN, HoldMarks, type HoldResult, LATER, LOOK } from './hold-protocol.js';
import type { HolderProcess } from './holder-process.js';
import { livenessOf, type ProcessIdentity } from './process-identity.js';
import { newReservationId, type ReservationId } from './reservation.js';

/** A holder that gets no signal looks by itself this often, and a loaded machine takes its time. */
const LET_GO_MS = 2000;

/** Starts the small detached processes that hold ports, one a reservation, and finds them again. */
export class Holds {
  readonly #folder: string;
  readonly #program: () => string | undefined;
  readonly #environment: Environment;
  #ready: { readonly id: ReservationId; readonly holder: HolderProcess } | undefined;

  /** @param program the holder's path; asked for when one is to be started */
  constructor(folder: string, program: () => string | undefined, environment: Environment) {
    this.#folder = folder;
    this.#program = program;
    this.#environment = environment;
  }

  /** The id that the next reservation should have, where its holder was started before it. */
  get readyId(): ReservationId | undefined {
    return this.#ready?.id;
  }

  /**
   * Starts the holder of the reservation that `use` will make: it takes longer to start than the
   * ports take to find. It holds nothing until it is told, and ends where no reservation was made.
   */
  async whileOneStarts<T>(use: () => Promise<T>): Promise<T> {
    await this.#getReady();
    try {
      return await use();
    } finally {
      this.#ready?.holder.dismiss();
      this.#ready = undefined;
    }
  }

  /**
   * Returns when the ports are held, or will not be. The holder outlives this process.
   * @param again after a holder that was killed: its ports may be in use by their servers
   */
  async start(id: ReservationId, again = false): Promise<HoldResult> {
    const ready = this.#ready?.id === id ? this.#ready.holder : undefined;
    if (ready !== undefined) {
      this.#ready = undefined;
      ready.tell();
      const result = await ready.word();
      if (result.state !== 'failed') return result;
    }
    try {
      const holder = await this.#spawn(id, again ? AGAIN : undefined);
      return (await holder?.word()) ?? { state: 'failed', reason: 'the holder is missing' };
    } catch (error) {
      return { state: 'failed', reason: messageOf(error) };
    }
  }

  async #getReady(): Promise<void> {
    // How a pipe of Windows waits was tried by nobody.
    if (this.#ready !== undefined || process.platform === 'win32') return;
    const id = newReservationId();
    try {
      const holder = await this.#spawn(id, LATER);
      if (holder !== undefined) this.#ready = { id, holder };
    } catch {
      // It is started once more when the ports are there, and then it is said why it cannot be.
    }
  }

  async #spawn(id: ReservationId, word?: string): Promise<HolderProcess | undefined> {
    const program = this.#program();
    if (program === undefined) return undefined;
    const { HolderProcess } = await import(/* webpackMode: "eager" */ './holder-process.js');
    const [folder, environment] = [this.#folder, this.#environment];
    return new HolderProcess({ program, folder, id, environment }, word);
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
