import { PortKeeperError } from '../errors.js';
import { formatRange, type Machine, type PortRequest, whyUnfit } from '../ports/index.js';
import { Attempt, type ClaimedSet } from './attempt.js';
import type { FolderStore } from './backends/folder.js';
import { withTurn } from './candidates.js';
import { type Culprit, MAX_CULPRITS } from './culprits.js';
import type { Holds } from './hold.js';
import type { Kernel } from './kernel.js';
import type { Wanted } from './request.js';
import { unanswered } from './unanswered.js';

/** Two rests long: in a range where ports come and go there is always one that rests. */
const PATIENCE_WITH_RESTS_MS = 4000;

/** Of ports with ranges that overlap: the other orders in which they are given. */
const MAX_TURNS = 20;

/**
 * Claims every port of a request, or none.
 * @throws {PortKeeperError} NO_FREE_PORT with the culprits; TIMED_OUT after waiting for them;
 * REGISTRY_UNUSABLE, where no port can be asked for.
 */
export async function claimSet(
  store: FolderStore,
  wanted: Wanted,
  machine: Machine,
  holds: Holds,
): Promise<ClaimedSet> {
  const { kernel } = store;
  const started = kernel.uptimeMs();
  for (let round = 0; ; round++) {
    let id = round === 0 ? wanted.id : undefined;
    const begin = (tried: Wanted) => {
      const attempt = new Attempt(store, tried, machine, holds, id);
      id = undefined; // of the first one alone
      return attempt;
    };
    const { set, attempt } = await inTurns(wanted, begin);
    if (set !== undefined) return set;
    const waited = { round, elapsedMs: kernel.uptimeMs() - started, waitMs: wanted.waitMs };
    const pause = pauseBefore(waited, kernel, attempt.culprits.list);
    if (pause === undefined)
      throw (await unanswered(attempt.survey)) ?? (await refusal(wanted, attempt));
    await kernel.sleep(pause);
  }
}

/** Tries a set in other turns too, where what it asks for itself was in its way. */
async function inTurns(wanted: Wanted, begin: (tried: Wanted) => Attempt) {
  for (let tried = wanted, turns = 0; ; turns++) {
    const attempt = begin(tried);
    const set = await attempt.run();
    if (set !== undefined || turns === MAX_TURNS) return { set, attempt };
    const other = withTurn(tried, attempt.missing, attempt.culprits.own);
    if (other === undefined) return { set, attempt };
    tried = other;
  }
}

/**
 * How long until the next try, or undefined to give up. Where resting ports stand in the way, or
 * sets in the making, that is waited for: it is short, and sure to end. Jitter keeps two from
 * meeting again.
 */
function pauseBefore(
  { round, elapsedMs, waitMs }: { round: number; elapsedMs: number; waitMs: number },
  kernel: Kernel,
  culprits: readonly Culprit[],
): number | undefined {
  const rests = culprits.flatMap(({ freeAtMs }) => (freeAtMs === undefined ? [] : [freeAtMs]));
  const first = rests.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  if (elapsedMs < Math.max(waitMs, PATIENCE_WITH_RESTS_MS) && rests.length > 0) {
    return Math.max(1, first - kernel.uptimeMs()) + Math.random() * 20;
  }
  if (elapsedMs >= waitMs) return undefined;
  const backoff = Math.min(500, 20 * 2 ** Math.min(round, 5));
  return Math.min(waitMs - elapsedMs, backoff * (0.5 + Math.random()));
}

async function refusal(
  wanted: Wanted,
  { missing, culprits: own, others }: Attempt,
): Promise<PortKeeperError> {
  const culprits = [...(await own.toTell()), ...(await others.toTell())];
  const what = missing === undefined ? 'the ports' : missing.name;
  const named = culprits.slice(0, MAX_CULPRITS).map(({ port, reason }) => `${port} is ${reason}`);
  const more = culprits.length > MAX_CULPRITS ? `, and ${culprits.length - MAX_CULPRITS} more` : '';
  const reasons = `${named.join('; ') || whyUnfit(missing?.range ?? wanted.range)}${more}`;
  const isExact = missing?.port !== undefined && wanted.pinned;
  const where = isExact ? '' : ` in ${rangeText(wanted, missing)}`;
  const message = `No free port for ${what}${where}: ${reasons}`;
  const remedy = isExact
    ? 'Take another with --preferred, wait for it'
    : 'Give a wider range, wait for one';
  const hint = `${remedy}, or release what is not needed (portkeeper status).`;
  return new PortKeeperError(wanted.waitMs > 0 ? 'TIMED_OUT' : 'NO_FREE_PORT', message, { hint });
}

function rangeText(wanted: Wanted, missing: PortRequest | undefined): string {
  return formatRange(missing?.range ?? wanted.range);
}
