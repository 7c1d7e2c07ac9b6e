import type { PortNumber } from '../ports/index.js';
import { planExports } from '../project/exports.js';
import { type JournalEntry, readJournal, recover, undo } from '../project/journal/index.js';
import { type Lease, ownerKey, ownerLiveness, PortRegistry } from '../registry/index.js';
import { type PreparationMeta, readMeta } from '../restore.js';
import { find } from './find.js';
import type { Prepared, Project } from './project.js';

/** An entry of the journal whose reservation lives. */
export interface Earlier {
  readonly entry: JournalEntry;
  readonly meta: PreparationMeta;
  readonly leases: readonly Lease[];
}

/** Undoes what a crash or a killed job left; returns the preparation that is to be used again. */
export async function finishEarlier(project: Project): Promise<Earlier | undefined> {
  const recovered = await recover(project.root, {});
  const { latest, dead } = await readEarlier(project);
  const { kept } = await undo(project.root, { only: ({ id }) => dead.includes(id) });
  for (const { path, reason } of [...recovered.kept, ...kept]) {
    project.reporter.warn(`${path} keeps what was changed since it was prepared: ${reason}`);
  }
  return latest;
}

/** The same by looking alone. */
export async function findEarlier(project: Project): Promise<Earlier | undefined> {
  return (await readEarlier(project)).latest;
}

/** The newest preparation that lives, where one may be used again; and those whose owner is gone. */
async function readEarlier(
  project: Project,
): Promise<{ latest: Earlier | undefined; dead: readonly number[] }> {
  const dead: number[] = [];
  let latest: Earlier | undefined;
  for (const entry of await readJournal(project.root)) {
    const meta = readMeta(entry.meta);
    const leases = meta && (await liveLeases(project, meta));
    if (meta === undefined || leases === undefined) dead.push(entry.id);
    else if (mayUseAgain(meta)) latest = { entry, meta, leases };
  }
  return { latest: project.options.reuse === true ? latest : undefined, dead };
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
export async function useAgain(project: Project, earlier: Earlier): Promise<Prepared | undefined> {
  const detection = await find(project);
  const given = new Set(Object.values(earlier.meta.ports));
  if (detection.ports.some(({ port }) => port !== undefined && !given.has(port))) return undefined;
  const { preparation, reservation, ports, composeProjectName } = earlier.meta;
  const numbers = new Map(Object.entries(ports) as [string, PortNumber][]);
  return {
    preparation,
    mode: project.mode,
    id: reservation ?? undefined,
    leases: earlier.leases,
    ports,
    changes: [],
    changedFiles: [...earlier.entry.edited.map(({ path }) => path), ...earlier.entry.made],
    composeProjectName: composeProjectName ?? undefined,
    exports: planExports(detection, numbers, project.options.environment ?? {}),
    detection,
    reused: true,
  };
}

/** Whether it is the caller's own to take back; what is somebody else's is built upon. */
export function isOwn({ meta }: Earlier, { options }: Project): boolean {
  return ownerKey(meta.owner) === ownerKey(options.owner);
}

/** For a project that states more than before: its ports rest for others, and come back to it. */
export async function takeBack(
  { root, options }: Project,
  { entry, meta }: Earlier,
): Promise<void> {
  await undo(root, { only: ({ id }) => id === entry.id });
  if (meta.reservation !== null) await options.registry.release(meta.reservation);
}
