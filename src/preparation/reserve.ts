import type { PortNumber, PortRequest } from '../ports/index.js';
import type { Detection } from '../project/detect.js';
import { defined } from '../project/files/defined.js';
import type { Lease, Meanwhile, ReserveRequest } from '../registry/index.js';
import { announce } from './announce.js';
import type { Beside } from './beside.js';
import { chooseStrategy } from './choice.js';
import { requestedPorts } from './find.js';
import { PREPARATION_LABEL } from './meta.js';
import type { Project } from './project.js';
import { undoPreparations } from './undo.js';

/** What is reserved, or only proposed: then there is nothing to release. */
export interface Taken {
  readonly id: string | undefined;
  readonly leases: readonly Lease[];
}

const NOTHING: Taken = { id: undefined, leases: [] };

/** The numbers that are there already. */
export interface Known {
  /** What an earlier preparation had: tried first. */
  readonly before: Readonly<Record<string, number>>;
  /** What needs no lease of its own. */
  readonly beside: Beside;
}

export interface Reserved extends Taken {
  /** The journal's entry that names the registry, where one does: see `announce`. */
  readonly announced: number | undefined;
  /** As if nothing had been reserved. */
  release(): Promise<void>;
}

/**
 * @param meanwhile as of `PortRegistry.reserve`
 * @throws {PortKeeperError} as `PortRegistry.reserve`, and REFUSED by the journal
 */
export async function reserve(
  project: Project,
  detection: Detection,
  known: Known,
  meanwhile: Meanwhile,
): Promise<Reserved> {
  const request = await requestFor(project, detection, known);
  if (request.ports.length === 0) {
    return { ...NOTHING, announced: undefined, release: async () => undefined };
  }
  const announced = await announce(project);
  const withdraw = async () => {
    if (announced !== undefined) {
      await undoPreparations(project.root, ({ id }) => id === announced);
    }
  };
  try {
    const reservation = await project.options.registry.reserve(request, meanwhile);
    const release = async () => {
      await reservation.release();
      await withdraw();
    };
    return { id: reservation.id, leases: reservation.leases, announced, release };
  } catch (error) {
    await withdraw();
    throw error;
  }
}

/** Whether somebody asked for a hold; the caller's word goes before the configuration's. */
export function isToBeHeld({ options, config }: Project): boolean {
  return options.hold ?? config.hold ?? options.holdsByDefault ?? false;
}

async function requestFor(
  project: Project,
  detection: Detection,
  { before, beside }: Known,
): Promise<ReserveRequest & { ports: readonly PortRequest[] }> {
  const { root, options, config } = project;
  const ranges = new Map(requestedPorts(project).map(({ name, range }) => [name, range]));
  const borrowed = beside.portsOf(detection);
  const wanted = detection.ports.filter(({ name }) => !borrowed.has(name));
  const { strategy, prefers } = await chooseStrategy(project);
  const settings = { ...defined(config), ...defined(options) };
  // A folder's lease ends with the folder; a time is set to it only where somebody asks for one.
  const ttlMs = settings.ttlMs ?? (options.owner.kind === 'folder' ? null : settings.ttlMs);
  return {
    ports: wanted.map(({ name, protocols, port, block }) => {
      const range = ranges.get(name);
      const had = Object.hasOwn(before, name) ? before[name] : undefined;
      const first = had ?? (prefers ? port : undefined);
      return {
        name,
        protocols,
        ...(first !== undefined && { port: first as PortNumber }),
        ...(range && { range }),
        ...(block && { block }),
      };
    }),
    pinned: false,
    prefers: true,
    owner: options.owner,
    seed: root,
    strategy,
    ...(settings.range && { range: settings.range }),
    ...(settings.host && { host: settings.host }),
    hold: isToBeHeld(project),
    ...(ttlMs !== undefined && { ttlMs }),
    labels: { ...options.labels, [PREPARATION_LABEL]: project.preparation },
    ...(options.waitMs !== undefined && { waitMs: options.waitMs }),
  };
}

/** Ports that would be given now; nothing is taken. */
export async function proposePorts(
  project: Project,
  detection: Detection,
  known: Known,
): Promise<Taken> {
  const request = await requestFor(project, detection, known);
  if (request.ports.length === 0) return NOTHING;
  return { id: undefined, leases: await project.options.registry.propose(request) };
}
