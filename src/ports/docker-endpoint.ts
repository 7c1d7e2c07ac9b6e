import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './environment.js';

/** Where a Docker Engine listens: a Unix socket or named pipe, or plain TCP. */
export type DockerEndpoint =
  | { readonly socketPath: string }
  | { readonly host: string; readonly port: number };

/** Whom to ask, and why somebody who was named cannot be asked. */
export interface DockerEndpoints {
  readonly endpoints: readonly DockerEndpoint[];
  readonly problem?: string;
}

/**
 * The engine that the `docker` command would talk to (`DOCKER_HOST`, else the chosen context), and
 * every other that has a socket at one of the usual places.
 */
export async function findDockerEndpoints(
  environment: Environment,
  home: string | undefined,
): Promise<DockerEndpoints> {
  const host = environment.DOCKER_HOST || (await contextHost(environment, home));
  const named = host ? parseDockerHost(host) : undefined;
  const usual = usualSockets(environment, home)
    .filter((path) => existsSync(path))
    .map((socketPath) => ({ socketPath }));
  if (named === undefined) return { endpoints: usual };
  if (typeof named === 'string') return { endpoints: usual, problem: named };
  if ('port' in named && wantsTls(environment)) {
    return { endpoints: usual, problem: `${formatEndpoint(named)} wants TLS: it is not asked` };
  }
  if ('socketPath' in named && isNoSocket(named.socketPath)) {
    return {
      endpoints: usual,
      problem: `the container engine at ${named.socketPath} cannot be asked, as that is no socket`,
    };
  }
  const others = usual.filter(({ socketPath }) => !hasPath(named, socketPath));
  return { endpoints: [named, ...others] };
}

/** To connect to a file says the same as to connect to a socket that an engine left behind. */
function isNoSocket(path: string): boolean {
  if (process.platform === 'win32') return false; // a pipe is none
  try {
    return !statSync(path).isSocket();
  } catch {
    return false; // whoever asks it will be told
  }
}

function hasPath(endpoint: DockerEndpoint, path: string): boolean {
  return 'socketPath' in endpoint && endpoint.socketPath === path;
}

function wantsTls({ DOCKER_TLS, DOCKER_TLS_VERIFY }: Environment): boolean {
  return Boolean(DOCKER_TLS || DOCKER_TLS_VERIFY);
}

export function formatEndpoint(endpoint: DockerEndpoint): string {
  return 'socketPath' in endpoint ? endpoint.socketPath : `${endpoint.host}:${endpoint.port}`;
}

/** Parses `unix:///…`, `npipe:////./pipe/…` and `tcp://host:port`; a string says what is wrong. */
export function parseDockerHost(host: string): DockerEndpoint | string {
  const path = /^(?:unix|npipe):\/\/(\/.+)$/.exec(host)?.[1];
  if (path !== undefined) return { socketPath: path };
  const tcp = /^(?:tcp|http):\/\/(\[[0-9a-f:]+\]|[^:/]+)(?::(\d+))?\/?$/i.exec(host);
  if (tcp?.[1] !== undefined) {
    return { host: tcp[1].replace(/^\[|\]$/g, ''), port: Number(tcp[2] ?? 2375) };
  }
  return `the Docker host ${host.replace(/\/\/[^@/]*@/, '//')} cannot be asked from here`;
}

function usualSockets(environment: Environment, home: string | undefined): string[] {
  if (process.platform === 'win32') return ['//./pipe/docker_engine'];
  const runtime = environment.XDG_RUNTIME_DIR;
  return [
    '/var/run/docker.sock',
    '/run/podman/podman.sock',
    // Rootless ones.
    ...(runtime ? [join(runtime, 'docker.sock'), join(runtime, 'podman', 'podman.sock')] : []),
    ...(home ? [join(home, '.docker', 'run', 'docker.sock')] : []),
  ];
}

/** The host of the current context, from the files that `docker context` keeps. */
async function contextHost(environment: Environment, home = ''): Promise<string | undefined> {
  const folder = environment.DOCKER_CONFIG || join(home, '.docker');
  const name =
    environment.DOCKER_CONTEXT || readString(join(folder, 'config.json'), 'currentContext');
  if (!name || name === 'default') return undefined;
  const { createHash } = await import('node:crypto');
  const id = createHash('sha256').update(name).digest('hex');
  return readString(
    join(folder, 'contexts', 'meta', id, 'meta.json'),
    'Endpoints',
    'docker',
    'Host',
  );
}

function readString(file: string, ...path: string[]): string | undefined {
  try {
    let value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    for (const key of path) value = (value as Record<string, unknown> | null)?.[key];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // no such file, or not ours to read: as if none were chosen
  }
}
