import { PortKeeperError } from '../errors.js';
import {
  type Environment,
  ephemeralWarning,
  Machine,
  type PortNumber,
  type PortRange,
} from '../ports/index.js';
import { type Reporter, silent } from '../reporter.js';
import { FolderStore } from './backends/folder.js';
import { Proposals } from './backends/proposals.js';
import type { Circumstances } from './doctor.js';
import type { Explanation } from './explanation.js';
import type { Finding } from './finding.js';
import type { GcPolicy } from './gc.js';
import { Holds } from './hold.js';
import { type Kernel, thisKernel } from './kernel.js';
import { lockPath, registryFolder, systemFolder } from './location.js';
import { SweepLock } from './lock.js';
import { folderOwner, isSameOwner, type Owner } from './owner.js';
import { type Released, releaseEach } from './release.js';
import { renewReservation } from './renewal.js';
import { type ReserveRequest, readRequest, refuseAbsentHost } from './request.js';
import { isReservationId, type Lease } from './reservation.js';
import { Reservation } from './reservation-handle.js';
import { claimSet } from './reserve.js';
import { type LeaseStatus, listLeases, liveLeases } from './status.js';
import { type Meanwhile, type Sealing, type Taking, take, takeAndHold } from './taking.js';
import { Upkeep } from './upkeep.js';
import { View } from './view.js';

export interface PortRegistryOptions {
  /** Its folder; by default the system's or the user's own (see `registryFolder`). */
  readonly registry?: string;
  /** The lock file of what is done by one at a time; by default `registry.json.lock` inside. */
  readonly lock?: string;
  readonly environment?: Environment;
  readonly reporter?: Reporter;
  /** The program that holds ports, a path; without it they are leased and not held. */
  readonly holder?: string | undefined;
  /** Keep `registry.json`, a view of all leases, up to date. */
  readonly view?: boolean;
  /** What it asks about processes, namespaces and time; by default this system. */
  readonly kernel?: Kernel;
}

/** Who holds which port. Safe between processes, users and crashes: see the store. */
export class PortRegistry {
  readonly folder: string;
  readonly #kernel: Kernel;
  readonly #store: FolderStore;
  readonly #holds: Holds;
  readonly #machine: Machine;
  readonly #circumstances: Circumstances;
  readonly #reporter: Reporter;
  readonly #taking: Taking;
  readonly #upkeep: Upkeep;
  readonly #view: View | undefined;
  #proposals: Proposals | undefined;

  constructor(options: PortRegistryOptions = {}) {
    const environment = options.environment ?? {};
    this.folder = registryFolder(environment, options.registry);
    this.#kernel = options.kernel ?? thisKernel;
    this.#store = new FolderStore(this.folder, this.#kernel);
    const holder = () => options.holder; // a getter may look for it when it is asked
    this.#holds = new Holds(this.folder, holder, environment);
    this.#machine = new Machine(environment);
    const shared = { systemFolder: systemFolder(process.platform, environment) };
    this.#circumstances = { machine: this.#machine, holder, ...shared };
    this.#reporter = options.reporter ?? silent;
    this.#taking = {
      ...{ store: this.#store, holds: this.#holds },
      ...{ machine: this.#machine, reporter: this.#reporter },
    };
    const lock = new SweepLock(this.folder, lockPath(environment, options.lock), this.#kernel);
    this.#upkeep = new Upkeep({ ...this.#taking, lock });
    this.#view = options.view ? new View({ ...this.#taking, lock }) : undefined;
  }

  /**
   * Gives every port of the request, or none; when the two are called is told at their types.
   * @throws {PortKeeperError} USAGE, NO_FREE_PORT (with the culprits), TIMED_OUT, REGISTRY_UNUSABLE
   */
  async reserve(
    request: ReserveRequest = {},
    meanwhile?: Meanwhile,
    sealing?: Sealing,
  ): Promise<Reservation> {
    const wanted = readRequest(request, this.#machine);
    await refuseAbsentHost(wanted);
    if (request.range !== undefined) this.#warnOf(wanted.range);
    const record = await this.#changing(async () => {
      await this.#upkeep.sweep();
      return (wanted.hold ? takeAndHold : take)(wanted, this.#taking, sealing, meanwhile);
    });
    await this.#warnOfEngines();
    return new Reservation(this, record);
  }

  /** Does what ends in a held reservation, while the process starts that is to hold it. */
  whileHolderStarts<T>(use: () => Promise<T>): Promise<T> {
    return this.#holds.whileOneStarts(use);
  }

  /** Reserves, runs `use` with the reservation, and releases it, whatever happens. */
  async with<T>(
    request: ReserveRequest,
    use: (reservation: Reservation) => T | Promise<T>,
  ): Promise<T> {
    const reservation = await this.reserve(request);
    try {
      return await use(reservation);
    } finally {
      await reservation.release();
    }
  }

  /**
   * Starts a reservation's time anew, and its holder where that was killed.
   * @throws {PortKeeperError} NOTHING_FOUND, when it is over or never was; REGISTRY_UNUSABLE, when
   * it cannot be read or is not for this user to renew.
   */
  async renew(id: string): Promise<Reservation> {
    const store = this.#store.usable();
    const record = await this.#changing(() => renewReservation(store, this.#holds, id));
    await this.#upkeep.holdAgain((one) => one.id === record.id);
    return new Reservation(this, record);
  }

  /**
   * Ends reservations by id, or the leases of single ports of this host. Idempotent: what nobody
   * holds is told, not an error. A port alone leaves the rest of its reservation as it is.
   */
  async release(what: string | number | readonly (string | number)[]): Promise<Released> {
    const store = this.#store.usable();
    const each = typeof what === 'object' ? what : [what];
    return this.#changing(() => releaseEach(store, this.#holds, each));
  }

  /**
   * Lets go of ports that are held by bound sockets, as UDP is, so that their servers can start.
   * The leases stay, and so does every hold that is in no server's way.
   * @returns whether there was anything to let go
   */
  async handOver(id: string): Promise<boolean> {
    this.#store.usable();
    return isReservationId(id) && this.#holds.handOver(id);
  }

  /**
   * The owner of leases that end with a container; by its name or id.
   * @throws {PortKeeperError} USAGE, when the engine has none of that name, or cannot be asked.
   */
  async containerOwner(name: string): Promise<Owner> {
    const container = await this.#machine.findContainer(name);
    if (container !== undefined) return { kind: 'container', name, ...container };
    throw new PortKeeperError('USAGE', `No container ${name} can be found`, {
      hint: 'The Docker Engine that knows it has to answer: see portkeeper doctor.',
    });
  }

  /** Ends all that an owner of this name has; of a folder, what is seen from here. */
  async releaseOwner(name: string): Promise<Released> {
    const owned = (await this.status()).filter(
      ({ owner, ownedBy }) =>
        (owner === name || ownedBy.name === name) &&
        (ownedBy.kind !== 'folder' ||
          isSameOwner(ownedBy, folderOwner(ownedBy.path, ownedBy.name, this.#kernel))),
    );
    const ids = [...new Set(owned.map(({ id }) => id))];
    return ids.length === 0 ? { released: [], unknown: [name] } : this.release(ids);
  }

  /** Every lease, of every owner. */
  async status(): Promise<LeaseStatus[]> {
    return listLeases(this.#store.usable(), this.#holds);
  }

  /** The leases of a reservation that lives and has all its ports, in this network; else undefined. */
  async find(id: string): Promise<readonly Lease[] | undefined> {
    return liveLeases(this.#store.usable(), id);
  }

  /** Everything that is known about a port of this host, on both protocols. */
  async explain(port: PortNumber): Promise<Explanation> {
    const { explainPort } = await import(/* webpackMode: "eager" */ './explanation.js');
    return explainPort(this.#store.usable(), this.#holds, this.#machine, port);
  }

  /**
   * Ports that a request would get now, without taking them.
   * @throws {PortKeeperError} as `reserve`
   */
  async propose(request: ReserveRequest): Promise<readonly Lease[]> {
    const wanted = readRequest(request, this.#machine);
    await refuseAbsentHost(wanted);
    this.#proposals ??= new Proposals(this.folder, this.#kernel);
    return (await claimSet(this.#proposals.usable(), wanted, this.#machine, this.#holds)).leases;
  }

  /**
   * Takes away what dead owners left.
   * @throws {PortKeeperError} REGISTRY_UNUSABLE, when nothing could be taken away.
   */
  async gc(policy: readonly GcPolicy[] = [], options: { dryRun?: boolean } = {}) {
    const dryRun = options.dryRun ?? false;
    const collect = () => this.#upkeep.collectAll(policy, dryRun);
    return dryRun ? collect() : this.#changing(collect);
  }

  /** Looks at the registry's health, and at what this user can see. */
  async examine(): Promise<readonly Finding[]> {
    const { examine } = await import(/* webpackMode: "eager" */ './doctor.js');
    return examine(this.#store, this.#circumstances);
  }

  /**
   * Sets aside what cannot be read, collects the dead, and holds again.
   * @returns where each file that was set aside lies now
   */
  async repair(): Promise<readonly string[]> {
    const { setAside } = await import(/* webpackMode: "eager" */ './doctor-files.js');
    const moved = setAside(this.#store, await this.examine());
    await this.gc();
    await this.#upkeep.holdAgain();
    return moved;
  }

  /** What fails may have changed something as well. */
  async #changing<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } finally {
      await this.#view?.update();
    }
  }

  #warnOf(range: PortRange): void {
    const warning = ephemeralWarning(range, this.#machine.ephemeral());
    if (warning !== undefined) this.#reporter.warn(warning);
  }

  /** What was not told is not known: a created container of an engine that did not answer. */
  async #warnOfEngines(): Promise<void> {
    for (const { message, isForbidden } of (await this.#machine.lastPublished()).problems) {
      const told = `${message}: what it publishes is known only as far as the kernel shows it`;
      this.#reporter[isForbidden ? 'debug' : 'warn'](told);
    }
  }
}
