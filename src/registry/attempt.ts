import {
  type Machine,
  type PortKey,
  type PortNumber,
  type PortRequest,
  type Protocol,
  portKey,
  Survey,
} from '../ports/index.js';
import type { Claims } from './backends/claims.js';
import type { FolderStore } from './backends/folder.js';
import type { Block } from './block.js';
import {
  blockStarts,
  candidatesFor,
  fixedBeside,
  fixedOf,
  isAnyGood,
  isPinned,
  openOf,
} from './candidates.js';
import { Culprits, MAX_CULPRITS } from './culprits.js';
import type { Holds } from './hold.js';
import type { Wanted } from './request.js';
import type { Lease, ReservationId } from './reservation.js';
import { VoidClaims } from './void-claims.js';

/** A set of ports that were claimed together, and are not sealed yet. */
export interface ClaimedSet {
  readonly leases: readonly Lease[];
  readonly claims: Claims;
}

/**
 * So many claims of others are passed over for each port that may be any: to see what one is worth,
 * and to take a void one away, takes as long as ten tries elsewhere.
 */
const MAX_PASSED = 10;

/** A port that could have no other number is asked for so often before it is refused. */
const TRIES_OF_ONLY_ONE = 3;

const UNSEEN = 'held by somebody else, or led elsewhere by a rule of the network';

/** One try at a whole set. Whatever it claimed is given back when one port is not to be had. */
export class Attempt {
  /** The port that could not be given, and why its candidates were passed over. */
  missing: PortRequest | undefined;
  readonly survey: Survey;
  readonly culprits: Culprits;
  /** What stands in the way of the others that could have no other number. */
  readonly others: Culprits;
  readonly #claims: Claims;
  readonly #network: string;
  readonly #leases = new Map<PortKey, Lease>();
  readonly #store: FolderStore;
  readonly #wanted: Wanted;
  readonly #holds: Holds;
  /** Only once somebody's claim stands in the way. */
  #voids: VoidClaims | undefined;

  constructor(
    store: FolderStore,
    wanted: Wanted,
    machine: Machine,
    holds: Holds,
    id?: ReservationId,
  ) {
    this.#store = store;
    this.#wanted = wanted;
    const count = wanted.ports.reduce((sum, { protocols }) => sum + protocols.length, 0);
    this.survey = new Survey(machine, { host: wanted.host, count });
    this.culprits = new Culprits(store, this.survey);
    this.others = new Culprits(store, this.survey);
    this.#holds = holds;
    this.#claims = store.claimsFor(id);
    this.#network = store.kernel.network;
  }

  async run(): Promise<ClaimedSet | undefined> {
    try {
      if (await this.#takeAll()) return { leases: this.#inOrder(), claims: this.#claims };
      this.#giveBackAll();
      return undefined;
    } catch (error) {
      this.#giveBackAll();
      throw error;
    } finally {
      this.#voids?.done();
      this.#store.restRights();
    }
  }

  /** What has one number, then what needs neighbours, then what would take anything. */
  async #takeAll(): Promise<boolean> {
    if (!(await this.#takeEach(fixedOf(this.#wanted)))) return false;
    for (const block of this.#wanted.blocks) if (!(await this.#takeBlock(block))) return false;
    return this.#takeEach(openOf(this.#wanted));
  }

  async #takeEach(requests: readonly PortRequest[]): Promise<boolean> {
    for (const request of requests) {
      this.culprits.cut(0);
      this.missing = request;
      if (!(await this.#takeOne(request))) return this.#nameOthers(request);
    }
    return true;
  }

  /** One missing port decides; those whose numbers are fixed too are told all the same. */
  async #nameOthers(missing: PortRequest): Promise<false> {
    this.#giveBack();
    for (const { protocols, port } of fixedBeside(this.#wanted, missing)) {
      for (const protocol of protocols) await this.others.look(protocol, port);
    }
    return false;
  }

  async #takeOne(request: PortRequest): Promise<boolean> {
    const isFit = (port: PortNumber) => !this.survey.isUnfit(port);
    const passedOver: PortNumber[] = [];
    for (const port of candidatesFor(this.#wanted, request, isFit)) {
      if (this.#isShownInUse(request, port)) continue;
      const mayPass = isAnyGood(this.#wanted, request, port) && passedOver.length < MAX_PASSED;
      if (await this.#take(request, port, mayPass ? passedOver : undefined)) return true;
    }
    for (const port of passedOver) if (await this.#take(request, port)) return true;
    return false;
  }

  /** Told at once: in a crowded range that is what most of the walk is. */
  #isShownInUse({ protocols }: PortRequest, port: PortNumber): boolean {
    for (const protocol of protocols) {
      if (this.survey.showsSocket(protocol, port)) return !this.culprits.addUser(protocol, port);
    }
    return false;
  }

  async #takeBlock(block: Block): Promise<boolean> {
    const before = this.#leases.size;
    for (const start of blockStarts(this.#wanted, block)) {
      this.culprits.cut(MAX_CULPRITS);
      if (await this.#takeFrom(start, block)) return true;
      this.#giveBack(before);
    }
    return false;
  }

  async #takeFrom(start: PortNumber, block: Block): Promise<boolean> {
    for (const [i, request] of block.members.entries()) {
      const port = (start + (block.offsets[i] ?? 0)) as PortNumber;
      if (start !== block.start && this.survey.isUnfit(port)) return false;
      if (!(await this.#take(request, port))) return false;
    }
    return true;
  }

  /**
   * Claims a number on every protocol that it must be free on, or on none.
   * @param passedOver takes the number where somebody's claim stands, which is not looked at then
   */
  async #take(request: PortRequest, port: PortNumber, passedOver?: PortNumber[]): Promise<boolean> {
    const before = this.#leases.size;
    const isOnlyOne = port === request.port && isPinned(this.#wanted, request);
    for (const protocol of request.protocols) {
      const lease = { name: request.name, protocol, port, host: this.#wanted.host };
      const tries = isOnlyOne ? TRIES_OF_ONLY_ONE : 1;
      if (!(await this.#takeLease(lease, tries, passedOver))) {
        this.#giveBack(before);
        return false;
      }
    }
    return true;
  }

  /**
   * Claims one port, if it is nobody's and the kernel and the engine agree. What is known at once
   * is not waited for: that would take as long as asking did.
   */
  async #takeLease(lease: Lease, tries: number, passedOver?: PortNumber[]): Promise<boolean> {
    const { protocol, port } = lease;
    const key = portKey(protocol, port);
    const own = this.#leases.get(key);
    if (own !== undefined) return this.culprits.addOwn(port, own.name);
    if (this.#wanted.taken?.has(port)) return this.culprits.add(port, UNSEEN);
    const isBusy = this.survey.looksBusy(protocol, port);
    if (typeof isBusy === 'boolean' ? isBusy : await isBusy)
      return this.culprits.addUser(protocol, port);
    if (passedOver && this.survey.isCrowded && !(await this.#isWorthClaiming(protocol, port)))
      return this.culprits.addUser(protocol, port);
    if (!this.#claims.make(this.#network, key)) {
      passedOver?.push(port);
      if (passedOver || !(await this.#claimVoid(protocol, port))) return false;
    }
    this.#leases.set(key, lease);
    const binds = this.survey.binds(protocol, port);
    if (binds === true || (await this.#bindsInTime(binds, lease, tries))) return true;
    this.#giveBack(this.#leases.size - 1);
    return this.culprits.addUser(protocol, port);
  }

  #claimVoid(protocol: Protocol, port: PortNumber): Promise<boolean> {
    const judges = { store: this.#store, survey: this.survey, culprits: this.culprits };
    this.#voids ??= new VoidClaims({ ...judges, holds: this.#holds }, this.#wanted.owner);
    return this.#voids.claim(this.#claims, protocol, port);
  }

  /**
   * In a crowded range one bind more for each port that is free costs less than a claim that is
   * given back for each that is not. A port that is claimed may have a server that is about to
   * bind it: it is not bound.
   */
  async #isWorthClaiming(protocol: Protocol, port: PortNumber): Promise<boolean> {
    if (this.#store.isClaimed(this.#network, portKey(protocol, port))) return true;
    return this.survey.looksFree(protocol, port);
  }

  /**
   * Somebody who only asks whether a port is free has it, or its name, for a moment.
   * @param first what the first of so many tries gave
   */
  async #bindsInTime(first: boolean | Promise<boolean>, { protocol, port }: Lease, tries: number) {
    for (let left = tries, answer = first; ; answer = this.survey.binds(protocol, port)) {
      if (await answer) return true;
      left -= 1;
      if (left <= 0) return false;
      await this.#store.kernel.sleep(1 + Math.random() * 4);
    }
  }

  #giveBackAll(): void {
    this.#giveBack();
    this.#claims.done();
  }

  /** All but the first ones: a map keeps the order in which they came. */
  #giveBack(keep = 0): void {
    for (const key of [...this.#leases.keys()].slice(keep)) {
      this.#claims.abandon(this.#network, key);
      this.#voids?.putBack(key);
      this.#leases.delete(key);
    }
  }

  #inOrder(): Lease[] {
    const places = new Map(this.#wanted.ports.map(({ name }, place) => [name, place]));
    const place = ({ name }: Lease) => places.get(name) ?? 0;
    return [...this.#leases.values()].sort((a, b) => place(a) - place(b));
  }
}
