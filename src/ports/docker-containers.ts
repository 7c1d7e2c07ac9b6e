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

const FOLDER_LABELS = ['com.docker.compose.project.working_dir', 'devcontainer.local_folder'];

export type Publishers = Map<PortKey, Publisher>;

/** One entry of an engine's list of containers, whatever else stands in it. */
export type ListedContainer = Readonly<Record<string, unknown>>;

/** Reads `GET /containers/json`. @throws {Error} where it is no list. */
export function readList(answer: unknown): ListedContainer[] {
  if (Array.isArray(answer)) return answer.map(asRecord);
  throw new Error('its answer is no list of containers');
}

/** The list shows no ports of a container that was not started yet, or is between two starts. */
export function showsNoPorts({ State }: ListedContainer): boolean {
  return ['created', 'restarting', 'configured', 'initialized'].includes(String(State));
}

export function noteListed(publishers: Publishers, container: ListedContainer): void {
  for (const port of asArray(container.Ports).map(asRecord)) {
    note(publishers, port.Type, port.PublicPort, publisherOf(container));
  }
}

/** Reads `GET /containers/<id>/json`, for what a container will publish when it starts. */
export function noteBindings(
  publishers: Publishers,
  container: ListedContainer,
  details: unknown,
): void {
  const bindings = asRecord(asRecord(asRecord(details).HostConfig).PortBindings);
  for (const [target, hosts] of Object.entries(bindings)) {
    for (const binding of asArray(hosts).map(asRecord)) {
      // One number: of a range, and of none, the engine takes what is free then.
      note(publishers, target.split('/')[1], Number(binding.HostPort), publisherOf(container));
    }
  }
}

function note(
  publishers: Publishers,
  protocol: unknown,
  port: unknown,
  container: Publisher,
): void {
  if ((protocol !== 'tcp' && protocol !== 'udp') || !isPortNumber(port)) return;
  const key = portKey(protocol, port);
  const known = publishers.get(key);
  if (known === undefined || (known.state !== 'running' && container.state === 'running')) {
    publishers.set(key, container);
  }
}

function publisherOf(container: ListedContainer): Publisher {
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

function nameOf(container: ListedContainer): string {
  const name = asArray(container.Names)[0];
  return typeof name === 'string' ? name.replace(/^\//, '') : String(container.Id).slice(0, 12);
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What an engine told, to be read member by member: nothing of what is no object. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
