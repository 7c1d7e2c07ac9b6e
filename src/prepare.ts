import { findDisplaced, tellDisplaced, tellStillServed, without } from './preparation/displaced.js';
import { findEarlier, finishEarlier, useAgain } from './preparation/earlier.js';
import { find, refuseProblems } from './preparation/find.js';
import { metaOf } from './preparation/meta.js';
import { refuseOverlay } from './preparation/overlay-refusal.js';
import { plan } from './preparation/plan.js';
import {
  type FindOptions,
  openProject,
  openToPrepare,
  type Prepared,
  type PrepareOptions,
  type Project,
} from './preparation/project.js';
import {
  isToBeHeld,
  type Known,
  proposePorts,
  reserve,
  type Taken,
} from './preparation/reserve.js';
import { takeBack } from './preparation/take-back.js';
import { undoPreparations } from './preparation/undo.js';
import type { Detection } from './project/detect.js';
import {
  type ApplyOptions,
  applyChanges,
  hasNoPlace,
  LOCK_WAIT_MS,
  type ProjectLock,
  withProjectLock,
} from './project/journal/index.js';
import { writeOverrides } from './project/overlay/store.js';
import { realFiles } from './project/writing/file-system.js';
import { Withheld } from './reporter.js';

export type { FindOptions, Prepared, PrepareOptions } from './preparation/project.js';

/**
 * Finds every host port of a project, by its files and its configuration. Writes nothing.
 * @throws {PortKeeperError} USAGE, BAD_CONFIG
 */
export async function detectPorts(options: FindOptions): Promise<Detection> {
  return find(await openProject(options));
}

/**
 * Finds every host port of a project, reserves free ones, and writes them everywhere. Either all
 * of it is done or nothing: a file that cannot be edited costs no lease, a port that cannot be had
 * no edit.
 * @throws {PortKeeperError} of every code but NOTHING_FOUND
 */
export async function prepareProject(options: PrepareOptions): Promise<Prepared> {
  const project = await openToPrepare(options);
  if (project.mode === 'plan') return propose(project);
  // Nothing is to be put back where nothing is written; the ports are known by their owner.
  if (project.mode === 'env' && (await hasNoPlace(project.root))) return prepareUnderLock(project);
  const waitMs = Math.max(options.waitMs ?? 0, LOCK_WAIT_MS);
  return withProjectLock(project.root, (lock) => prepareUnderLock(project, lock), { waitMs });
}

/**
 * What `prepareProject` would do, without a lease or an edit: the numbers are free now, and may be
 * others then.
 * @throws {PortKeeperError} as `prepareProject`
 */
export async function proposeChanges(options: PrepareOptions): Promise<Prepared> {
  return propose(await openToPrepare(options));
}

async function propose(project: Project): Promise<Prepared> {
  const past = await findEarlier(project);
  const displaced = await findDisplaced(project, past.latest);
  const again = displaced.length === 0 && (await useAgain(project, past));
  if (again) return again;
  const detection = await look(project);
  const { beside, remembered: before } = past;
  const proposed = await proposePorts(project, detection, { before, beside });
  return plan(project, detection, proposed, beside);
}

/** @throws {PortKeeperError} where the project cannot be prepared as it stands */
async function look(project: Project): Promise<Detection> {
  const detection = await find(project);
  refuseProblems(detection, project);
  await refuseOverlay(project, detection);
  return detection;
}

async function prepareUnderLock(project: Project, lock?: ProjectLock): Promise<Prepared> {
  const past = await finishEarlier(project);
  const displaced = await findDisplaced(project, past.latest);
  const again = displaced.length === 0 && (await useAgain(project, past));
  if (again) {
    await writeOverlays(again);
    return again;
  }
  const before = without(displaced, await takeBack(project, past));
  const known = { before, beside: past.beside };
  const anew = async () => {
    const prepared = await prepareAnew(project, known, lock);
    tellDisplaced(project, displaced, prepared.ports);
    await tellStillServed(project, prepared, before);
    return prepared;
  };
  return isToBeHeld(project) ? project.options.registry.whileHolderStarts(anew) : anew();
}

async function prepareAnew(project: Project, known: Known, lock?: ProjectLock): Promise<Prepared> {
  const detection = await look(project);
  const plans = new Map<Taken['id'], Promise<Planned>>();
  // To hold the ports and to plan with them takes as long: both are done at once.
  const planWith = (taken: Taken) => {
    const planned = planUntold(project, detection, taken, known);
    planned.catch(() => undefined); // it is told when the ports are held
    plans.set(taken.id, planned);
    return planned;
  };
  // No plan goes on when the lock is let go, nor one that came to nothing beside what is written.
  const reservation = await reserve(project, detection, known, planWith).finally(() =>
    Promise.allSettled(plans.values()),
  );
  const { announced, id } = reservation;
  try {
    const { prepared, warnings } = await (plans.get(id) ?? planWith(reservation));
    warnings.tell(project.reporter);
    await write(project, prepared, { announced, ...(lock && { lock }) });
    await letServersBind(project, prepared);
    return prepared;
  } catch (error) {
    await reservation.release();
    throw error;
  }
}

/** A plan that may come to nothing: what it would tell waits until it is the one to be done. */
interface Planned {
  readonly prepared: Prepared;
  readonly warnings: Withheld;
}

async function planUntold(
  project: Project,
  detection: Detection,
  taken: Taken,
  { beside }: Known,
): Promise<Planned> {
  const warnings = new Withheld();
  const prepared = await plan({ ...project, reporter: warnings }, detection, taken, beside);
  return { prepared, warnings };
}

async function write(project: Project, prepared: Prepared, options: ApplyOptions): Promise<void> {
  const { changes, overlays } = prepared;
  const isIdle = changes.length + overlays.length === 0;
  if (isIdle && (prepared.id === undefined || options.lock === undefined)) return;
  const meta = metaOf(project, prepared);
  const { id } = await applyChanges(project.root, changes, meta, options);
  try {
    await writeOverlays(prepared);
  } catch (error) {
    await undoPreparations(project.root, (entry) => entry.id === id);
    throw error;
  }
}

/** The journal names them by then: whatever happens now, an undo finds them. */
async function writeOverlays({ overlays }: Prepared): Promise<void> {
  await writeOverrides(overlays, realFiles);
}

/** From here on any of them may start, and none must find its port kept from it. */
async function letServersBind({ options }: Project, { id }: Prepared): Promise<void> {
  if (id !== undefined) await options.registry.handOver(id);
}
