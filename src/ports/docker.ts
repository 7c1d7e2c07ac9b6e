import { messageOf } from '../errors.js';
import { type DockerEndpoint, findDockerEndpoint } from './docker-endpoint.js';
import { askDocker, LateAnswer } from './docker-request.js';
import type { Environment } from './environment.js';
import { type PortKey, portKey } from './kernel-tables.js';
import { isPortNumber } from './number.js';

/** A container that publishes a host port, or will when it starts. */
export interface Publisher {
  readonly name: string;
  /** `running`, `created`, `restarting` and so on, in the engine's words. */
  readonly state: string;
  readonly composeProject?: string;
  readonly composeService?: string;
  /** The folder of its compose project, or of its dev container, on the engine's host. */
  readonly folder?: string;
}

/** What one engine publishes, and what went wrong when it was asked. */
export interface PublishedPorts {
  readonly containers: ReadonlyMap<PortKey, Publisher>;
  /** Why the engine could not be asked: the kernel's word alone holds then. */
  readonly problem?: string;
}

/** A hung engine must not hang a build. */
const PATIENCE_MS = 1500;
const FOLDER_LABELS = ['com.docker.compose.project.working_dir', 'devcontainer.local_folder'];
const NONE: PublishedPorts = { containers: new Map() };

/** Asks the engine that the `docker` command would use. Never throws. */
export async function readPublishedPorts(
  environment: Environment,
  home: string | undefined,
): Promise<PublishedPorts> {
  const endpoint = await findDockerEndpoint(environment, home);
  if (endpoint === undefined) return NONE;
  if (typeof endpoint === 'string') return { ...NONE, problem: endpoint };
  const containers = new Map<PortKey, Publisher>();
  try {
    await askEngine(endpoint, performance.now() + PATIENCE_MS, containers);
    return { containers };
  } catch (error) {
    // What it did tell before it failed still holds.
    return { containers, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof LateAnswer) {
    return `the Docker Engine did not answer within ${PATIENCE_MS} ms`;
  }
  return `the Docker Engine could not be asked (${messageOf(error)})`;
}

async function askEngine(
  endpoint: DockerEndpoint,
  deadline: number,
  published: Map<PortKey, Publisher>,
): Promise<void> {
  const containers = asArray(await askDocker(endpoint, '/containers/json?all=1', deadline)).map(
    asRecord,
  );
  for (const container of containers) {
    for (const port of asArray(container.Ports).map(asRecord)) {
      note(published, port.Type, port.PublicPort, publisherOf(container));
    }
  }
  // The list shows no ports of a container that was not started yet, or is between two starts.
  const waiting = ['created', 'restarting'];
  const created = containers.filter(({ State }) => waiting.includes(String(State)));
  await Promise.all(
    created.map(async (container) => {
      const path = `/containers/${encodeURIComponent(String(container.Id))}/json`;
      // Undefined for one that went away meanwhile.
      const details = asRecord(await askDocker(endpoint, path, deadline));
      noteBindings(published, details, publisherOf(container));
    }),
  );
}

function noteBindings(
  published: Map<PortKey, Publisher>,
  details: Record<string, unknown>,
  container: Publisher,
): void {
  const bindings = asRecord(asRecord(details.HostConfig).PortBindings);
  for (const [target, hosts] of Object.entries(bindings)) {
    for (const binding of asArray(hosts).map(asRecord)) {
      note(published, target.split('/')[1], Number(binding.HostPort), container);
    }
  }
}

function note(
  published: Map<PortKey, Publisher>,
  protocol: unknown,
  port: unknown,
  container: Publisher,
): void {
  if ((protocol === 'tcp' || protocol === 'udp') && isPortNumber(port)) {
    const key = portKey(protocol, port);
    if (!published.has(key)) published.set(key, container); // one that runs comes first
  }
}

function publisherOf(container: Record<string, unknown>): Publisher {
  const labels = asRecord(container.Labels);
  const project = labels['com.docker.compose.project'];
  const service = labels['com.docker.compose.service'];
  const folder = FOLDER_LABELS.map((label) => labels[label]).find((value) => value !== undefined);
  return {
    name: nameOf(container),
    state: String(container.State),
    ...(typeof project === 'string' && { composeProject: project }),
    ...(typeof service === 'string' && { composeService: service }),
    ...(typeof folder === 'string' && { folder }),
  };
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
