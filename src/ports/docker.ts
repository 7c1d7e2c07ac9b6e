import { messageOf, systemCode } from '../errors.js';
import {
  noteBindings,
  noteListed,
  type Publisher,
  type Publishers,
  readList,
  showsNoPorts,
} from './docker-containers.js';
import { type DockerEndpoint, findDockerEndpoints, formatEndpoint } from './docker-endpoint.js';
import { askDocker, LateAnswer, PATIENCE_MS } from './docker-request.js';
import { elapsedMs } from './elapsed.js';
import type { Environment } from './environment.js';
import type { PortKey } from './kernel-tables.js';

export type { Publisher } from './docker-containers.js';

/** What the container engines of this machine publish, and what went wrong when they were asked. */
export interface PublishedPorts {
  readonly containers: ReadonlyMap<PortKey, Publisher>;
  /** Those that answered, by their addresses. */
  readonly engines: readonly string[];
  /** Why others could not be asked: the kernel's word alone holds for what they publish. */
  readonly problems: readonly EngineProblem[];
}

export interface EngineProblem {
  readonly message: string;
  /** This user may not ask, and that will not change from one reservation to the next. */
  readonly isForbidden: boolean;
}

/**
 * Asks the engine that the `docker` command would use, and whatever other engine listens at a usual
 * place of this machine: their containers publish ports of the same host. Never throws.
 */
export async function readPublishedPorts(
  environment: Environment,
  home: string | undefined,
): Promise<PublishedPorts> {
  const containers: Publishers = new Map();
  const engines: string[] = [];
  const problems: EngineProblem[] = [];
  const ask = async (endpoint: DockerEndpoint) => {
    try {
      await askEngine(endpoint, containers);
      engines.push(formatEndpoint(endpoint));
    } catch (error) {
      // What it did tell before it failed still holds.
      if (!isAbsent(error)) problems.push(problemOf(endpoint, error));
    }
  };
  const { endpoints, problem } = await findDockerEndpoints(environment, home);
  if (problem !== undefined) problems.push({ message: problem, isForbidden: false });
  await Promise.all(endpoints.map(ask));
  return { containers, engines, problems };
}

/** A socket that an engine left behind, or that went away between two looks. */
function isAbsent(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(systemCode(error) ?? '');
}

function problemOf(endpoint: DockerEndpoint, error: unknown): EngineProblem {
  const engine = `the container engine at ${formatEndpoint(endpoint)}`;
  if (error instanceof LateAnswer) {
    return { message: `${engine} did not answer within ${PATIENCE_MS} ms`, isForbidden: false };
  }
  if (['EACCES', 'EPERM'].includes(systemCode(error) ?? '')) {
    return { message: `${engine} is not for this user to ask`, isForbidden: true };
  }
  return { message: `${engine} could not be asked (${messageOf(error)})`, isForbidden: false };
}

async function askEngine(endpoint: DockerEndpoint, publishers: Publishers): Promise<void> {
  const deadline = elapsedMs() + PATIENCE_MS;
  const listed = readList(await askDocker(endpoint, '/containers/json?all=1', deadline));
  for (const container of listed) noteListed(publishers, container);
  await Promise.all(
    listed.filter(showsNoPorts).map(async (container) => {
      const path = `/containers/${encodeURIComponent(String(container.Id))}/json`;
      // Undefined for one that went away meanwhile.
      noteBindings(publishers, container, await askDocker(endpoint, path, deadline));
    }),
  );
}
