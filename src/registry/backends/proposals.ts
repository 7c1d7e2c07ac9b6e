import type { PortKey } from '../../ports/index.js';
import type { ReservationId } from '../reservation.js';
import { Claims } from './claims.js';
import { FolderStore } from './folder.js';

/** A registry that is only looked at: what would be claimed or ended is left as it is. */
export class Proposals extends FolderStore {
  override claimsFor(id: ReservationId): Claims {
    return new ProposedClaims(this, id);
  }

  override end(): boolean {
    return false;
  }

  override markEnded(): boolean {
    return false;
  }

  override forgetWhenDone(): void {
    // Nothing was ended.
  }
}

/** After so many looks at single claims it costs less to list them all. */
const LOOKS_PER_LIST = 10;

/** A claim is free where none stands. */
class ProposedClaims extends Claims {
  readonly #store: FolderStore;
  #looks = 0;
  #listed: ReadonlySet<PortKey> | undefined;

  constructor(store: FolderStore, id: ReservationId) {
    super(store.layout, id, store.kernel);
    this.#store = store;
  }

  override make(network: string, key: PortKey): boolean {
    this.#looks += 1;
    if (this.#looks <= LOOKS_PER_LIST) return !this.#store.isClaimed(network, key);
    this.#listed ??= new Set(this.#store.keys(network));
    return !this.#listed.has(key);
  }

  override abandon(): void {
    // Nothing was claimed.
  }
}
