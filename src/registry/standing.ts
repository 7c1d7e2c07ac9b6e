import type { Claim } from './backends/claim.js';
import type { FolderStore } from './backends/folder.js';
import type { StoredRecord, Unreadable } from './backends/record-file.js';
import { describeOwner, ownerLiveness } from './owner.js';
import { livenessOf, uptimeMs } from './process-identity.js';

/**
 * Why a lease is over: its process, its folder or its time; released; never finished; or, by a
 * policy that has to be asked for, unused.
 */
export type Death = 'pid' | 'path' | 'ttl' | 'ended' | 'unfinished' | 'unused';

/** What a claim is worth now. */
export type Standing =
  /** `making`: not sealed yet, and in a moment it is, or is given back. */
  | { readonly state: 'live'; readonly holder: string; readonly making?: boolean }
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
  if (stored !== undefined) return standingOfRecord(stored);
  const ended = store.findEnded(claim.id);
  if (ended !== undefined) return standingOfEnded(ended);
  if (livenessOf(claim.maker) !== 'dead') {
    const holder = `a reservation in the making (pid ${claim.maker.pid})`;
    return { state: 'live', holder, making: true };
  }
  // It may have sealed its set, or the set may have been ended, just before its maker went.
  const late = store.find(claim.id);
  return late === undefined
    ? standingOfEnded(store.findEnded(claim.id) ?? 'unreadable', 'unfinished')
    : standingOfRecord(late);
}

/** A released port rests for others: its server may still be stopping, its clients still calling. */
function standingOfEnded(ended: StoredRecord | Unreadable, death: Death = 'ended'): Standing {
  if (ended === 'unreadable') return { state: 'dead', death };
  return isResting(ended)
    ? { state: 'resting', untilMs: ended.renewedAtMs + REST_MS, stored: ended }
    : { state: 'dead', death, stored: ended };
}

/** What a dead owner left carries no time of its end: see `markEnded`. */
export function wasReleased(ended: StoredRecord): boolean {
  return ended.renewedAtMs !== 0;
}

export function isResting(ended: StoredRecord): boolean {
  return wasReleased(ended) && uptimeMs() < ended.renewedAtMs + REST_MS;
}

function standingOfRecord(stored: StoredRecord | Unreadable): Standing {
  if (stored === 'unreadable') return { state: 'unreadable' };
  const death = deathOf(stored);
  return death === undefined
    ? { state: 'live', holder: describeOwner(stored.record.owner) }
    : { state: 'dead', death, stored };
}

/** Why a sealed reservation is over, or undefined while it lives. */
export function deathOf(stored: StoredRecord): Death | undefined {
  const { owner } = stored.record;
  if (ownerLiveness(owner) === 'dead') return owner.kind === 'folder' ? 'path' : 'pid';
  return remainingMs(stored) <= -GRACE_MS ? 'ttl' : undefined;
}

/** How long it lives without a renewal; infinite without a TTL. */
export function remainingMs({ record, renewedAtMs }: StoredRecord): number {
  return record.ttlMs === null ? Number.POSITIVE_INFINITY : renewedAtMs + record.ttlMs - uptimeMs();
}
