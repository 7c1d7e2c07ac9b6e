import type { Protocol } from './protocol.js';

/** How ports work on a system: what is chosen by it, is chosen here. */
export interface PortSystem {
  /** One bind on the dual-stack wildcard meets every TCP listener, whatever its address. */
  readonly oneBindTells: boolean;
  /** A TCP port can be kept from the kernel without being kept from its own server. */
  readonly holdsUnseen: boolean;
  /** There are abstract Unix sockets: names in the kernel with one owner each. */
  readonly hasNames: boolean;
}

const LINUX: PortSystem = { oneBindTells: true, holdsUnseen: true, hasNames: true };
/**
 * macOS and Windows let a wildcard and a specific address share a port. Neither is known to let a
 * server bind beside a connection that others are kept from.
 */
const OTHERS: PortSystem = { oneBindTells: false, holdsUnseen: false, hasNames: false };

export function portSystem(platform: NodeJS.Platform = process.platform): PortSystem {
  return platform === 'linux' || platform === 'android' ? LINUX : OTHERS;
}

/**
 * Whether a hold of this protocol stays in place while the port's server binds it. Any other is a
 * bound socket, which has to be let go before.
 */
export function isHeldUnseen(protocol: Protocol, platform?: NodeJS.Platform): boolean {
  return protocol === 'tcp' && portSystem(platform).holdsUnseen;
}

/**
 * The name that a holder keeps in the kernel for a port: an abstract Unix socket, one owner in
 * each network namespace, across users and registries, gone with its process.
 */
export function holdName(protocol: Protocol, port: number): string {
  return `\0portkeeper:${protocol}:${port}`;
}
