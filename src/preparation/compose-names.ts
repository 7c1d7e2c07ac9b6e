import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { PortKeeperError } from '../errors.js';
import { isComposeProjectName, uniqueComposeProjectName } from '../project/compose/name.js';
import {
  type ComposeProject,
  isOfDevContainer,
  plainProjects,
} from '../project/compose/projects.js';
import type { Detection } from '../project/detect.js';
import type { FolderOwner, Owner } from '../registry/index.js';
import type { Project } from './project.js';

/**
 * What makes the names of this project's compose projects its own. A folder's follow from its path:
 * the containers and volumes of yesterday are found again.
 * @param id the reservation, where there is one.
 */
export function composeToken({ options }: Project, id: string | undefined): string | undefined {
  const { owner, devcontainer } = options;
  if (owner.kind !== 'folder') return id;
  return id === undefined && devcontainer !== true ? undefined : tokenOf(owner);
}

/** In containers many folders have one path, and may share an engine: the inode tells them apart. */
function tokenOf({ path, place }: FolderOwner): string {
  const [, inode = ''] = place?.contained ? (place.chain[0] ?? '').split(':') : [];
  const digest = createHash('sha256').update(`${path}\n${inode}`).digest('hex');
  return BigInt(`0x${digest.slice(0, 16)}`)
    .toString(36)
    .padStart(13, '0')
    .slice(-8);
}

/** One name serves a project with one compose project; with more, it would merge them. */
export function chooseComposeName(
  { root, options, config }: Project,
  { composeProjects }: Detection,
  token: string | undefined,
): string | undefined {
  const wanted = options.composeProjectName ?? config.composeProjectName ?? 'auto';
  const plain = plainProjects(composeProjects);
  const isOne = plain.length === 1 || isOneBesideDevContainers(plain, options.owner);
  if (wanted === 'off' || !isOne || token === undefined) return undefined;
  // A dev container beside it is another compose project, which its tools call so too.
  const suffix = options.devcontainer === true ? '_devcontainer' : '';
  if (wanted === 'auto') return `${uniqueComposeProjectName(basename(root), token)}${suffix}`;
  if (isComposeProjectName(wanted)) return wanted;
  throw new PortKeeperError('USAGE', `"${wanted}" is not a name for a compose project`, {
    hint: 'Use lower-case letters, digits, - and _, beginning with a letter or digit.',
  });
}

/**
 * A job's environment ends with it, and its checkout is called as those of other jobs are. A
 * person's shell may start the dev container too, which would join the other project.
 */
function isOneBesideDevContainers(plain: readonly ComposeProject[], { kind }: Owner): boolean {
  return kind !== 'folder' && plain.filter((each) => !isOfDevContainer(each)).length === 1;
}
