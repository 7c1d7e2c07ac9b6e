import type { PortKey } from '../../ports/index.js';
import type { ReservationId } from '../reservation.js';
import { Claims } from './claims.js';
import { FolderStore } from './folder.js';

/** A registry that is only looked at: what would be claimed or ended is left as it is. */
export class Proposals extends FolderStore {
  /** What would have been ended for the next that is claimed. */
  readonly #ended = new Set<string>();

  override claimsFor(): Claims {
    return new ProposedClaims(this);
  }

  override end(network: string, key: PortKey): boolean {
    this.#ended.add(`${network} ${key}`);
    return true;
  }

  /** Once: another one may claim it by the next time. */
  wouldBeEnded(network: string, key: PortKey): boolean {
    return this.#ended.delete(`${network} ${key}`);
  }

  override markEnded(): boolean {
    return false;
  }

  override restAgain(): void {
    // Nothing was ended.
  }

  override forgetWhenDone(): void {
    // Nothing was ended.
  }
}

/** After so many looks at single claims it costs less to list them all. */
const LOOKS_PER_LIST = 10;

/** To make an id takes as long as a look, and nothing is to be called by it. */
const NOBODY = '0'.repeat(16) as ReservationId;

/** A claim is free where none stands, or one that would be cleared away. */
class ProposedClaims extends Claims {
  readonly #store: Proposals;
  #looks = 0;
  #listed: ReadonlySet<PortKey> | undefined;

  constructor(store: Proposals) {
    super(store.layout, NOBODY, store.kernel);
    this.#store = store;
  }

  override make(network: string, key: PortKey): boolean {
    if (this.#store.wouldBeEnded(network, key)) return true;
    this.#looks += 1;
    if (this.#looks <= LOOKS_PER_LIST) return !this.#store.isClaimed(network, key);
    this.#listed ??= new Set(this.#store.keys(network));
    return !this.#listed.has(key);
  }

  override abandon(): void {
    // Nothing was claimed.
  }
}
