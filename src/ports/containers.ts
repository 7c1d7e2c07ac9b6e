import { asRecord } from './docker-containers.js';
import { type DockerEndpoint, findDockerEndpoints, formatEndpoint } from './docker-endpoint.js';
import { askDocker, LateAnswer, PATIENCE_MS } from './docker-request.js';
import { elapsedMs } from './elapsed.js';
import type { Environment } from './environment.js';

/** A container, told from every other on any engine. */
export interface ContainerIdentity {
  /** The engine's own id: another engine's word on the container means nothing. */
  readonly engine: string;
  readonly container: string;
}

const ID = /^[0-9a-f]{64}$/;

/** The container of this name or id, or undefined where no engine that answers has one. */
export async function findContainer(
  environment: Environment,
  home: string | undefined,
  name: string,
): Promise<ContainerIdentity | undefined> {
  for (const { engine, details } of await askAll(environment, home, name)) {
    const container = details?.Id;
    if (typeof container === 'string' && ID.test(container)) return { engine, container };
  }
  return undefined;
}

/**
 * Whether the engine that had a container has it no longer. A stopped one may be started again;
 * an engine that cannot be asked, or is another one, says nothing.
 * @param silent engines that did not answer in time: they are not asked again, and others are added
 */
export async function isContainerGone(
  environment: Environment,
  home: string | undefined,
  { engine, container }: ContainerIdentity,
  silent: Set<string>,
): Promise<boolean> {
  if (!ID.test(container)) return false;
  const answers = await askAll(environment, home, container, silent);
  const answer = answers.find((one) => one.engine === engine);
  if (answer === undefined) return false;
  if (answer.details === undefined) return true;
  return ['removing', 'dead'].includes(String(asRecord(answer.details.State).Status));
}

/** What one engine knows of a container: no `details` where it has none of that name. */
interface Answer {
  readonly engine: string;
  readonly details: Record<string, unknown> | undefined;
}

async function askAll(
  environment: Environment,
  home: string | undefined,
  name: string,
  silent = new Set<string>(),
): Promise<Answer[]> {
  const { endpoints } = await findDockerEndpoints(environment, home);
  const asked = endpoints.filter((endpoint) => !silent.has(formatEndpoint(endpoint)));
  const answers = await Promise.all(asked.map((endpoint) => ask(endpoint, name, silent)));
  return answers.filter((answer) => answer !== undefined);
}

async function ask(
  endpoint: DockerEndpoint,
  name: string,
  silent: Set<string>,
): Promise<Answer | undefined> {
  const deadline = elapsedMs() + PATIENCE_MS;
  const path = `/containers/${encodeURIComponent(name)}/json`;
  try {
    const [info, details] = await Promise.all([
      askDocker(endpoint, '/info', deadline),
      askDocker(endpoint, path, deadline),
    ]);
    const engine = asRecord(info).ID;
    if (typeof engine !== 'string' || engine === '') return undefined;
    return { engine, details: details === undefined ? undefined : asRecord(details) };
  } catch (error) {
    if (error instanceof LateAnswer) silent.add(formatEndpoint(endpoint));
    return undefined; // late, refused, or no answer of an engine
  }
}
