import { isLoopback } from '../../ports/index.js';
import type { ChainLink } from '../sites/findings.js';

/** Names under which containers and virtual machines know the machine that runs them. */
export const HOST_GATEWAYS = [
  'host.docker.internal',
  'gateway.docker.internal',
  'host.containers.internal',
  'host.lima.internal',
] as const;

const DEFAULTED = /^\$\{[A-Za-z_]\w*:?-([^${}]*)\}$/;

/** `${DOCKER_HOST_IP:-127.0.0.1}` means what it says where nobody sets the variable. */
function usually(host: string): string {
  return DEFAULTED.exec(host)?.[1] ?? host;
}

/** A variable that names the host of a port. */
export interface HostVariable extends ChainLink {
  /** Whether that is this machine where nobody sets the variable. */
  readonly isHere: boolean;
  /** Whether that is another one then. */
  readonly isElsewhere: boolean;
}

const VARIABLE = /^(?:\$\{([A-Za-z_]\w{0,127})(?:(:?-)([^${}]{0,255}))?\}|\$([A-Za-z_]\w{0,127}))$/;

/** The variable that a host is: `$HOST`, `${HOST:-localhost}`. */
export function hostVariable(host: string): HostVariable | undefined {
  const [, braced, operator, word = '', bare] = VARIABLE.exec(host) ?? [];
  const variable = braced ?? bare;
  if (variable === undefined) return undefined;
  const isHere = word !== '' && isThisMachine(word);
  return { variable, emptyPasses: operator === ':-', isHere, isElsewhere: word !== '' && !isHere };
}

/** Whether the name means the host also where it is read inside a container. */
export function isHostGateway(host: string): boolean {
  return HOST_GATEWAYS.some((name) => name === usually(host).toLowerCase());
}

/** Whether a file on this machine that names the host speaks of this machine. */
export function isThisMachine(host: string): boolean {
  return isLoopback(usually(host)) || isHostGateway(host);
}

/** Names that a hosts file, or the name service of one domain, leads to this machine. */
const LOCAL_NAME =
  /^(?:local|localdev)\.|(?<!\.cluster)\.(?:local|test)$|(?:^|\.)(?:lvh\.me|localtest\.me|vcap\.me)$/i;

/** Of a network at home or in an office, as it is told to phones; others may as well be Docker's. */
const LOCAL_ADDRESS = /^192\.168\.\d{1,3}\.\d{1,3}$/;

/** Why what a host names stays, where its name alone says that it may be this machine. */
export function localNameReason(host: string): string | undefined {
  if (host.length > 255 || isThisMachine(host)) return undefined;
  const what = LOCAL_NAME.test(host) ? 'name' : LOCAL_ADDRESS.test(host) ? 'address' : undefined;
  return what && `${host} may be this machine, which its ${what} alone does not tell`;
}

/** Whether a server that is told so listens on every address: a client cannot mean it. */
export function isWildcard(host: string): boolean {
  return ['', '*', '+', '0.0.0.0', '::', '[::]'].includes(usually(host));
}
