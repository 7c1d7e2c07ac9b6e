import type { PortNumber } from '../ports/index.js';
import type { Detection } from '../project/detect.js';
import { isCopied, type JournalEntry, readJournal } from '../project/journal/index.js';
import { planExports } from '../project/telling/exports.js';
import { type Lease, ownerKey, ownerLiveness, PortRegistry } from '../registry/index.js';
import { finishAround } from './around.js';
import { Beside } from './beside.js';
import { composeToken } from './compose-names.js';
import { isUndone } from './dev-container.js';
import { find } from './find.js';
import { warnOfKept } from './lost-journal.js';
import { isForeign, type PreparationMeta, readMeta } from './meta.js';
import { formerNumbers, movedEarlier } from './moved-numbers.js';
import { layOver } from './overlay.js';
import { exportsFor } from './plan.js';
import type { Prepared, Project } from './project.js';
import { isInterrupted, Releasing, undoPreparations } from './undo.js';

/** An entry of the journal whose reservation lives. */
export interface Earlier {
  readonly entry: JournalEntry;
  readonly meta: PreparationMeta;
  readonly leases: readonly Lease[];
}

/** What a project's journal says of earlier preparations. */
export interface Past {
  /** The one that may be used again. */
  readonly latest: Earlier | undefined;
  /** The numbers that the folder had, where no registry here knows of them: they are tried first. */
  readonly remembered: Readonly<Record<string, number>>;
  readonly beside: Beside;
}

/** Undoes what a crash or a killed job left; returns what is to be used again. */
export async function finishEarlier(project: Project): Promise<Past> {
  const { root, options, reporter } = project;
  await finishAround(root, reporter, options.environment);
  const releasing = new Releasing(root, options.environment, reporter);
  const recovered = await undoPreparations(root, isInterrupted, releasing.ofEntry);
  const { dead, ...past } = await readEarlier(project);
  const ended = await undoPreparations(root, ({ id }) => dead.includes(id));
  for (const undone of [recovered, ended]) await warnOfKept(root, undone, reporter);
  return { ...past, remembered: { ...past.remembered, ...releasing.ports } };
}

/** The same by looking alone. */
export function findEarlier(project: Project): Promise<Past> {
  return readEarlier(project);
}

/** The newest preparation that lives, where one may be used again; and those whose owner is gone. */
async function readEarlier(project: Project): Promise<Past & { dead: readonly number[] }> {
  const { reuse, environment = {}, owner, devcontainer = false } = project.options;
  const dead: number[] = [];
  let latest: Earlier | undefined;
  let remembered: Past['remembered'] = {};
  let other: PreparationMeta | undefined;
  for (const entry of await readJournal(project.root)) {
    if (isCopied(entry, project.root)) {
      dead.push(entry.id);
      continue;
    }
    const meta = readMeta(entry.meta);
    const foreign = meta && isForeign(meta, environment);
    const leases = foreign ? undefined : meta && (await liveLeases(project, meta));
    if (meta && (meta.devcontainer ?? false) !== devcontainer) {
      if (leases && reuse === true && mayUseAgain(meta)) other = meta;
      continue;
    }
    if (!foreign && leases === undefined) dead.push(entry.id);
    if (meta && leases && mayUseAgain(meta)) latest = { entry, meta, leases };
    if (leases === undefined && meta?.owner.kind === 'folder' && owner.kind === 'folder') {
      remembered = meta.ports;
    }
  }
  const beside = new Beside(other);
  return { latest: reuse === true ? latest : undefined, remembered, dead, beside };
}

/**
 * What a folder owns stays until somebody restores it. What a process owns ends with that, and
 * would be gone under whoever used it as well.
 */
function mayUseAgain({ owner }: PreparationMeta): boolean {
  return owner.kind === 'folder';
}

/** What a preparation reserved, or undefined when its owner is gone. */
async function liveLeases(
  { options }: Project,
  { registry, reservation, owner }: PreparationMeta,
): Promise<readonly Lease[] | undefined> {
  if (reservation === null) return ownerLiveness(owner) === 'dead' ? undefined : [];
  const keeper =
    registry === options.registry.folder
      ? options.registry
      : new PortRegistry({ registry, environment: options.environment ?? {} });
  return keeper.find(reservation);
}

/** The earlier preparation as it stands, unless the project states ports that it does not cover. */
export async function useAgain(
  project: Project,
  { latest: earlier, beside }: Past,
): Promise<Prepared | undefined> {
  if (earlier === undefined || !beside.stillLends(earlier.meta)) return undefined;
  const { preparation, reservation, ports, composeProjectName, mode = 'patch' } = earlier.meta;
  const isWanted = project.mode === mode || project.mode === 'plan';
  const found = isWanted ? await find(project, formerNumbers(earlier)) : undefined;
  if (found === undefined || !isCovered(found, earlier.meta)) return undefined;
  const [name, id] = [composeProjectName ?? undefined, reservation ?? undefined];
  const token = composeToken(project, id);
  if (await isUndone(project, found, ports, { name, token })) return undefined;
  const numbers = new Map(Object.entries(ports) as [string, PortNumber][]);
  const { environment = {} } = project.options;
  const exports = planExports(found, numbers, environment, exportsFor(project));
  const laid = await layOver(project, found, {
    ...{ numbers, exports, composeProjectName: name, preparation, token },
  });
  return {
    preparation,
    mode: project.mode,
    id,
    leases: earlier.leases,
    ports,
    borrowed: earlier.meta.borrowed ?? [],
    moved: movedEarlier(earlier),
    changes: [],
    changedFiles: [...earlier.entry.edited.map(({ path }) => path), ...earlier.entry.made],
    composeProjectName: name,
    ...laid,
    exports,
    reused: true,
  };
}

/**
 * Files that were edited state the new numbers; those that were left alone, the declared ones. What
 * has no number was asked for by its name.
 */
function isCovered({ ports }: Detection, { ports: given, declared }: PreparationMeta): boolean {
  const numbers = new Set(Object.values(given));
  return ports.every(({ name, port }) => {
    if (declared === undefined && port !== undefined) return numbers.has(port);
    return (
      Object.hasOwn(given, name) && [declared?.[name] ?? undefined, given[name]].includes(port)
    );
  });
}

/** Whether it is the caller's own to take back; what is somebody else's is built upon. */
export function isOwn({ meta }: Earlier, { options }: Project): boolean {
  return ownerKey(meta.owner) === ownerKey(options.owner);
}
