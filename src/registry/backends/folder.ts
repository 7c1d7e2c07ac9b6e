import { linkSync, lutimesSync } from 'node:fs';
import { join } from 'node:path';
import { type PortKey, portKey } from '../../ports/index.js';
import { type Kernel, thisKernel } from '../kernel.js';
import {
  isReservationId,
  type Lease,
  newReservationId,
  type ReservationId,
  type ReservationRecord,
} from '../reservation.js';
import { type Claim, parseClaim } from './claim.js';
import { Claims } from './claims.js';
import { found, Layout } from './layout.js';
import { type Ending, readRecord, type StoredRecord, type Unreadable } from './record-file.js';
import { Rights } from './rights.js';
import { readTicket } from './ticket.js';

/**
 * A registry in a folder. Each step on it is atomic:
 *
 *     tickets/<id>                             says whose the claims of a set are, while it is made
 *     claims/<network>/<protocol>-<port>       a hard link to it, made exclusively: the arbiter
 *     reservations/<id>.json                   the same file, renamed: all its claims are made
 *     ended/<id>.json                          renamed again: released, and its claims are void
 *     reservations/<id>.dead.json              or so, where it was found dead
 *     end/<id>.<protocol>-<port>.<n>           the right to take a void claim away
 */
export class FolderStore {
  readonly layout: Layout;
  readonly kernel: Kernel;
  readonly #rights: Rights;

  constructor(folder: string, kernel: Kernel = thisKernel) {
    this.layout = new Layout(folder);
    this.kernel = kernel;
    this.#rights = new Rights(this.layout, kernel);
  }

  /**
   * Itself, for every operation to begin with.
   * @throws {PortKeeperError} REGISTRY_UNUSABLE, where a link stands in place of a folder
   */
  usable(): this {
    this.layout.refuseLinks();
    return this;
  }

  /** What a new reservation makes its claims with; whoever waited for a port looks again. */
  claimsFor(id = newReservationId()): Claims {
    this.layout.refuseLinks();
    return new Claims(this.layout, id, this.kernel);
  }

  /** Whether something stands at a port's name, whatever it is worth. */
  isClaimed(network: string, key: PortKey): boolean {
    return this.layout.inodeOf(this.layout.claim(network, key)) !== undefined;
  }

  readClaim(network: string, key: PortKey): Claim | Unreadable | undefined {
    const text = readTicket(this.layout.claim(network, key));
    return text === undefined ? undefined : (parseClaim(text ?? '') ?? 'unreadable');
  }

  /** Seals a set whose claims are all made; gives them back where it cannot be sealed. */
  seal(record: ReservationRecord, claims: Claims): void {
    try {
      claims.seal(record, this.layout.reservation(record.id));
    } catch (error) {
      claims.abandonAll(record);
      throw error;
    }
  }

  find(id: ReservationId): StoredRecord | Unreadable | undefined {
    return readRecord(this.layout.reservation(id), id, this.kernel);
  }

  /** A reservation that is over; of one that was released, its time is when it ended. */
  findEnded(id: ReservationId): StoredRecord | Unreadable | undefined {
    return this.#findAs('released', id) ?? this.#findAs('dead', id);
  }

  #findAs(ending: Ending, id: ReservationId): StoredRecord | Unreadable | undefined {
    const stored = readRecord(this.#endOf(id, ending), id, this.kernel);
    return typeof stored === 'object' ? { ...stored, ending } : stored;
  }

  /** Starts the record's time anew. False when there is no such reservation any more. */
  renew(id: ReservationId): boolean {
    return this.#touch(this.layout.reservation(id));
  }

  /**
   * From here on the reservation is over, for everybody. False when somebody ended it before.
   * What was released rests for a while; what a dead owner left does not.
   */
  markEnded(id: ReservationId, ending: Ending): boolean {
    const [record, ended] = [this.layout.reservation(id), this.#endOf(id, ending)];
    // Before it ends, so that whoever is killed in between leaves a port that rests.
    if (ending === 'released') ignoreRefusal(() => this.#touch(record));
    return this.layout.writing(() => found(() => this.layout.rename(record, ended)));
  }

  #endOf(id: ReservationId, ending: Ending): string {
    return ending === 'released' ? this.layout.ended(id) : this.layout.dead(id);
  }

  /** Forgets a reservation that is over, or was found dead just now, once its last claim is gone. */
  forgetWhenDone(stored: StoredRecord): void {
    const { record, ending = 'dead' } = stored;
    if (record.leases.some((lease) => this.carries(stored, lease))) return;
    this.layout.remove(this.#endOf(record.id, ending));
  }

  /**
   * Takes a void claim away. Of several who find it void one wins the right to end it; the winner
   * looks again before it removes, so that a slow one never removes the claim that came after.
   * False when somebody else has the right.
   */
  end(network: string, key: PortKey, id: ReservationId): boolean {
    return this.#ending(network, key, id, (path) => this.layout.remove(path));
  }

  /**
   * Puts the claim of what was released back, which was ended for somebody who did not get all that
   * was asked for: its port rests on. Where that cannot be done, it rests no more.
   */
  restAgain(network: string, key: PortKey, id: ReservationId): void {
    const claim = this.layout.claim(network, key);
    try {
      linkSync(this.layout.ended(id), claim);
    } catch {
      return;
    }
    // Forgotten meanwhile: without its record the claim would pass for one in the making.
    if (this.findEnded(id) === undefined) this.layout.remove(claim);
  }

  /** Ends one lease of a set: its claim becomes that of a reservation of its own, which is over. */
  split(record: ReservationRecord, lease: Lease): boolean {
    const part: ReservationRecord = { ...record, id: newReservationId(), leases: [lease] };
    const key = portKey(lease.protocol, lease.port);
    try {
      return this.#ending(record.network, key, record.id, (path) =>
        this.claimsFor(part.id).takeOver(path, part, this.layout.ended(part.id)),
      );
    } finally {
      this.restRights();
    }
  }

  #ending(network: string, key: PortKey, id: ReservationId, act: (path: string) => void): boolean {
    const rights = this.#rights.win(`${id}.${key}`);
    if (rights === undefined) return false;
    this.layout.writing(() => {
      const claim = this.readClaim(network, key);
      if (isClaimOf(claim, id)) act(this.layout.claim(network, key));
    });
    for (const right of rights) this.layout.remove(right);
    return true;
  }

  /** To be called when claims were ended, and no more are to be for now. */
  restRights(): void {
    this.#rights.rest();
  }

  /** Whether a lease of this record still has its claim: the same file, or one that says so. */
  carries({ record, inode }: StoredRecord, { protocol, port }: Lease): boolean {
    const { id, network } = record;
    const key = portKey(protocol, port);
    const found = this.layout.inodeOf(this.layout.claim(network, key));
    if (found === undefined) return false;
    // A number that is not exact may be another file's.
    if (found === inode && Number.isSafeInteger(inode)) return true;
    return isClaimOf(this.readClaim(network, key), id);
  }

  /** Every claim of a network, by the port's key. */
  keys(network: string): PortKey[] {
    return this.layout.list(this.layout.claims(network)).filter(isPortKey);
  }

  networks(): string[] {
    return this.layout.list(this.layout.claims()).filter((name) => /^(\d+|host)$/.test(name));
  }

  /** What is over is not among the others, unless it ended after they were listed. */
  ids(ending?: Ending): ReservationId[] {
    const suffix = ending === 'dead' ? '.dead.json' : '.json';
    return this.layout
      .list(join(this.layout.root, ending === 'released' ? 'ended' : 'reservations'))
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .filter(isReservationId);
  }

  /**
   * A record's time is its file's: one system call renews it. It counts the machine's uptime. That
   * of what a link leads to is not ours to change.
   */
  #touch(path: string): boolean {
    const seconds = this.kernel.uptimeMs() / 1000;
    return this.layout.writing(() => found(() => lutimesSync(path, seconds, seconds)));
  }
}

function isClaimOf(claim: Claim | Unreadable | undefined, id: ReservationId): boolean {
  return claim !== undefined && claim !== 'unreadable' && claim.id === id;
}

function isPortKey(name: string): name is PortKey {
  return /^(tcp|udp)-[1-9]\d{0,4}$/.test(name);
}

/** Only a file's owner may set its time: another user's lease then rests, or not, as it happens. */
function ignoreRefusal(touch: () => void): void {
  try {
    touch();
  } catch {
    // It ends all the same.
  }
}
