import type { Survey } from '../ports/index.js';
import type { Claim } from './backends/claim.js';
import type { FolderStore } from './backends/folder.js';
import type { StoredRecord, Unreadable } from './backends/record-file.js';
import { type Kernel, thisKernel } from './kernel.js';
import { describeOwner, ownerLiveness } from './owner.js';
import { isRebooted, livenessOf } from './process-identity.js';
import type { ReservationRecord } from './reservation.js';

/**
 * Why a lease is over: its process, container, folder or time, or the network of its ports; released;
 * never finished; or, by a policy that has to be asked for, unused.
 */
export type Death =
  | 'pid'
  | 'path'
  | 'ttl'
  | 'network'
  | 'container'
  | 'ended'
  | 'unfinished'
  | 'unused';

/** What a claim is worth now. */
export type Standing =
  /** `making`: not sealed yet, and in a moment it is, or is given back. */
  | {
      readonly state: 'live';
      readonly holder: string;
      readonly making?: boolean;
      readonly stored?: StoredRecord;
    }
  | { readonly state: 'dead'; readonly death: Death; readonly stored?: StoredRecord }
  | { readonly state: 'resting'; readonly untilMs: number; readonly stored: StoredRecord }
  | { readonly state: 'unreadable' };

/**
 * A lease is collected this much after its time, and not renewed after its time: so a renewal that
 * was on its way when the time ran out never revives what somebody else is about to end.
 */
const GRACE_MS = 2000;

/** Long enough for a server that stops and its clients' last retries, short enough to be missed. */
const REST_MS = 2000;

export function standingOf(store: FolderStore, claim: Claim | Unreadable): Standing {
  if (claim === 'unreadable') return { state: 'unreadable' };
  const stored = store.find(claim.id);
  if (stored !== undefined) return standingOfRecord(stored, store.kernel);
  const ended = store.findEnded(claim.id);
  if (ended !== undefined) return standingOfEnded(ended);
  if (livenessOf(claim.maker, store.kernel) !== 'dead') {
    const holder = `a reservation in the making (pid ${claim.maker.pid})`;
    return { state: 'live', holder, making: true };
  }
  // It may have sealed its set, or the set may have been ended, just before its maker went.
  const late = store.find(claim.id);
  return late === undefined
    ? standingOfEnded(store.findEnded(claim.id) ?? 'unreadable', 'unfinished')
    : standingOfRecord(late, store.kernel);
}

/** A released port rests for others: its server may still be stopping, its clients still calling. */
function standingOfEnded(ended: StoredRecord | Unreadable, death: Death = 'ended'): Standing {
  if (ended === 'unreadable') return { state: 'dead', death };
  return isResting(ended)
    ? { state: 'resting', untilMs: ended.renewedAtMs + REST_MS, stored: ended }
    : { state: 'dead', death, stored: ended };
}

/** An end that lies ahead is a clock's that was set back: a port does not rest until that time. */
export function isResting(ended: StoredRecord): boolean {
  const sinceMs = ended.readAtMs - ended.renewedAtMs;
  return ended.ending === 'released' && Math.abs(sinceMs) < REST_MS;
}

function standingOfRecord(stored: StoredRecord | Unreadable, kernel: Kernel): Standing {
  if (stored === 'unreadable') return { state: 'unreadable' };
  const death = deathOf(stored, kernel);
  return death === undefined
    ? { state: 'live', holder: describeOwner(stored.record.owner), stored }
    : { state: 'dead', death, stored };
}

/** Why a sealed reservation is over, or undefined while it lives. */
export function deathOf(stored: StoredRecord, kernel = thisKernel): Death | undefined {
  const { owner } = stored.record;
  if (ownerLiveness(owner, kernel) === 'dead') return owner.kind === 'folder' ? 'path' : 'pid';
  if (isNetworkGone(stored.record, kernel)) return 'network';
  return remainingMs(stored) <= -GRACE_MS ? 'ttl' : undefined;
}

/**
 * A container's network is gone with the boot that it was made in, and when another has its number;
 * the machine's own is not.
 */
function isNetworkGone({ boot, network, networkBirth = '' }: ReservationRecord, kernel: Kernel) {
  if (network === '') return false;
  if (isRebooted(boot, kernel)) return true;
  const births = [networkBirth, kernel.networkBirth];
  return network === kernel.network && !births.includes('') && births[0] !== births[1];
}

/** How long it lived without a renewal when it was read; infinite without a TTL. */
export function remainingMs({ record, renewedAtMs, readAtMs }: StoredRecord): number {
  if (record.ttlMs === null) return Number.POSITIVE_INFINITY;
  return Math.min(renewedAtMs, readAtMs) + record.ttlMs - readAtMs;
}

/** What only its engine can tell: whether the container is gone that a live lease is for. */
export async function askedOf(standing: Standing, survey: Survey): Promise<Standing> {
  if (standing.state !== 'live' || standing.stored === undefined) return standing;
  const { stored } = standing;
  const { owner } = stored.record;
  const isGone = owner.kind === 'container' && (await survey.isContainerGone(owner));
  return isGone ? { state: 'dead', death: 'container', stored } : standing;
}
