import { readlinkSync } from 'node:fs';
import { describeSocket, findProcesses } from './culprit.js';
import {
  type KernelSocket,
  LISTEN,
  type PortKey,
  portKey,
  readKernelTables,
} from './kernel-tables.js';
import type { Machine } from './machine.js';
import type { PortNumber } from './number.js';
import { portSystem } from './platform.js';
import type { Protocol } from './protocol.js';
import { askedFolder, describeOwner, socketOwners } from './socket-owners.js';

/** Who serves a port now, and from which folder, as far as this user may see. */
export interface Occupant {
  /** For a message. */
  readonly who: string;
  /** A process' working folder, or the folder of a container's project. */
  readonly folder: string | undefined;
  /** Whose process it is; undefined for a container. */
  readonly uid: number | undefined;
}

/** Answers for as many ports as are asked about, from one look at the machine. */
export class Occupants {
  readonly #machine: Machine;
  #tables: ReadonlyMap<PortKey, KernelSocket> | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Undefined where nobody serves the port, or the system does not tell. */
  async of(protocol: Protocol, port: PortNumber): Promise<Occupant | undefined> {
    const key = portKey(protocol, port);
    const container = (await this.#machine.published()).containers.get(key);
    if (container !== undefined) {
      const { name, folder } = container;
      return { who: `the container ${name}`, folder, uid: undefined };
    }
    if (!portSystem().hasProc) return asked(protocol, port);
    this.#tables ??= readKernelTables();
    const socket = this.#tables?.get(key);
    const serves = protocol === 'udp' || socket?.state === LISTEN;
    return socket && serves ? describe(socket) : undefined;
  }
}

function asked(protocol: Protocol, port: PortNumber): Occupant | undefined {
  const [owner] = socketOwners(protocol, port);
  if (owner === undefined || !(protocol === 'udp' || owner.listening)) return undefined;
  return { who: describeOwner(owner), folder: askedFolder(owner.pid), uid: owner.uid };
}

function describe(socket: KernelSocket): Occupant {
  const { inode, uid } = socket;
  const pid = findProcesses([inode]).get(inode)?.pid;
  return {
    who: describeSocket(socket),
    folder: pid === undefined ? undefined : workingFolder(pid),
    uid,
  };
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // gone, or not for this user to see
  }
}
