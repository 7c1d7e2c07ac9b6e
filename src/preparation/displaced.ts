import { Machine, type Occupant, Occupants } from '../ports/index.js';
import { relativePath } from '../project/writing/inside.js';
import { type Earlier, isOwn } from './earlier.js';
import type { Project } from './project.js';

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

/** The numbers that are still worth trying. */
export function without(
  displaced: readonly Displaced[],
  ports: Readonly<Record<string, number>>,
): Record<string, number> {
  const lost = displaced.map(({ name }) => name);
  return Object.fromEntries(Object.entries(ports).filter(([name]) => !lost.includes(name)));
}
