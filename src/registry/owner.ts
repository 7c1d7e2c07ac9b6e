import { resolve } from 'node:path';
import { PortKeeperError } from '../errors.js';
import type { ContainerIdentity } from '../ports/index.js';
import { type FolderPlace, isSamePlace, placeOfFolder, wasRemoved } from './folder-place.js';
import { type Kernel, thisKernel } from './kernel.js';
import {
  identify,
  isRebooted,
  type Liveness,
  livenessOf,
  type ProcessIdentity,
} from './process-identity.js';

/**
 * Whom a lease is for: something that the kernel or the file system can be asked about. `name` is
 * what a person sees and what `release --owner` takes.
 */
export type Owner =
  | { readonly kind: 'process'; readonly name: string; readonly process: ProcessIdentity }
  | FolderOwner
  | ({ readonly kind: 'container'; readonly name: string } & ContainerIdentity)
  /** Nobody who could be asked: the lease lives until it is released or its time is up. */
  | { readonly kind: 'name'; readonly name: string; readonly boot: string };

export interface FolderOwner {
  readonly kind: 'folder';
  readonly name: string;
  readonly path: string;
  /** Where the path was that one; without it everybody takes it for the folder that they see there. */
  readonly place?: FolderPlace;
}

/**
 * The lease dies with this process.
 * @throws {PortKeeperError} USAGE, when no such process runs.
 */
export function processOwner(pid: number, name?: string): Owner {
  const process = identify(pid);
  if (process === undefined) {
    throw new PortKeeperError('USAGE', `No process with pid ${pid} is running`, {
      hint: 'A lease is given to a process that lives; it would be collected at once.',
    });
  }
  return { kind: 'process', name: name ?? `process ${pid}`, process };
}

/** The lease lives as long as this folder exists, over restarts and reboots. */
export function folderOwner(path: string, name?: string, kernel = thisKernel): FolderOwner {
  const resolved = resolve(path);
  const place = placeOfFolder(resolved, kernel);
  return { kind: 'folder', name: name ?? path, path: resolved, place };
}

/** The lease lives until it is released, its time is up or the machine restarts. */
export function namedOwner(name: string): Owner {
  return { kind: 'name', name, boot: thisKernel.boot };
}

/** What can be told of an owner without waiting; for a container its engine has to be asked. */
export function ownerLiveness(owner: Owner, kernel = thisKernel): Liveness {
  switch (owner.kind) {
    case 'process':
      return livenessOf(owner.process, kernel);
    case 'folder':
      return folderLiveness(owner, kernel);
    case 'container':
      return 'unknown';
    case 'name':
      return namedLiveness(owner.boot, kernel);
  }
}

/** A container's boot says nothing of a lease that was made outside it, nor the other way round. */
function namedLiveness(boot: string, kernel: Kernel): Liveness {
  if (boot === kernel.boot) return 'alive';
  return isRebooted(boot, kernel) ? 'dead' : 'unknown';
}

/** Another container may have no such folder, or another one at that path: it cannot tell. */
function folderLiveness({ path, place }: FolderOwner, kernel: Kernel): Liveness {
  const seen = kernel.lookAt(path);
  if (seen === 'hidden') return 'unknown';
  if (seen !== 'none') return 'alive';
  return place === undefined || wasRemoved(path, place, kernel) ? 'dead' : 'unknown';
}

/**
 * For a message: who it is and how to find them. Another user may have chosen the name: on one
 * line, and without what a terminal or a runner would take for a command.
 */
export function describeOwner(owner: Owner): string {
  const name = owner.name.replace(/\p{Cc}/gu, '\u{FFFD}');
  if (owner.kind !== 'process') return name;
  const pid = `${owner.process.pid}`;
  return name.includes(pid) ? name : `${name} (pid ${pid})`;
}

/** The same for two owners that are the same somebody, as far as a name and a path tell. */
export function ownerKey(owner: Owner): string {
  return JSON.stringify({ ...owner, place: undefined });
}

/** Tells whether two leases are for the same somebody; a path in another container is another one. */
export function isSameOwner(one: Owner, other: Owner): boolean {
  if (ownerKey(one) !== ownerKey(other)) return false;
  const places = [one, other].map((owner) => (owner.kind === 'folder' ? owner.place : undefined));
  const [here, there] = places;
  return here === undefined || there === undefined || isSamePlace(here, there);
}
