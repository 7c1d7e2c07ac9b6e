import { elapsedMs, type PortKey, portKey, type Survey } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import type { StoredRecord } from './backends/record-file.js';
import { SURE_DEATHS } from './gc.js';
import type { Holds } from './hold.js';
import type { Lease, ReservationId, ReservationRecord } from './reservation.js';
import { type Death, deathOf, isResting, standingOf } from './standing.js';
import { tidySteps } from './tidy.js';

/** A lease that was found dead, and what became of it. */
export interface Collected {
  readonly id: ReservationId;
  readonly name?: string;
  readonly key: PortKey;
  readonly death: Death;
}

/** A service that has not started by then will not. */
const UNUSED_AFTER_MS = 10 * 60 * 1000;

export interface CollectOptions {
  readonly survey: Survey;
  readonly holds: Holds;
  /** The deaths that count; others are left as they are. */
  readonly deaths?: ReadonlySet<Death>;
  /** Only tell, take nothing away. */
  readonly dryRun?: boolean;
  /** Stop after this long, in milliseconds; the next one goes on. */
  readonly budgetMs?: number;
  /** Hears what could not be taken away: the rest is, all the same. */
  readonly failed?: (error: unknown) => void;
}

/**
 * Takes away what dead owners left. A dead lease whose port is still in use stays, as an orphan:
 * its server lives on, and nobody else could bind the port.
 */
export async function collect(store: FolderStore, options: CollectOptions): Promise<Collected[]> {
  const deadline = elapsedMs() + (options.budgetMs ?? Number.POSITIVE_INFINITY);
  const collected: Collected[] = [];
  for (const step of steps(store, options)) {
    if (elapsedMs() > deadline) break;
    try {
      collected.push(...(await step()));
    } catch (error) {
      options.failed?.(error);
    }
  }
  store.restRights();
  return collected;
}

/** Whoever is stopped by its budget began somewhere, so that in time all get their turn. */
function* steps(
  store: FolderStore,
  options: CollectOptions,
): Generator<() => Promise<Collected[]>> {
  const ended = [...store.ids('released'), ...store.ids('dead')];
  const live = store.ids();
  const sealed: ReadonlySet<ReservationId> = new Set([...live, ...ended]);
  // As one list: of what was released there may be more than there is time for.
  yield* turned([
    ...ended.map((id) => () => collectEnded(store, id, options)),
    ...live.map((id) => () => collectReservation(store, id, options)),
  ]);
  for (const network of store.networks()) {
    for (const key of turned(store.keys(network))) {
      yield () => collectLoose(store, network, key, sealed, options);
    }
  }
  if (options.dryRun === true) return;
  for (const tidy of tidySteps(store)) {
    yield async () => {
      tidy();
      return [];
    };
  }
}

/** What was released, once it has rested; and what was found dead, once its port is free. */
async function collectEnded(
  store: FolderStore,
  id: ReservationId,
  options: CollectOptions,
): Promise<Collected[]> {
  const ended = store.findEnded(id);
  if (ended === undefined || ended === 'unreadable' || isResting(ended)) return [];
  // Who released a lease knows of it; one that was found dead was listed until now.
  const isTold = ended.ending === 'dead';
  const death = (isTold && deathOf(ended, store.kernel)) || 'ended';
  if (options.deaths?.has(death) === false) return [];
  const finished = await finish(store, ended, death, options);
  return isTold ? finished : [];
}

async function collectReservation(
  store: FolderStore,
  id: ReservationId,
  options: CollectOptions,
): Promise<Collected[]> {
  const stored = store.find(id);
  if (stored === undefined || stored === 'unreadable') return [];
  const deaths = options.deaths ?? SURE_DEATHS;
  const death = deathOf(stored, store.kernel) ?? (await askedDeath(stored, deaths, options));
  if (death === undefined || !deaths.has(death)) return [];
  if (options.dryRun !== true) {
    // Released meanwhile, and its ports rest; or found dead by somebody else, who goes on.
    if (!store.markEnded(id, 'dead')) return [];
    // A holder would notice a little later, and the ports would pass for orphans until then.
    await options.holds.stop(id);
  }
  return finish(store, stored, death, options);
}

/** What takes a question to find out, and only where its answer counts. */
async function askedDeath(
  stored: StoredRecord,
  deaths: ReadonlySet<Death>,
  options: CollectOptions,
): Promise<Death | undefined> {
  const { owner } = stored.record;
  if (owner.kind === 'container' && deaths.has('container')) {
    return (await options.survey.isContainerGone(owner)) ? 'container' : undefined;
  }
  return deaths.has('unused') ? unused(stored, options) : undefined;
}

/** Old, without anybody who could be asked, and nobody uses any of its ports. */
async function unused(
  { record, renewedAtMs, readAtMs }: StoredRecord,
  { survey }: CollectOptions,
): Promise<Death | undefined> {
  if (record.owner.kind !== 'name' || readAtMs - renewedAtMs < UNUSED_AFTER_MS) return undefined;
  for (const { protocol, port } of record.leases) {
    if (!(await survey.isFree(protocol, port))) return undefined;
  }
  return 'unused';
}

/** Ends the claims whose ports are free; forgets the reservation when the last one is gone. */
async function finish(
  store: FolderStore,
  stored: StoredRecord,
  death: Death,
  options: CollectOptions,
): Promise<Collected[]> {
  const { record } = stored;
  const collected: Collected[] = [];
  for (const lease of record.leases) {
    const key = portKey(lease.protocol, lease.port);
    if (!store.carries(stored, lease) || (await isOrphan(store, record, lease, options.survey)))
      continue;
    if (options.dryRun !== true) store.end(record.network, key, record.id);
    collected.push({ id: record.id, name: lease.name, key, death });
  }
  if (options.dryRun !== true) store.forgetWhenDone(stored);
  return collected;
}

/** Another network's ports cannot be asked for from here: there the kernel guards what is bound. */
async function isOrphan(
  store: FolderStore,
  record: ReservationRecord,
  lease: Lease,
  survey: Survey,
): Promise<boolean> {
  if (record.network !== store.kernel.network) return false;
  return !(await survey.isFree(lease.protocol, lease.port));
}

/**
 * Claims without a record: of sets that were never finished.
 * @param sealed those that have one, which may be long: it is not read once more for each claim
 */
async function collectLoose(
  store: FolderStore,
  network: string,
  key: PortKey,
  sealed: ReadonlySet<ReservationId>,
  options: CollectOptions,
): Promise<Collected[]> {
  const claim = store.readClaim(network, key);
  if (claim === undefined || claim === 'unreadable' || sealed.has(claim.id)) return [];
  const standing = standingOf(store, claim);
  if (standing.state !== 'dead' || standing.death !== 'unfinished') return [];
  if (options.deaths?.has('unfinished') === false) return [];
  if (options.dryRun !== true) store.end(network, key, claim.id);
  return [{ id: claim.id, key, death: 'unfinished' }];
}

/** The same list, begun somewhere. */
export function turned<T>(list: readonly T[]): T[] {
  const start = Math.floor(Math.random() * list.length);
  return [...list.slice(start), ...list.slice(0, start)];
}
