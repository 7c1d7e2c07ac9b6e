import { dirname } from 'node:path';
import { PortKeeperError } from '../errors.js';
import type { Environment } from '../ports/index.js';
import { findGit } from '../project/discovery/git-folder.js';
import { readJournal } from '../project/journal/index.js';
import { realFiles } from '../project/writing/file-system.js';
import { PortRegistry } from '../registry/index.js';
import { isForeign, type PreparationMeta } from './meta.js';
import { rootOf } from './root.js';
import { readOwnMeta } from './undo.js';

/** What a prepared project was given, as its journal remembers it. */
export interface InForce extends PreparationMeta {
  /** The project's root. */
  readonly root: string;
}

/**
 * The preparation that a folder is under: its own, or that of the nearest folder above it, up to
 * the top of its checkout.
 * @throws {PortKeeperError} NOTHING_FOUND, when there is none, or when its ports are no more its own.
 */
export async function findInForce(directory: string, environment: Environment): Promise<InForce> {
  const start = await rootOf(directory);
  const top = (await findGit(start, realFiles))?.top;
  for (let root = start; ; root = dirname(root)) {
    const metas = await metasOf(root);
    const live = await liveOf(metas, environment);
    if (live !== undefined) return { ...live, root };
    if (metas.length > 0) throw over(root);
    if (root === top || dirname(root) === root) throw notPrepared(start);
  }
}

/**
 * The same of this very folder; undefined where it is not prepared, and `over` where its ports are no
 * more its own.
 */
export async function findOwnInForce(
  root: string,
  environment: Environment,
): Promise<InForce | 'over' | undefined> {
  const metas = await metasOf(root);
  const live = await liveOf(metas, environment);
  if (live !== undefined) return { ...live, root };
  return metas.length > 0 ? 'over' : undefined;
}

async function metasOf(root: string): Promise<PreparationMeta[]> {
  return (await readJournal(root)).flatMap((entry) => readOwnMeta(root, entry) ?? []);
}

/** What is in force of a folder: that of the project itself, with the ports of its dev containers. */
async function liveOf(
  metas: readonly PreparationMeta[],
  environment: Environment,
): Promise<PreparationMeta | undefined> {
  const own = await newestLive(
    metas.filter(({ devcontainer }) => !devcontainer),
    environment,
  );
  const ofContainers = metas.filter(({ devcontainer }) => devcontainer === true);
  const containers = await newestLive(ofContainers, environment);
  if (own === undefined || containers === undefined) return own ?? containers;
  return { ...own, ports: { ...containers.ports, ...own.ports } };
}

async function newestLive(
  metas: readonly PreparationMeta[],
  environment: Environment,
): Promise<PreparationMeta | undefined> {
  for (const meta of [...metas].reverse()) if (await isLive(meta, environment)) return meta;
  return undefined;
}

async function isLive(meta: PreparationMeta, environment: Environment): Promise<boolean> {
  const { registry, reservation } = meta;
  if (reservation === null || isForeign(meta, environment)) return true;
  return (await new PortRegistry({ registry, environment }).find(reservation)) !== undefined;
}

function notPrepared(folder: string): PortKeeperError {
  return new PortKeeperError('NOTHING_FOUND', `${folder} is not prepared`, {
    hint: 'Run portkeeper prepare in the project first.',
  });
}

function over(root: string): PortKeeperError {
  return new PortKeeperError('NOTHING_FOUND', `The ports of ${root} are no longer its own`, {
    hint: 'Their reservation is over: run portkeeper prepare again.',
  });
}
