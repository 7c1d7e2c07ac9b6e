import {
  type Machine,
  type PortNumber,
  type PortRequest,
  type Protocol,
  portKey,
  rangeSize,
  Survey,
  strategies,
} from '../ports/index.js';
import type { Claim } from './backends/claim.js';
import type { Claims, FolderStore } from './backends/folder.js';
import type { Unreadable } from './backends/record-file.js';
import type { Holds } from './hold.js';
import { ownerKey } from './owner.js';
import type { Wanted } from './request.js';
import { blockStart } from './request-ports.js';
import { type Lease, newReservationId, type ReservationId } from './reservation.js';
import { type Standing, standingOf } from './standing.js';

/** Why a port was not given: leased by whom, used by which process, published by which container. */
export interface Culprit {
  readonly port: number;
  readonly reason: string;
  /** When it could be asked for again, in the machine's uptime; for what is sure to pass soon. */
  readonly freeAtMs?: number;
}

/** A set of ports that were claimed together, and are not sealed yet. */
export interface ClaimedSet {
  readonly id: ReservationId;
  readonly leases: readonly Lease[];
}

/** A message names this many reasons; more would not be read. */
export const MAX_CULPRITS = 3;
/** A set in the making is sealed or given back, and a dead owner's holder gone, by then. */
const SOON_MS = 25;
const PASSING = 'being taken by somebody else';
const UNSEEN = 'held by somebody else, or led elsewhere by a rule of the network';

/** What may be cleared away. */
type Over = Extract<Standing, { state: 'dead' | 'resting' }>;

/** One try at a whole set. Whatever it claimed is given back when one port is not to be had. */
export class Attempt {
  /** The port that could not be given, and why its candidates were passed over. */
  missing: PortRequest | undefined;
  culprits: Culprit[] = [];
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
    this.#survey = new Survey(machine, { host: wanted.host, wanted: wanted.ports.length });
    this.#ownerKey = ownerKey(wanted.owner);
    this.#claims = store.claimsFor(this.#id);
    this.#network = store.kernel.network;
  }

  async run(): Promise<ClaimedSet | undefined> {
    try {
      const complete = this.#wanted.contiguous ? await this.#takeBlock() : await this.#takeEach();
      if (complete) return { id: this.#id, leases: this.#inOrder() };
      this.#giveBack();
      return undefined;
    } catch (error) {
      this.#giveBack();
      throw error;
    } finally {
      this.#claims.done();
    }
  }

  /**
   * The choosy ones first: what they need must not go to one that would take anything. Numbers in
   * order: of two that want the same ones, one finds the first taken and the other gets all.
   */
  async #takeEach(): Promise<boolean> {
    const order = (a: PortRequest, b: PortRequest) =>
      this.#room(a) - this.#room(b) || (a.port ?? 0) - (b.port ?? 0);
    for (const request of [...this.#wanted.ports].sort(order)) {
      this.culprits = [];
      this.missing = request;
      if (!(await this.#takeOne(request))) return false;
    }
    return true;
  }

  #room(request: PortRequest): number {
    if (this.#isPinned(request)) return 1;
    return rangeSize(request.range ?? this.#wanted.range);
  }

  #isPinned(request: PortRequest): boolean {
    return this.#wanted.pinned && request.port !== undefined;
  }

  async #takeOne(request: PortRequest): Promise<boolean> {
    for (const port of this.#candidates(request)) {
      if (await this.#take(request, port)) return true;
    }
    return false;
  }

  *#candidates(request: PortRequest): Iterable<PortNumber> {
    const { port, name, range = this.#wanted.range } = request;
    if (port !== undefined && this.#wanted.pinned) {
      yield port;
      return;
    }
    const preferred = this.#wanted.prefers ? port : undefined;
    if (preferred !== undefined) yield preferred;
    const seed = `${this.#wanted.seed}\0${name}`;
    for (const candidate of strategies[this.#wanted.strategy]({ range, seed })) {
      if (candidate !== preferred && this.#survey.unfit(candidate) === undefined) yield candidate;
    }
  }

  async #takeBlock(): Promise<boolean> {
    for (const start of this.#blockStarts()) {
      this.culprits = this.culprits.slice(0, MAX_CULPRITS);
      if (await this.#takeFrom(start)) return true;
      this.#giveBack();
    }
    return false;
  }

  *#blockStarts(): Iterable<PortNumber> {
    const { ports, range, strategy, seed, prefers, pinned } = this.#wanted;
    const asked = prefers || pinned ? blockStart(ports) : undefined;
    if (asked !== undefined) yield asked;
    if (asked !== undefined && pinned) return;
    const last = (range.to - ports.length + 1) as PortNumber;
    if (last < range.from) return;
    for (const start of strategies[strategy]({ range: { from: range.from, to: last }, seed })) {
      if (start !== asked) yield start;
    }
  }

  async #takeFrom(start: PortNumber): Promise<boolean> {
    for (const [i, request] of this.#wanted.ports.entries()) {
      const port = (start + i) as PortNumber;
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
    if (own !== undefined) return this.#blame(port, `taken for ${own.name}`);
    if (this.#wanted.taken?.has(port)) return this.#blame(port, UNSEEN);
    if (await this.#survey.looksBusy(protocol, port)) return this.#blameUser(protocol, port);
    if (!(await this.#claim(protocol, port))) return false;
    this.#leases.push({ name, protocol, port, host });
    if (await this.#survey.binds(protocol, port)) return true;
    this.#giveBack(this.#leases.length - 1);
    return this.#blameUser(protocol, port);
  }

  async #claim(protocol: Protocol, port: PortNumber): Promise<boolean> {
    for (let tries = 0; tries < 3; tries++) {
      if (this.#claims.make(this.#network, portKey(protocol, port))) return true;
      if (!(await this.#clear(protocol, port))) return false;
    }
    return this.#blame(port, PASSING, this.#soon());
  }

  /** Takes a void claim out of the way; false when it is not void, or its port is still in use. */
  async #clear(protocol: Protocol, port: PortNumber): Promise<boolean> {
    const key = portKey(protocol, port);
    const claim = this.#store.readClaim(this.#network, key);
    if (claim === undefined) return true;
    const standing = this.#standingOf(claim);
    if (claim === 'unreadable' || !this.#mayClear(standing))
      return this.#blameClaim(port, standing);
    try {
      await this.#letGo(claim.id, standing);
      if (!(await this.#survey.binds(protocol, port)))
        return this.#blameHolder(claim, protocol, port);
      if (!this.#store.end(this.#network, key, claim.id))
        return this.#blame(port, PASSING, this.#soon());
      if (standing.stored) this.#store.forgetWhenDone(standing.stored.record);
      return true;
    } catch {
      return this.#blame(port, 'kept by files in the registry that cannot be moved');
    }
  }

  /** A dead owner's holder would notice a little later, and keep the port from its next owner. */
  async #letGo(id: ReservationId, standing: Over): Promise<void> {
    const sealed = standing.state === 'dead' && standing.stored !== undefined;
    const ended = sealed && this.#store.markEnded(id, 'dead');
    if (ended || (sealed && standing.death === 'ended')) await this.#holds.stop(id);
  }

  #blameHolder(claim: Claim, protocol: Protocol, port: PortNumber): false | Promise<false> {
    if (!this.#holds.isHeld(claim.id, protocol)) return this.#blameUser(protocol, port);
    return this.#blame(port, 'still held for a lease that is over', this.#soon());
  }

  /** One reservation may stand at many ports; what is over stays over. */
  #standingOf(claim: Claim | Unreadable): Standing {
    if (claim === 'unreadable') return standingOf(this.#store, claim);
    const known = this.#over.get(claim.id) ?? standingOf(this.#store, claim);
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

  #blameClaim(port: PortNumber, standing: Standing): false {
    if (standing.state === 'live') {
      return this.#blame(
        port,
        `leased by ${standing.holder}`,
        standing.making ? this.#soon() : undefined,
      );
    }
    if (standing.state === 'resting') {
      return this.#blame(port, 'resting after its release', standing.untilMs);
    }
    return this.#blame(port, 'claimed by an unreadable file in the registry');
  }

  /**
   * Names who uses a port: its lease says more than its socket. A process' name costs a walk
   * through /proc, so only a reason that will be shown is looked up.
   */
  async #blameUser(protocol: Protocol, port: PortNumber): Promise<false> {
    if (this.culprits.length >= MAX_CULPRITS) return this.#blame(port, 'in use');
    const claim = this.#store.readClaim(this.#network, portKey(protocol, port));
    const standing = claim && standingOf(this.#store, claim);
    if (standing?.state === 'live') return this.#blameClaim(port, standing);
    return this.#blame(port, await this.#survey.explain(protocol, port));
  }

  #blame(port: number, reason: string, freeAtMs?: number): false {
    this.culprits.push({ port, reason, ...(freeAtMs !== undefined && { freeAtMs }) });
    return false;
  }

  #soon(): number {
    return this.#store.kernel.uptimeMs() + SOON_MS;
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
