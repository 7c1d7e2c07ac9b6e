import { type Environment, Machine, Occupants, type PortNumber } from '../ports/index.js';
import type { PublishedPort } from '../project/devcontainer/ports.js';
import {
  folderOwner,
  isSameOwner,
  type Lease,
  type LeaseStatus,
  type Owner,
  type PortRegistry,
} from '../registry/index.js';
import { keepsDeclared } from './choice.js';
import { whoseIs } from './displaced.js';

/** The host's number by the port of the container. */
export type HostPorts = ReadonlyMap<PublishedPort, PortNumber>;

/**
 * The host ports of an image's dev container: the same ones as before, unless somebody else has one
 * of them by now. They are the folder's, beside those of its project.
 * @throws {PortKeeperError} NO_FREE_PORT, REGISTRY_UNUSABLE
 */
export async function reserveForContainer(
  root: string,
  ports: readonly PublishedPort[],
  registry: PortRegistry,
  environment: Environment,
): Promise<HostPorts> {
  const owner = ownerOf(root);
  const leases = await leasesOf(root, registry);
  const before = await stillOwn(leases, root, environment);
  const known = ports.every((port) => before.has(nameOf(port)));
  if (known && before.size === ports.length) return byPort(ports, before);
  if (leases.length > 0) await registry.release(leases.map(({ id }) => id));
  if (ports.length === 0) return new Map();
  const prefers = await keepsDeclared(root, environment);
  const reservation = await registry.reserve({
    ports: ports.map((port) => {
      const wanted = before.get(nameOf(port)) ?? (prefers ? port.host : undefined);
      const { protocol } = port;
      return { name: nameOf(port), protocols: [protocol], ...(wanted && { port: wanted }) };
    }),
    ...{ owner, seed: root, strategy: 'stable', pinned: false, prefers: true, ttlMs: null },
  });
  return byPort(ports, new Map(reservation.leases.map(({ name, port }) => [name, port])));
}

/** What a folder's dev container had, and who serves on it all the same. */
export interface ReleasedHost {
  readonly lease: Lease;
  readonly servedBy: string | undefined;
}

/** Releases what `reserveForContainer` took for a folder. A container that runs goes on. */
export async function releaseForContainer(
  root: string,
  registry: PortRegistry,
  environment: Environment,
): Promise<ReleasedHost[]> {
  const ids = (await leasesOf(root, registry)).map(({ id }) => id);
  if (ids.length === 0) return [];
  const { released } = await registry.release([...new Set(ids)]);
  const occupants = new Occupants(new Machine(environment));
  return Promise.all(
    released.map(async (lease) => {
      const occupant = await occupants.of(lease.protocol, lease.port);
      return { lease, servedBy: occupant?.who };
    }),
  );
}

function ownerOf(root: string): Owner {
  return folderOwner(root, `the dev container of ${root}`);
}

async function leasesOf(root: string, registry: PortRegistry): Promise<LeaseStatus[]> {
  const owner = ownerOf(root);
  return (await registry.status()).filter(({ ownedBy }) => isSameOwner(ownedBy, owner));
}

/** The numbers that nobody else has taken meanwhile, by name. */
async function stillOwn(
  leases: readonly LeaseStatus[],
  root: string,
  environment: Environment,
): Promise<ReadonlyMap<string, PortNumber>> {
  const occupants = new Occupants(new Machine(environment));
  const own = new Map<string, PortNumber>();
  for (const { name, protocol, port } of leases) {
    const occupant = await occupants.of(protocol, port);
    if (occupant === undefined || whoseIs(occupant, root) !== 'theirs') own.set(name, port);
  }
  return own;
}

function nameOf({ container, protocol }: PublishedPort): string {
  return `APP_PORT_${container}${protocol === 'udp' ? '_UDP' : ''}`;
}

function byPort(
  ports: readonly PublishedPort[],
  numbers: ReadonlyMap<string, PortNumber>,
): HostPorts {
  return new Map(
    ports.flatMap((port) => {
      const number = numbers.get(nameOf(port));
      return number === undefined ? [] : [[port, number] as const];
    }),
  );
}
