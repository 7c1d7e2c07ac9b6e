import { Machine, type Occupant, Occupants, type PortNumber } from '../ports/index.js';
import { relativePath } from '../project/writing/inside.js';
import { type Earlier, isOwn } from './earlier.js';
import type { Prepared, Project } from './project.js';

/** A port that a project had, and that somebody else serves by now. */
export interface Displaced {
  readonly name: string;
  readonly port: number;
  /** Who, for a message. */
  readonly by: string;
}

/**
 * The ports of an earlier preparation that are lost to others. A server of the project itself is
 * no reason to move: whose it is, its working folder or its compose project tells. Where nothing
 * tells, the port stays, and that is said.
 */
export async function findDisplaced(
  project: Project,
  earlier: Earlier | undefined,
): Promise<Displaced[]> {
  if (earlier === undefined || !isOwn(earlier, project)) return [];
  const { root, options, reporter } = project;
  const occupants = new Occupants(new Machine(options.environment ?? {}));
  const displaced: Displaced[] = [];
  for (const { name, protocol, port } of earlier.leases) {
    const occupant = await occupants.of(protocol, port);
    const whose = occupant && whoseIs(occupant, root);
    if (occupant === undefined || whose === 'ours') continue;
    if (whose === 'theirs') displaced.push({ name, port, by: occupant.who });
    else reporter.warn(`${name} stays ${port}, which ${occupant.who} uses: is it this project's?`);
  }
  return displaced;
}

type Whose = 'ours' | 'theirs' | 'unknown';

/** By its folder. */
export function whoseIs({ folder, uid }: Occupant, root: string): Whose {
  // The superuser's processes hide from others, and serve for them.
  if (folder === undefined) return uid === undefined || uid === 0 ? 'unknown' : 'theirs';
  if (folder === root || relativePath(root, folder) !== undefined) return 'ours';
  // A server of a project around this one may be started for it.
  const above = folder !== '/' && relativePath(folder, root) !== undefined;
  return above ? 'unknown' : 'theirs';
}

/** Says which ports had to move, and for whom. */
export function tellDisplaced(
  { reporter }: Project,
  displaced: readonly Displaced[],
  ports: Readonly<Record<string, number>>,
): void {
  for (const { name, port, by } of displaced) {
    reporter.warn(`${name} moved from ${port} to ${ports[name] ?? 'nowhere'}: ${by} uses ${port}`);
  }
}

/**
 * Says which ports have other numbers than before because a server of the project itself runs on
 * the old ones. A number that follows from the folder's path and is taken gives the next one.
 * @param before numbers of an earlier preparation, by name.
 */
export async function tellStillServed(
  { root, options, reporter }: Project,
  { leases, detection }: Pick<Prepared, 'leases' | 'detection'>,
  before: Readonly<Record<string, number>>,
): Promise<void> {
  if (options.owner.kind !== 'folder') return;
  const declared = new Map(detection.ports.map(({ name, port }) => [name, port]));
  const given = new Set<number>(leases.map(({ port }) => port));
  const occupants = new Occupants(new Machine(options.environment ?? {}));
  for (const { name, protocol, port } of leases) {
    const had = Object.hasOwn(before, name) ? before[name] : undefined;
    for (const other of new Set([had, declared.get(name), port - 1])) {
      if (other === undefined || given.has(other)) continue;
      const occupant = await occupants.of(protocol, other as PortNumber);
      if (occupant === undefined || whoseIs(occupant, root) !== 'ours') continue;
      const runs = `${occupant.who}, which is of this project, still runs on ${other}`;
      reporter.warn(`${name} is ${port} now, and ${runs}: start that anew, and it moves as well`);
    }
  }
}

/** The numbers that are still worth trying. */
export function without(
  displaced: readonly Displaced[],
  ports: Readonly<Record<string, number>>,
): Record<string, number> {
  const lost = displaced.map(({ name }) => name);
  return Object.fromEntries(Object.entries(ports).filter(([name]) => !lost.includes(name)));
}
