import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { PortKeeperError, systemCode } from '../errors.js';
import type { ContainerIdentity } from '../ports/index.js';
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
  | { readonly kind: 'folder'; readonly name: string; readonly path: string }
  | ({ readonly kind: 'container'; readonly name: string } & ContainerIdentity)
  /** Nobody who could be asked: the lease lives until it is released or its time is up. */
  | { readonly kind: 'name'; readonly name: string; readonly boot: string };

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
export function folderOwner(path: string, name?: string): Owner {
  return { kind: 'folder', name: name ?? path, path: resolve(path) };
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
      return folderLiveness(owner.path);
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

function folderLiveness(path: string): Liveness {
  try {
    return lstatSync(path).isDirectory() ? 'alive' : 'dead';
  } catch (error) {
    const code = systemCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'dead' : 'unknown';
  }
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

/** Tells whether two leases are for the same somebody. */
export function ownerKey(owner: Owner): string {
  return JSON.stringify(owner);
}
