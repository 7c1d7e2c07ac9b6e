import { messageOf, systemCode } from '../errors.js';
import { type DockerEndpoint, findDockerEndpoint } from './docker-endpoint.js';
import { askDocker } from './docker-request.js';
import type { Environment } from './environment.js';
import { type PortKey, portKey } from './kernel-tables.js';
import { isPortNumber } from './number.js';

/** What one engine publishes, and what went wrong when it was asked. */
export interface PublishedPorts {
  /** The container's name by the host port that it has, or will have when it starts. */
  readonly containers: ReadonlyMap<PortKey, string>;
  /** Why the engine could not be asked: the kernel's word alone holds then. */
  readonly problem?: string;
}

/** A hung engine must not hang a build. */
const PATIENCE_MS = 1500;
const NONE: PublishedPorts = { containers: new Map() };

/** Asks the engine that the `docker` command would use. Never throws. */
export async function readPublishedPorts(
  environment: Environment,
  home: string | undefined,
): Promise<PublishedPorts> {
  const endpoint = findDockerEndpoint(environment, home);
  if (endpoint === undefined) return NONE;
  if (typeof endpoint === 'string') return { ...NONE, problem: endpoint };
  const containers = new Map<PortKey, string>();
  try {
    await askEngine(endpoint, AbortSignal.timeout(PATIENCE_MS), containers);
    return { containers };
  } catch (error) {
    // What it did tell before it failed still holds.
    return { containers, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (systemCode(error) === 'ABORT_ERR') {
    return `the Docker Engine did not answer within ${PATIENCE_MS} ms`;
  }
  return `the Docker Engine could not be asked (${messageOf(error)})`;
}

async function askEngine(
  endpoint: DockerEndpoint,
  signal: AbortSignal,
  published: Map<PortKey, string>,
): Promise<void> {
  const containers = asArray(await askDocker(endpoint, '/containers/json?all=1', signal)).map(
    asRecord,
  );
  for (const container of containers) {
    for (const port of asArray(container.Ports).map(asRecord)) {
      note(published, port.Type, port.PublicPort, nameOf(container));
    }
  }
  // The list shows no ports of a container that was not started yet, or is between two starts.
  const waiting = ['created', 'restarting'];
  const created = containers.filter(({ State }) => waiting.includes(String(State)));
  await Promise.all(
    created.map(async (container) => {
      const path = `/containers/${encodeURIComponent(String(container.Id))}/json`;
      // Undefined for one that went away meanwhile.
      const details = asRecord(await askDocker(endpoint, path, signal));
      noteBindings(published, details, nameOf(container));
    }),
  );
}

function noteBindings(
  published: Map<PortKey, string>,
  details: Record<string, unknown>,
  name: string,
): void {
  const bindings = asRecord(asRecord(details.HostConfig).PortBindings);
  for (const [target, hosts] of Object.entries(bindings)) {
    for (const binding of asArray(hosts).map(asRecord)) {
      note(published, target.split('/')[1], Number(binding.HostPort), name);
    }
  }
}

function note(
  published: Map<PortKey, string>,
  protocol: unknown,
  port: unknown,
  container: string,
): void {
  if ((protocol === 'tcp' || protocol === 'udp') && isPortNumber(port)) {
    published.set(portKey(protocol, port), container);
  }
}

function nameOf(container: Record<string, unknown>): string {
  const name = asArray(container.Names)[0];
  return typeof name === 'string' ? name.replace(/^\//, '') : String(container.Id).slice(0, 12);
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
