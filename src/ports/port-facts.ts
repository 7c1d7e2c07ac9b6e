import { findProcesses, type ProcessFacts, userName } from './culprit.js';
import type { Publisher } from './docker.js';
import { readEphemeralPorts } from './ephemeral.js';
import { formatKernelAddress } from './kernel-address.js';
import { type KernelSocket, portKey, readSockets } from './kernel-tables.js';
import type { Machine } from './machine.js';
import type { PortNumber } from './number.js';
import { isPrivileged } from './probe.js';
import { commandOf } from './process-command.js';
import type { Protocol } from './protocol.js';
import { rangeIncludes } from './range.js';
import { isRefusedByBrowsers } from './refused.js';
import { type SocketOwner, socketOwners } from './socket-owners.js';
import type { Survey } from './survey.js';

/** What the number alone says of a port on this machine. */
export interface PortTraits {
  /** This user needs a privilege to bind it. */
  readonly privileged: boolean;
  readonly refusedByBrowsers: boolean;
  /** The kernel may give it to an outgoing connection or a `bind(0)`. */
  readonly ephemeral: boolean;
  /** An administrator keeps it from that (`ip_local_reserved_ports`). */
  readonly reservedInKernel: boolean;
}

export interface SocketFacts {
  readonly address: string;
  readonly state: SocketState;
  readonly user: string;
  /** Unknown for another user's, unless root asks. */
  readonly process: ProcessFacts | undefined;
}

/** `other`: on its way between the named ones. */
export type SocketState = 'listening' | 'connected' | 'closed a moment ago' | 'bound' | 'other';

/** What the kernel and the engine know of a port now. */
export interface PortUse {
  readonly protocol: Protocol;
  readonly free: boolean;
  readonly sockets: readonly SocketFacts[];
  readonly container: Publisher | undefined;
  /** Somebody keeps the port by its name in the kernel. */
  readonly named: boolean;
}

export function portTraits(port: PortNumber): PortTraits {
  const { range, reserved } = readEphemeralPorts();
  return {
    privileged: isPrivileged(port),
    refusedByBrowsers: isRefusedByBrowsers(port),
    ephemeral: rangeIncludes(range, port),
    reservedInKernel: reserved.some((part) => rangeIncludes(part, port)),
  };
}

export async function lookAtPort(
  machine: Machine,
  survey: Survey,
  protocol: Protocol,
  port: PortNumber,
): Promise<PortUse> {
  const named = survey.isHeld(protocol, port);
  const free = await survey.isFree(protocol, port);
  const { containers } = await machine.published();
  const sockets = [...readSockets(protocol)].filter((socket) => socket.port === port);
  const processes = findProcesses(sockets.map(({ inode }) => inode).filter((inode) => inode > 0));
  return {
    ...{ protocol, free, named },
    container: containers.get(portKey(protocol, port)),
    sockets: [
      ...sockets.map((socket) => factsOf(socket, processes)),
      ...socketOwners(protocol, port).map((owner) => factsAsked(protocol, owner)),
    ],
  };
}

/** The same from a system that is asked instead of read. */
function factsAsked(protocol: Protocol, { pid, name, uid, address, listening }: SocketOwner) {
  const state: SocketState = listening ? 'listening' : 'connected';
  return {
    address,
    state: protocol === 'udp' ? 'bound' : state,
    user: uid === undefined ? 'unknown' : userName(uid),
    process: { pid, name: name || 'a process', command: commandOf(pid) },
  } satisfies SocketFacts;
}

function factsOf(
  { protocol, address, state, uid, inode }: KernelSocket,
  processes: ReadonlyMap<number, ProcessFacts>,
): SocketFacts {
  return {
    address: formatKernelAddress(address),
    state: protocol === 'udp' ? 'bound' : (STATES[state] ?? 'other'),
    user: userName(uid),
    process: processes.get(inode),
  };
}

/** The kernel's numbers of a TCP socket's states. */
const STATES: Readonly<Record<string, SocketState>> = {
  '01': 'connected',
  '06': 'closed a moment ago',
  '0A': 'listening',
};
