import type { ContainerIdentity } from './containers.js';
import { describeSocket } from './culprit.js';
import type { PublishedPorts } from './docker.js';
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
import { isPrivileged, Probe, probeAddresses } from './probe.js';
import type { Protocol } from './protocol.js';
import { isUnfit } from './refused.js';
import { describeOwner, socketOwners } from './socket-owners.js';
import { Walk } from './walk.js';

export interface SurveyOptions {
  /** The address that availability is asked for; wildcard and loopback are asked in any case. */
  readonly host?: Host;
  /** How many free ports are to be found. */
  readonly count?: number;
}

/** Mostly the answer is there at once, and waiting for it would take as long as asking did. */
type MaybeLater<T> = T | Promise<T>;

/**
 * One look at the ports of this machine: the engine's published ports, the kernel's lists where
 * they tell sooner, and a bind for each that is to be given out.
 */
export class Survey {
  readonly #machine: Machine;
  readonly #host: Host;
  readonly #walk: Walk;
  readonly #probe = new Probe();
  readonly #lists: Lists;
  #published: PublishedPorts | undefined;
  #tables: ReadonlyMap<PortKey, KernelSocket> | undefined;

  constructor(machine: Machine, options: SurveyOptions = {}) {
    this.#machine = machine;
    this.#host = options.host ?? parseHost('127.0.0.1');
    this.#walk = new Walk(options.count ?? 1);
    this.#lists = new Lists(this.#walk, this.#probe);
  }

  /** Two of three ports that were asked for are not free, or more. */
  get isCrowded(): boolean {
    return this.#walk.isCrowded;
  }

  /** Whether a number is never chosen. One that was asked for itself may be. */
  isUnfit(port: PortNumber): boolean {
    return isUnfit(port);
  }

  /** Whether a list that was read anyway shows a socket on the port. */
  showsSocket(protocol: Protocol, port: PortNumber): boolean {
    return this.#lists.showsSocket(protocol, port);
  }

  /** Whether a port is surely not free, without a bind: for walking through a range. */
  looksBusy(protocol: Protocol, port: PortNumber): MaybeLater<boolean> {
    if (this.showsSocket(protocol, port)) return true;
    const key = portKey(protocol, port);
    if (this.#published !== undefined) return this.#published.containers.has(key);
    return this.#machine.published().then((published) => {
      this.#published = published;
      return published.containers.has(key);
    });
  }

  /** Whether somebody keeps the port by its name in the kernel. */
  isHeld(protocol: Protocol, port: PortNumber): boolean {
    return this.#lists.isHeld(protocol, port);
  }

  /** Whether the kernel gives the port: the last word before it is given out. */
  binds(protocol: Protocol, port: PortNumber): MaybeLater<boolean> {
    const isFree = this.looksFree(protocol, port);
    return typeof isFree === 'boolean'
      ? this.#met(isFree)
      : isFree.then((later) => this.#met(later));
  }

  /** The same, for a port that is asked for once more before it is given out. */
  looksFree(protocol: Protocol, port: PortNumber): MaybeLater<boolean> {
    // A bind does not see a hold, and would keep the held port from its own server for a moment.
    if (this.#lists.isHeld(protocol, port)) return this.#missed(protocol);
    const isFree = this.#isBindable(protocol, port);
    if (typeof isFree === 'boolean') return isFree || this.#missed(protocol);
    return isFree.then((later) => later || this.#missed(protocol));
  }

  #isBindable(protocol: Protocol, port: PortNumber): MaybeLater<boolean> {
    if (protocol === 'tcp' && portSystem().oneBindTells) return this.#lists.bindsDualStack(port);
    return this.#probe.binds(
      protocol,
      port,
      probeAddresses(process.platform, protocol, this.#host),
    );
  }

  /** What kept it from asking for a port that passed for one in use, if anything did. */
  unanswered(): Promise<unknown> {
    return this.#probe.unanswered();
  }

  /** Whether a container is surely no more: see `Machine`. */
  isContainerGone(container: ContainerIdentity): Promise<boolean> {
    return this.#machine.isContainerGone(container);
  }

  async isFree(protocol: Protocol, port: PortNumber): Promise<boolean> {
    return !(await this.looksBusy(protocol, port)) && (await this.binds(protocol, port));
  }

  /** Why a port is not free: published by which container, used by which process. */
  async explain(protocol: Protocol, port: PortNumber): Promise<string> {
    const key = portKey(protocol, port);
    const container = (await this.#machine.published()).containers.get(key);
    if (container !== undefined) return `published by the container ${container.name}`;
    const socket = this.#readTables()?.get(key);
    if (socket?.state === LISTEN) return `used by ${describeSocket(socket)}`;
    // Its sockets are the holder's, until its server listens.
    if (!this.#probe.isUnheld(protocol, port)) return 'held for another registry';
    if (socket !== undefined) return `used by ${describeSocket(socket)}`;
    const [owner] = socketOwners(protocol, port);
    if (owner !== undefined) return `used by ${describeOwner(owner)}`;
    if (isExcluded(protocol, port)) return 'kept back by Windows (netsh: excludedportrange)';
    return isPrivileged(port) ? 'not for this user to bind' : 'in use';
  }

  #met(isFree: boolean): boolean {
    if (isFree) this.#walk.hit();
    return isFree;
  }

  #missed(protocol: Protocol): false {
    this.#walk.miss();
    this.#lists.missed(protocol);
    return false;
  }

  #readTables(): ReadonlyMap<PortKey, KernelSocket> | undefined {
    this.#tables ??= readKernelTables();
    return this.#tables;
  }
}
