import { PortKeeperError } from '../errors.js';
import type { Machine } from '../ports/index.js';
import type { Reporter } from '../reporter.js';
import type { FolderStore } from './backends/folder.js';
import type { Holds } from './hold.js';
import { holdAgain } from './lost-holds.js';
import { isSameOwner } from './owner.js';
import { releaseReservation } from './release.js';
import type { Wanted } from './request.js';
import type { ReservationRecord } from './reservation.js';
import { claimSet } from './reserve.js';

/** Meeting somebody else so often is no accident. */
const MAX_HOLD_TRIES = 10;

/** Whom a set is taken from, and who hears of what went wrong beside it. */
export interface Taking {
  readonly store: FolderStore;
  readonly holds: Holds;
  readonly machine: Machine;
  readonly reporter: Reporter;
}

/**
 * Is called with a set as soon as it is to be held, and so while that takes its time; once more
 * with the next one, where somebody else was met. Never where nothing is to be held. Where it
 * throws, nothing is reserved.
 */
export type Meanwhile = (given: Pick<ReservationRecord, 'id' | 'leases'>) => void;

/**
 * Is called each time that a set has all its ports, right before it counts: what ends this process
 * from then on leaves leases that nobody was told of. Must not throw.
 */
export type Sealing = () => void;

/**
 * Claims a set and seals it.
 * @throws {PortKeeperError} NO_FREE_PORT, TIMED_OUT, REGISTRY_UNUSABLE
 */
export async function take(
  wanted: Wanted,
  taking: Taking,
  sealing?: Sealing,
): Promise<ReservationRecord> {
  const { store, machine, holds } = taking;
  const { leases, claims } = await claimSet(store, wanted, machine, holds);
  const { owner, ttlMs, labels } = wanted;
  const { boot, network, networkBirth } = store.kernel;
  const { id } = claims;
  const createdAt = new Date(store.kernel.clockMs()).toISOString();
  const place = networkBirth === '' ? { network } : { network, networkBirth };
  const record = {
    schema: 1,
    id,
    createdAt,
    boot,
    ...place,
    owner,
    ttlMs,
    labels,
    leases,
  } as const;
  sealing?.();
  store.seal(record, claims);
  return record;
}

/**
 * The same, with the ports held: somebody with another registry may have held one of them at the
 * same moment. What this owner has already, and whose holder was killed, is held again on the way.
 * @throws {PortKeeperError} as `take`
 */
export async function takeAndHold(
  wanted: Wanted,
  taking: Taking,
  sealing?: Sealing,
  meanwhile?: Meanwhile,
): Promise<ReservationRecord> {
  const { store, holds, reporter } = taking;
  await holdAgain(store, holds, reporter, ({ owner }) => isSameOwner(owner, wanted.owner));
  const taken = new Set<number>();
  for (let tries = 0; tries < MAX_HOLD_TRIES; tries++) {
    const id = tries === 0 ? holds.readyId : undefined;
    const record = await take({ ...wanted, taken, ...(id && { id }) }, taking, sealing);
    const holding = holds.start(record.id);
    try {
      meanwhile?.(record);
    } catch (error) {
      await holding;
      // What was thrown is what the caller has to know; what cannot be released ends with its owner.
      await releaseReservation(store, holds, record.id).catch(() => undefined);
      throw error;
    }
    const result = await holding;
    if (result.state === 'failed') {
      const isOver = store.find(record.id) === undefined;
      reporter.warn(
        isOver
          ? `Somebody released ${record.id} while it was being made: its ports are not leased`
          : `The ports are leased, but not held: ${result.reason}`,
      );
    }
    if (result.state !== 'taken') return record;
    taken.add(result.port);
    await releaseReservation(store, holds, record.id);
  }
  throw new PortKeeperError('NO_FREE_PORT', 'Others held each of the ports that were tried', {
    hint: 'Give a wider range, or try again.',
  });
}
