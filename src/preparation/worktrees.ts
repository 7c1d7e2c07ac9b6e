import type { Environment } from '../ports/index.js';
import { listWorktrees, type Worktree } from '../project/discovery/worktrees.js';
import { relativePath } from '../project/writing/inside.js';
import type { LeaseStatus, PortRegistry } from '../registry/index.js';
import { findOwnInForce, type InForce } from './in-force.js';
import { rootOf } from './root.js';

/** A checkout, and what is prepared in it. */
export interface WorktreePorts extends Worktree {
  /** Its projects that are prepared: its top, or folders in it. */
  readonly prepared: readonly InForce[];
}

/** @returns undefined outside of a repository. */
export async function listWorktreePorts(
  directory: string,
  registry: PortRegistry,
  environment: Environment,
): Promise<readonly WorktreePorts[] | undefined> {
  const worktrees = await listWorktrees(await rootOf(directory));
  if (worktrees === undefined) return undefined;
  const leases = await registry.status();
  return Promise.all(
    worktrees.map(async (worktree) => ({
      ...worktree,
      prepared: await preparedIn(worktree, leases, environment),
    })),
  );
}

/** The registry knows which folders have ports; the journal of each says what it was given. */
async function preparedIn(
  { path }: Worktree,
  leases: readonly LeaseStatus[],
  environment: Environment,
): Promise<InForce[]> {
  const folders = leases.flatMap(({ ownedBy }) => (ownedBy.kind === 'folder' ? ownedBy.path : []));
  const roots = [path, ...new Set(folders.filter((folder) => relativePath(path, folder)))];
  const found = await Promise.all(roots.sort().map((root) => findOwnInForce(root, environment)));
  return found.filter((one) => one !== undefined);
}
