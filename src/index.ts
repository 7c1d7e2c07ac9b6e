/**
 * The library. Importing it does nothing: files, sockets and signals are touched only by what is
 * called.
 */
import { holderProgram, processEnvironment } from './environment.js';
import { rootOf } from './preparation/root.js';
import {
  type FindOptions,
  detectPorts as findPorts,
  type Prepared,
  type PrepareOptions as PrepareWith,
  prepareProject as prepareWith,
} from './prepare.js';
import type { Detection } from './project/detect.js';
import {
  folderOwner,
  type PortRegistryOptions,
  PortRegistry as RegistryOf,
} from './registry/index.js';
import { type Restored, type RestoreOptions, restoreProject as restoreWith } from './restore.js';

export { type ErrorCode, type Place, PortKeeperError } from './errors.js';
export type {
  BlockPlace,
  PortNumber,
  PortRange,
  PortRequest,
  Protocol,
  StrategyName,
} from './ports/index.js';
export type { FindOptions, Prepared } from './prepare.js';
export type { Mode } from './project/config/index.js';
export type { Detection } from './project/detect.js';
export type { LeftAlone, LogicalPort, Site } from './project/sites/site.js';
export type { JsonObject, JsonValue } from './project/writing/change.js';
export { updateConfigJson } from './project/writing/config-json.js';
export type { UpdateOptions, UpdateResult } from './project/writing/update-file.js';
export { type EnvValues, writeEnv } from './project/writing/write-env.js';
export {
  type Collected,
  folderOwner,
  type GcPolicy,
  type Lease,
  type LeaseStatus,
  type Meanwhile,
  namedOwner,
  type Owner,
  type PortRegistryOptions,
  processOwner,
  type Released,
  Reservation,
  type ReserveRequest,
  type Sealing,
} from './registry/index.js';
export type { Reporter } from './reporter.js';
export type { Restored, RestoreOptions } from './restore.js';

/** Who holds which port; by default the registry that this user's other tools use as well. */
export class PortRegistry extends RegistryOf {
  constructor(options: PortRegistryOptions = {}) {
    const holder = holderProgram();
    super({
      environment: processEnvironment(),
      ...(holder !== undefined && { holder }),
      ...options,
    });
  }
}

/** As `prepareProject` of the command line: the ports are the folder's, unless an owner is named. */
export type PrepareOptions = Omit<PrepareWith, 'registry' | 'owner'> &
  Partial<Pick<PrepareWith, 'registry' | 'owner'>>;

/**
 * Finds every host port of a project. Reads, and writes nothing.
 * @throws {PortKeeperError} USAGE, BAD_CONFIG
 */
export function detectPorts(options: FindOptions | string = '.'): Promise<Detection> {
  return findPorts(typeof options === 'string' ? { directory: options } : options);
}

/**
 * Reserves free ports for a project and writes them wherever it states them: all of it, or nothing.
 * @throws {PortKeeperError} of every code but NOTHING_FOUND
 */
export async function prepareProject(options: PrepareOptions): Promise<Prepared> {
  return prepareWith({
    environment: processEnvironment(),
    ...options,
    registry: options.registry ?? new PortRegistry(),
    owner: options.owner ?? folderOwner(await rootOf(options.directory)),
  });
}

/**
 * Puts back what `prepareProject` wrote, byte for byte, and releases the ports. Idempotent.
 * @throws {PortKeeperError} TIMED_OUT, REGISTRY_UNUSABLE, FILE_NOT_EDITABLE, REFUSED
 */
export function restoreProject(options: RestoreOptions): Promise<Restored> {
  return restoreWith({ environment: processEnvironment(), ...options });
}
