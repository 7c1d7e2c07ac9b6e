import {
  type PortKey,
  type PortNumber,
  type Protocol,
  portKey,
  type Survey,
} from '../ports/index.js';
import type { Claim } from './backends/claim.js';
import type { Claims } from './backends/claims.js';
import type { FolderStore } from './backends/folder.js';
import type { StoredRecord, Unreadable } from './backends/record-file.js';
import { type Culprits, PASSING } from './culprits.js';
import type { Holds } from './hold.js';
import { type Owner, ownerKey } from './owner.js';
import type { ReservationId } from './reservation.js';
import { askedOf, type Standing, standingOf } from './standing.js';

/** What may be cleared away. */
type Over = Extract<Standing, { state: 'dead' | 'resting' }>;

/** Whom a claim is judged by, and who hears why one stays. */
interface Judges {
  readonly store: FolderStore;
  readonly survey: Survey;
  readonly holds: Holds;
  readonly culprits: Culprits;
}

/** The claims that stand in the way of one try, and that are worth nothing any more. */
export class VoidClaims {
  readonly #store: FolderStore;
  readonly #survey: Survey;
  readonly #holds: Holds;
  readonly #culprits: Culprits;
  readonly #owner: Owner;
  readonly #known = new Map<ReservationId, Standing>();
  /** What rested at a port until it was cleared away for its owner. */
  readonly #rested = new Map<PortKey, StoredRecord>();

  /** @param owner for whom they would be cleared away */
  constructor({ store, survey, holds, culprits }: Judges, owner: Owner) {
    this.#store = store;
    this.#survey = survey;
    this.#holds = holds;
    this.#culprits = culprits;
    this.#owner = owner;
  }

  /** Claims a port where somebody's claim stands, if that is void. */
  async claim(claims: Claims, protocol: Protocol, port: PortNumber): Promise<boolean> {
    for (let tries = 0; tries < 3; tries++) {
      if (!(await this.#clear(protocol, port))) return false;
      if (claims.make(this.#store.kernel.network, portKey(protocol, port))) return true;
    }
    return this.#culprits.addPassing(port, PASSING);
  }

  /** To be called where the claim was given back that was made in the place of a void one. */
  putBack(key: PortKey): void {
    const rested = this.#rested.get(key);
    if (rested) this.#store.restAgain(this.#store.kernel.network, key, rested.record.id);
  }

  /** Forgets what rested and was not put back; what cannot be removed is a later sweep's. */
  done(): void {
    for (const rested of this.#rested.values()) {
      try {
        this.#store.forgetWhenDone(rested);
      } catch {}
    }
  }

  /** Takes a void claim out of the way; false when it is not void, or its port is still in use. */
  async #clear(protocol: Protocol, port: PortNumber): Promise<boolean> {
    const { network } = this.#store.kernel;
    const key = portKey(protocol, port);
    const claim = this.#store.readClaim(network, key);
    if (claim === undefined) return true;
    const standing = await this.#standingOf(claim);
    if (claim === 'unreadable' || !this.#mayClear(standing))
      return this.#culprits.addClaim(port, standing);
    try {
      await this.#letGo(claim.id, standing);
      if (!(await this.#survey.binds(protocol, port)))
        return this.#blameHolder(claim, protocol, port);
      if (!this.#store.end(network, key, claim.id)) return this.#culprits.addPassing(port, PASSING);
      if (standing.state === 'resting') this.#rested.set(key, standing.stored);
      else if (standing.stored) this.#store.forgetWhenDone(standing.stored);
      return true;
    } catch {
      return this.#culprits.add(port, 'kept by files in the registry that cannot be moved');
    }
  }

  /** A dead owner's holder would notice a little later, and keep the port from its next owner. */
  async #letGo(id: ReservationId, standing: Over): Promise<void> {
    const sealed = standing.state === 'dead' && standing.stored !== undefined;
    const ended = sealed && this.#store.markEnded(id, 'dead');
    if (ended || (sealed && standing.death === 'ended')) await this.#holds.stop(id);
  }

  #blameHolder(claim: Claim, protocol: Protocol, port: PortNumber): false {
    if (!this.#holds.isHeld(claim.id, protocol)) return this.#culprits.addUser(protocol, port);
    return this.#culprits.addPassing(port, 'still held for a lease that is over');
  }

  /** One reservation may stand at many ports, and its record be long: this try reads it once. */
  async #standingOf(claim: Claim | Unreadable): Promise<Standing> {
    if (claim === 'unreadable') return standingOf(this.#store, claim);
    const known =
      this.#known.get(claim.id) ?? (await askedOf(standingOf(this.#store, claim), this.#survey));
    const isMade = known.state !== 'unreadable' && known.stored !== undefined;
    if (isMade || known.state === 'dead') this.#known.set(claim.id, known);
    return known;
  }

  /** A released port rests for others, not for the one who had it. */
  #mayClear(standing: Standing): standing is Over {
    if (standing.state === 'resting') {
      return ownerKey(standing.stored.record.owner) === ownerKey(this.#owner);
    }
    return standing.state === 'dead';
  }
}
