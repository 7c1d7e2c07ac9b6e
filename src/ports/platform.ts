import type { Protocol } from './protocol.js';

/** How ports work on a system: what is chosen by it, is chosen here. */
export interface PortSystem {
  /** One bind on the dual-stack wildcard meets every TCP listener, whatever its address. */
  readonly oneBindTells: boolean;
  /** A TCP port can be kept from the kernel without being kept from its own server. */
  readonly holdsUnseen: boolean;
  /** There are abstract Unix sockets: names in the kernel with one owner each. */
  readonly hasNames: boolean;
  /** The kernel tells of itself in `/proc`. */
  readonly hasProc: boolean;
}

const LINUX: PortSystem = {
  oneBindTells: true,
  holdsUnseen: true,
  hasNames: true,
  hasProc: true,
};
/**
 * macOS and Windows let a wildcard and a specific address share a port. Neither is known to let a
 * server bind beside a connection that others are kept from.
 */
const OTHERS: PortSystem = {
  oneBindTells: false,
  holdsUnseen: false,
  hasNames: false,
  hasProc: false,
};

export function portSystem(platform: NodeJS.Platform = process.platform): PortSystem {
  return platform === 'linux' || platform === 'android' ? LINUX : OTHERS;
}

/**
 * A folder of Linux' `/proc`, or undefined on another system: on Windows that is `C:\proc`, which
 * any user may make, and nobody's word about the kernel.
 */
export function procFolder(path: string, platform?: NodeJS.Platform): string | undefined {
  return portSystem(platform).hasProc ? `/proc/${path}` : undefined;
}

/**
 * Whether a hold of this protocol stays in place while the port's server binds it. Any other is a
 * bound socket, which has to be let go before.
 */
export function isHeldUnseen(protocol: Protocol, platform?: NodeJS.Platform): boolean {
  return protocol === 'tcp' && portSystem(platform).holdsUnseen;
}

/** `sun_path` of unix(7). */
const NAME_BYTES = 108;

/**
 * The name that a holder keeps in the kernel for a port: an abstract Unix socket, one owner in
 * each network namespace, across users and registries, gone with its process. All of its bytes
 * count, and Node 20 fills it up with zeros where later ones do not: filled up here, all have one.
 * A zero in it is refused by some (libuv 1.50), and every port would pass for held.
 */
export function holdName(protocol: Protocol, port: number): string {
  return `\0portkeeper:${protocol}:${port}`.padEnd(NAME_BYTES, '.');
}
