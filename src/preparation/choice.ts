import { type Environment, placeOf, type StrategyName } from '../ports/index.js';
import { findGit } from '../project/discovery/git-folder.js';
import { listWorktrees } from '../project/discovery/worktrees.js';
import { realFiles } from '../project/writing/file-system.js';
import type { Project } from './project.js';

/** How a project's ports are chosen. */
export interface Choice {
  readonly strategy: StrategyName;
  /** Whether the numbers that the project declares are tried first. */
  readonly prefers: boolean;
}

/**
 * What was asked for; else, where a folder owns the ports, what makes them the same tomorrow:
 * numbers that follow from its path. Two keep those that they declare: the main checkout beside
 * linked worktrees, which are the ones to move, and a dev container, whose network is its own. A
 * range is a wish for other numbers than those that are declared.
 */
export async function chooseStrategy({ root, options, config }: Project): Promise<Choice> {
  const asked = options.strategy ?? config.strategy;
  if (asked !== undefined) return { strategy: asked, prefers: asked === 'preferred' };
  if (options.owner.kind !== 'folder') return { strategy: 'random', prefers: false };
  const ranged = (options.range ?? config.range) !== undefined;
  return {
    strategy: 'stable',
    prefers: !ranged && (await keepsDeclared(root, options.environment)),
  };
}

/** Whether a checkout is the one whose declared numbers are its own. */
export async function keepsDeclared(root: string, environment: Environment = {}): Promise<boolean> {
  if (placeOf(environment) === 'devcontainer') return true;
  const git = await findGit(root, realFiles);
  if (git === undefined || git.linked) return false;
  return (await listWorktrees(root))?.some(({ linked }) => linked) === true;
}
