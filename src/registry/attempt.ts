import {
  type Machine,
  type PortNumber,
  type PortRequest,
  type Protocol,
  portKey,
  Survey,
} from '../ports/index.js';
import type { Claim } from './backends/claim.js';
import type { Claims, FolderStore } from './backends/folder.js';
import type { Unreadable } from './backends/record-file.js';
import type { Block } from './block.js';
import { blockStarts, candidatesFor, choosyFirst, fixedBeside, isPinned } from './candidates.js';
import { Culprits, MAX_CULPRITS } from './culprits.js';
import type { Holds } from './hold.js';
import { ownerKey } from './owner.js';
import type { Wanted } from './request.js';
import { type Lease, newReservationId, type ReservationId } from './reservation.js';
import { askedOf, type Standing, standingOf } from './standing.js';

/** A set of ports that were claimed together, and are not sealed yet. */
export interface ClaimedSet {
  readonly id: ReservationId;
  readonly leases: readonly Lease[];
}

const PASSING = 'being taken by somebody else';
const UNSEEN = 'held by somebody else, or led elsewhere by a rule of the network';

/** What may be cleared away. */
type Over = Extract<Standing, { state: 'dead' | 'resting' }>;

/** One try at a whole set. Whatever it claimed is given back when one port is not to be had. */
export class Attempt {
  /** The port that could not be given, and why its candidates were passed over. */
  missing: PortRequest | undefined;
  readonly culprits: Culprits;
  /** What stands in the way of the others that could have no other number. */
  readonly others: Culprits;
  readonly #id = newReservationId();
  readonly #claims: Claims;
  readonly #network: string;
  readonly #leases: Lease[] = [];
  readonly #over = new Map<ReservationId, Standing>();
  readonly #store: FolderStore;
  readonly #wanted: Wanted;
  readonly #survey: Survey;
  readonly #holds: Holds;
  readonly #ownerKey: string;

  constructor(store: FolderStore, wanted: Wanted, machine: Machine, holds: Holds) {
    this.#store = store;
    this.#wanted = wanted;
    this.#holds = holds;
    this.#survey = new Survey(machine, { host: wanted.host });
    this.culprits = new Culprits(store, this.#survey);
    this.others = new Culprits(store, this.#survey);
    this.#ownerKey = ownerKey(wanted.owner);
    this.#claims = store.claimsFor(this.#id);
    this.#network = store.kernel.network;
  }

  async run(): Promise<ClaimedSet | undefined> {
    try {
      if (await this.#takeAll()) return { id: this.#id, leases: this.#inOrder() };
      this.#giveBack();
      return undefined;
    } catch (error) {
      this.#giveBack();
      throw error;
    } finally {
      this.#claims.done();
    }
  }

  /** What has one number, then what needs neighbours, then what would take anything. */
  async #takeAll(): Promise<boolean> {
    const single = choosyFirst(this.#wanted);
    const pinned = single.filter((request) => isPinned(this.#wanted, request));
    if (!(await this.#takeEach(pinned))) return false;
    for (const block of this.#wanted.blocks) if (!(await this.#takeBlock(block))) return false;
    return this.#takeEach(single.filter((request) => !pinned.includes(request)));
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
    const isFit = (port: PortNumber) => this.#survey.unfit(port) === undefined;
    for (const port of candidatesFor(this.#wanted, request, isFit)) {
      if (await this.#take(request, port)) return true;
    }
    return false;
  }

  async #takeBlock(block: Block): Promise<boolean> {
    const before = this.#leases.length;
    for (const start of blockStarts(this.#wanted, block)) {
      this.culprits.cut(MAX_CULPRITS);
      if (await this.#takeFrom(start, block)) return true;
      this.#giveBack(before);
    }
    return false;
  }

  async #takeFrom(start: PortNumber, { members, offsets }: Block): Promise<boolean> {
    for (const [i, request] of members.entries()) {
      const port = (start + (offsets[i] ?? 0)) as PortNumber;
      if (this.#survey.unfit(port) !== undefined || !(await this.#take(request, port)))
        return false;
    }
    return true;
  }

  /** Claims a number on every protocol that it must be free on, or on none. */
  async #take(request: PortRequest, port: PortNumber): Promise<boolean> {
    const before = this.#leases.length;
    for (const protocol of request.protocols) {
      if (!(await this.#takeLease({ ...request, protocol, port, host: this.#wanted.host }))) {
        this.#giveBack(before);
        return false;
      }
    }
    return true;
  }

  /** Claims one port, if it is nobody's and the kernel and the engine agree. */
  async #takeLease({ name, protocol, port, host }: Lease): Promise<boolean> {
    const own = this.#leases.find((lease) => lease.port === port && lease.protocol === protocol);
    if (own !== undefined) return this.culprits.add(port, `taken for ${own.name}`);
    if (this.#wanted.taken?.has(port)) return this.culprits.add(port, UNSEEN);
    if (await this.#survey.looksBusy(protocol, port)) return this.culprits.addUser(protocol, port);
    if (!(await this.#claim(protocol, port))) return false;
    this.#leases.push({ name, protocol, port, host });
    if (await this.#survey.binds(protocol, port)) return true;
    this.#giveBack(this.#leases.length - 1);
    return this.culprits.addUser(protocol, port);
  }

  async #claim(protocol: Protocol, port: PortNumber): Promise<boolean> {
    for (let tries = 0; tries < 3; tries++) {
      if (this.#claims.make(this.#network, portKey(protocol, port))) return true;
      if (!(await this.#clear(protocol, port))) return false;
    }
    return this.culprits.addPassing(port, PASSING);
  }

  /** Takes a void claim out of the way; false when it is not void, or its port is still in use. */
  async #clear(protocol: Protocol, port: PortNumber): Promise<boolean> {
    const key = portKey(protocol, port);
    const claim = this.#store.readClaim(this.#network, key);
    if (claim === undefined) return true;
    const standing = await this.#standingOf(claim);
    if (claim === 'unreadable' || !this.#mayClear(standing))
      return this.culprits.addClaim(port, standing);
    try {
      await this.#letGo(claim.id, standing);
      if (!(await this.#survey.binds(protocol, port)))
        return this.#blameHolder(claim, protocol, port);
      if (!this.#store.end(this.#network, key, claim.id))
        return this.culprits.addPassing(port, PASSING);
      if (standing.stored) this.#store.forgetWhenDone(standing.stored.record);
      return true;
    } catch {
      return this.culprits.add(port, 'kept by files in the registry that cannot be moved');
    }
  }

  /** A dead owner's holder would notice a little later, and keep the port from its next owner. */
  async #letGo(id: ReservationId, standing: Over): Promise<void> {
    const sealed = standing.state === 'dead' && standing.stored !== undefined;
    const ended = sealed && this.#store.markEnded(id, 'dead');
    if (ended || (sealed && standing.death === 'ended')) await this.#holds.stop(id);
  }

  #blameHolder(claim: Claim, protocol: Protocol, port: PortNumber): false {
    if (!this.#holds.isHeld(claim.id, protocol)) return this.culprits.addUser(protocol, port);
    return this.culprits.addPassing(port, 'still held for a lease that is over');
  }

  /** One reservation may stand at many ports; what is over stays over. */
  async #standingOf(claim: Claim | Unreadable): Promise<Standing> {
    if (claim === 'unreadable') return standingOf(this.#store, claim);
    const known =
      this.#over.get(claim.id) ?? (await askedOf(standingOf(this.#store, claim), this.#survey));
    if (known.state === 'dead' || known.state === 'resting') this.#over.set(claim.id, known);
    return known;
  }

  /** A released port rests for others, not for the one who had it. */
  #mayClear(standing: Standing): standing is Over {
    if (standing.state === 'resting') {
      return ownerKey(standing.stored.record.owner) === this.#ownerKey;
    }
    return standing.state === 'dead';
  }

  #giveBack(from = 0): void {
    for (const { protocol, port } of this.#leases.splice(from)) {
      this.#claims.abandon(this.#network, portKey(protocol, port));
    }
  }

  #inOrder(): Lease[] {
    const place = (lease: Lease) => this.#wanted.ports.findIndex(({ name }) => name === lease.name);
    return [...this.#leases].sort((a, b) => place(a) - place(b));
  }
}
