import type { ContainerIdentity } from './containers.js';
import { describeSocket } from './culprit.js';
import { isExcluded } from './excluded.js';
import { type Host, parseHost } from './host.js';
import {
  type KernelSocket,
  LISTEN,
  type PortKey,
  portKey,
  readKernelTables,
} from './kernel-tables.js';
import { Lists } from './lists.js';
import type { Machine } from './machine.js';
import type { PortNumber } from './number.js';
import { portSystem } from './platform.js';
import { binds, isPrivileged, isUnheld, probeAddresses } from './probe.js';
import type { Protocol } from './protocol.js';
import { isRefusedByBrowsers } from './refused.js';
import { describeOwner, socketOwners } from './socket-owners.js';
import { Walk } from './walk.js';

export interface SurveyOptions {
  /** The address that availability is asked for; wildcard and loopback are asked in any case. */
  readonly host?: Host;
  /** How many free ports are to be found. */
  readonly count?: number;
}

/**
 * One look at the ports of this machine: the engine's published ports, the kernel's lists where
 * they tell sooner, and a bind for each that is to be given out.
 */
export class Survey {
  readonly #machine: Machine;
  readonly #host: Host;
  readonly #walk: Walk;
  readonly #lists: Lists;
  #tables: ReadonlyMap<PortKey, KernelSocket> | undefined;

  constructor(machine: Machine, options: SurveyOptions = {}) {
    this.#machine = machine;
    this.#host = options.host ?? parseHost('127.0.0.1');
    this.#walk = new Walk(options.count ?? 1);
    this.#lists = new Lists(this.#walk);
  }

  /** Most of what was asked for was not free. */
  get isCrowded(): boolean {
    return this.#walk.isCrowded;
  }

  /** Why a number is never chosen, or undefined. A number that was asked for by name may be. */
  unfit(port: PortNumber): string | undefined {
    return isRefusedByBrowsers(port) ? 'browsers refuse this port' : undefined;
  }

  /** Whether a port is surely not free, without a bind: for walking through a range. */
  async looksBusy(protocol: Protocol, port: PortNumber): Promise<boolean> {
    if (this.#lists.showsSocket(protocol, port)) return true;
    return (await this.#machine.published()).containers.has(portKey(protocol, port));
  }

  /** Whether the kernel gives the port: the last word before it is given out. */
  async binds(protocol: Protocol, port: PortNumber): Promise<boolean> {
    const isFree = await this.looksFree(protocol, port);
    if (isFree) this.#walk.hit();
    return isFree;
  }

  /** The same, for a port that is asked for once more before it is given out. */
  async looksFree(protocol: Protocol, port: PortNumber): Promise<boolean> {
    // A bind does not see a hold, and would keep the held port from its own server for a moment.
    const isFree = !this.#lists.isHeld(protocol, port) && (await this.#isBindable(protocol, port));
    if (!isFree) this.#missed(protocol);
    return isFree;
  }

  #isBindable(protocol: Protocol, port: PortNumber): boolean | Promise<boolean> {
    if (protocol === 'tcp' && portSystem().oneBindTells) return this.#lists.bindsDualStack(port);
    return binds(protocol, port, probeAddresses(process.platform, protocol, this.#host));
  }

  /** Whether a container is surely no more: see `Machine`. */
  isContainerGone(container: ContainerIdentity): Promise<boolean> {
    return this.#machine.isContainerGone(container);
  }

  async isFree(protocol: Protocol, port: PortNumber): Promise<boolean> {
    return !(await this.looksBusy(protocol, port)) && this.binds(protocol, port);
  }

  /** Why a port is not free: published by which container, used by which process. */
  async explain(protocol: Protocol, port: PortNumber): Promise<string> {
    const key = portKey(protocol, port);
    const container = (await this.#machine.published()).containers.get(key);
    if (container !== undefined) return `published by the container ${container.name}`;
    const socket = this.#readTables()?.get(key);
    if (socket?.state === LISTEN) return `used by ${describeSocket(socket)}`;
    // Its sockets are the holder's, until its server listens.
    if (!isUnheld(protocol, port)) return 'held for another registry';
    if (socket !== undefined) return `used by ${describeSocket(socket)}`;
    const [owner] = socketOwners(protocol, port);
    if (owner !== undefined) return `used by ${describeOwner(owner)}`;
    if (isExcluded(protocol, port)) return 'kept back by Windows (netsh: excludedportrange)';
    return isPrivileged(port) ? 'not for this user to bind' : 'in use';
  }

  #missed(protocol: Protocol): void {
    this.#walk.miss();
    this.#lists.missed(protocol);
  }

  #readTables(): ReadonlyMap<PortKey, KernelSocket> | undefined {
    this.#tables ??= readKernelTables();
    return this.#tables;
  }
}
