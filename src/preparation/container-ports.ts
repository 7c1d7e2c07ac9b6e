import { type Environment, Machine, Occupants, type PortNumber } from '../ports/index.js';
import type { PublishedPort } from '../project/devcontainer/ports.js';
import {
  folderOwner,
  isSameOwner,
  type LeaseStatus,
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
  const owner = folderOwner(root, `the dev container of ${root}`);
  const leases = (await registry.status()).filter(({ ownedBy }) => isSameOwner(ownedBy, owner));
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
