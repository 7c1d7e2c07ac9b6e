import { PortKeeperError } from '../errors.js';
import type { Environment } from '../ports/index.js';
import { listWorktrees, type Worktree } from '../project/discovery/worktrees.js';
import type { LeaseStatus, PortRegistry } from '../registry/index.js';
import { findOwnInForce, type InForce } from './in-force.js';
import { rootOf } from './root.js';
import { foldersWithin } from './within.js';

/** A checkout, and what is prepared in it. */
export interface WorktreePorts extends Worktree {
  /** Its projects that are prepared: its top, or folders in it. */
  readonly prepared: readonly InForce[];
  /** Roots of those whose ports are no more their own, as after `git worktree move`. */
  readonly over: readonly string[];
  /** Projects whose journal cannot be followed, as another user prepared them for example. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  readonly root: string;
  readonly error: PortKeeperError;
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
      ...(await preparedIn(worktree, leases, environment)),
    })),
  );
}

/** The registry knows which folders have ports; the journal of each says what it was given. */
async function preparedIn(
  { path }: Worktree,
  leases: readonly LeaseStatus[],
  environment: Environment,
): Promise<Pick<WorktreePorts, 'prepared' | 'over' | 'unread'>> {
  const roots = [path, ...foldersWithin(path, leases)];
  const unread: Unread[] = [];
  const look = async (root: string): Promise<InForce | 'over' | undefined> => {
    try {
      return await findOwnInForce(root, environment);
    } catch (error) {
      if (!(error instanceof PortKeeperError) || error.code !== 'REFUSED') throw error;
      unread.push({ root, error });
      return undefined;
    }
  };
  const found = await Promise.all(roots.map(look));
  return {
    prepared: found.filter((one) => one !== undefined && one !== 'over'),
    over: roots.filter((_root, at) => found[at] === 'over'),
    unread,
  };
}
