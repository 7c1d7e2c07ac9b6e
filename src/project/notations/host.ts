import { isLoopback } from '../../ports/index.js';

/** Names under which containers and virtual machines know the machine that runs them. */
const HOST_GATEWAYS = new Set([
  'host.docker.internal',
  'gateway.docker.internal',
  'host.containers.internal',
  'host.lima.internal',
]);

const DEFAULTED = /^\$\{[A-Za-z_]\w*:?-([^${}]*)\}$/;

/** `${DOCKER_HOST_IP:-127.0.0.1}` means what it says where nobody sets the variable. */
function usually(host: string): string {
  return DEFAULTED.exec(host)?.[1] ?? host;
}

/** Whether the name means the host also where it is read inside a container. */
export function isHostGateway(host: string): boolean {
  return HOST_GATEWAYS.has(usually(host).toLowerCase());
}

/** Whether a file on this machine that names the host speaks of this machine. */
export function isThisMachine(host: string): boolean {
  return isLoopback(usually(host)) || isHostGateway(host);
}

/** Whether a server that is told so listens on every address: a client cannot mean it. */
export function isWildcard(host: string): boolean {
  return ['', '*', '+', '0.0.0.0', '::', '[::]'].includes(usually(host));
}
