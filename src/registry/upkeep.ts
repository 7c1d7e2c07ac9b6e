import { messageOf, PortKeeperError, systemCode } from '../errors.js';
import { type Machine, Survey } from '../ports/index.js';
import type { Reporter } from '../reporter.js';
import type { FolderStore } from './backends/folder.js';
import { type Collected, collect } from './collect.js';
import { isSweepDue } from './due.js';
import { deathsOf, type GcPolicy } from './gc.js';
import type { Holds } from './hold.js';
import type { SweepLock } from './lock.js';
import { holdAgain } from './lost-holds.js';
import type { ReservationRecord } from './reservation.js';

/** The way in is where the dead are cleared away: never for long. */
const SWEEP_MS = 20;

/** What is kept in order, and who hears of what could not be. */
interface Kept {
  readonly store: FolderStore;
  readonly holds: Holds;
  readonly lock: SweepLock;
  readonly machine: Machine;
  readonly reporter: Reporter;
}

/** What a registry does for itself beside what it is asked for: it clears away what is over. */
export class Upkeep {
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  /** Clears away what is over, now and then. */
  async sweep(): Promise<void> {
    const { store, holds, lock, machine, reporter } = this.#kept;
    store.usable();
    const failed = (error: unknown) => reporter.debug(messageOf(error));
    const isDue = () => isSweepDue(store);
    await lock.nowAndThen(isDue, () =>
      collect(store, { survey: new Survey(machine), holds, budgetMs: SWEEP_MS, failed }),
    );
  }

  /**
   * Takes away what dead owners left, however much it is.
   * @throws {PortKeeperError} REGISTRY_UNUSABLE, when nothing could be taken away.
   */
  async collectAll(policy: readonly GcPolicy[], dryRun: boolean): Promise<Collected[]> {
    const { store, holds, machine, reporter } = this.#kept;
    const failures: unknown[] = [];
    const failed = (error: unknown) => failures.push(error);
    const survey = new Survey(machine);
    const options = { survey, holds, deaths: deathsOf(policy), dryRun, failed };
    const collected = await collect(store.usable(), options);
    const refused = failures.find(isRefusal);
    if (refused !== undefined && collected.length === 0) throw refused;
    for (const failure of failures) reporter.warn(messageOf(failure));
    return collected;
  }

  /** Starts holders that were killed again: of these reservations, as far as they are this user's. */
  async holdAgain(isMeant?: (record: ReservationRecord) => boolean): Promise<void> {
    const { store, holds, reporter } = this.#kept;
    await holdAgain(store.usable(), holds, reporter, isMeant);
  }
}

/** The registry is not for this user to change, or for nobody: not a matter of one file. */
function isRefusal(error: unknown): boolean {
  const code = systemCode(error instanceof PortKeeperError ? error.cause : error);
  return ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'].includes(code ?? '');
}
