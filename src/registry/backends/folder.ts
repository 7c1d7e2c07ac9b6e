import { renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type PortKey, portKey } from '../../ports/index.js';
import { type Kernel, thisKernel } from '../kernel.js';
import { formatIdentity, livenessOf, parseIdentity, self } from '../process-identity.js';
import {
  isReservationId,
  type Lease,
  newReservationId,
  type ReservationId,
  type ReservationRecord,
} from '../reservation.js';
import { type Claim, formatClaim, parseClaim } from './claim.js';
import { found, Layout } from './layout.js';
import { readRecord, type StoredRecord, type Unreadable } from './record-file.js';
import { readTicket, Ticket } from './ticket.js';

/**
 * A registry in a folder. Each step on it is atomic:
 *
 *     claims/<network>/<protocol>-<port>       who has the port, made exclusively: the arbiter
 *     reservations/<id>.json                   seals a set: all its claims are made
 *     ended/<id>.json                          the same file, renamed: its claims are void
 *     end/<id>.<protocol>-<port>.<n>           the right to take a void claim away
 *     tickets/                                 what claims and rights are linked to while made
 */
export class FolderStore {
  readonly layout: Layout;
  readonly kernel: Kernel;

  constructor(folder: string, kernel: Kernel = thisKernel) {
    this.layout = new Layout(folder);
    this.kernel = kernel;
  }

  /** What a new reservation makes its claims with. */
  claimsFor(id: ReservationId): Claims {
    return new Claims(this.layout, id, this.kernel);
  }

  readClaim(network: string, key: PortKey): Claim | Unreadable | undefined {
    const text = readTicket(this.layout.claim(network, key));
    return text === undefined ? undefined : (parseClaim(text ?? '') ?? 'unreadable');
  }

  /** Seals a set whose claims are all made; gives them back where it cannot be sealed. */
  seal(record: ReservationRecord): void {
    try {
      this.#writeRecord(record, this.layout.reservation(record.id));
    } catch (error) {
      const claims = this.claimsFor(record.id);
      for (const { protocol, port } of record.leases) {
        claims.abandon(record.network, portKey(protocol, port));
      }
      throw error;
    }
  }

  find(id: ReservationId): StoredRecord | Unreadable | undefined {
    return readRecord(this.layout.reservation(id), id, this.kernel);
  }

  /** A reservation that is over; its time is when it ended. */
  findEnded(id: ReservationId): StoredRecord | Unreadable | undefined {
    return readRecord(this.layout.ended(id), id, this.kernel);
  }

  /** Starts the record's time anew. False when there is no such reservation any more. */
  renew(id: ReservationId): boolean {
    return this.#touch(this.layout.reservation(id));
  }

  /**
   * From here on the reservation is over, for everybody. False when somebody ended it before.
   * What was released rests for a while; what a dead owner left does not.
   */
  markEnded(id: ReservationId, why: 'released' | 'dead'): boolean {
    const [record, ended] = [this.layout.reservation(id), this.layout.ended(id)];
    // Before it ends, so that whoever is killed in between leaves a port that rests.
    if (why === 'released') ignoreRefusal(() => this.#touch(record));
    const mine = this.layout.writing(() => found(() => renameSync(record, ended)));
    if (mine && why === 'dead') ignoreRefusal(() => this.#touch(ended, 0));
    return mine;
  }

  /** Forgets a reservation that is over, once its last claim is gone. */
  forgetWhenDone(record: ReservationRecord): void {
    if (record.leases.some((lease) => this.carries(record, lease))) return;
    this.layout.remove(this.layout.ended(record.id));
  }

  /**
   * Takes a void claim away. Of several who find it void one wins the right to end it; the winner
   * looks again before it removes, so that a slow one never removes the claim that came after.
   * False when somebody else has the right.
   */
  end(network: string, key: PortKey, id: ReservationId): boolean {
    return this.#ending(network, key, id, (path) => this.layout.remove(path));
  }

  /** Ends one lease of a set: its claim becomes that of a reservation of its own, which is over. */
  split(record: ReservationRecord, lease: Lease): boolean {
    const part: ReservationRecord = { ...record, id: newReservationId(), leases: [lease] };
    const key = portKey(lease.protocol, lease.port);
    return this.#ending(record.network, key, record.id, (path) => {
      this.#writeRecord(part, this.layout.ended(part.id));
      this.claimsFor(part.id).takeOver(path);
    });
  }

  #ending(network: string, key: PortKey, id: ReservationId, act: (path: string) => void): boolean {
    const rights = this.#winRight(`${id}.${key}`);
    if (rights === undefined) return false;
    this.layout.writing(() => {
      const claim = this.readClaim(network, key);
      if (isClaimOf(claim, id)) act(this.layout.claim(network, key));
    });
    for (const right of rights) this.layout.remove(right);
    return true;
  }

  /** The right has a next number for each winner that died with it. */
  #winRight(name: string): string[] | undefined {
    const ticket = new Ticket(this.layout, newReservationId(), formatIdentity(self(this.kernel)));
    const rights: string[] = [];
    try {
      for (let n = 0; n < 100; n++) {
        const right = this.layout.right(`${name}.${n}`);
        rights.push(right);
        if (ticket.give(right)) return rights;
        const winner = parseIdentity(readTicket(right) ?? '');
        if (winner === undefined || livenessOf(winner, this.kernel) !== 'dead') return undefined;
      }
      return undefined;
    } finally {
      ticket.discard();
    }
  }

  /** Whether a lease of this record still has its claim. */
  carries({ id, network }: ReservationRecord, { protocol, port }: Lease): boolean {
    return isClaimOf(this.readClaim(network, portKey(protocol, port)), id);
  }

  /** Every claim of a network, by the port's key. */
  keys(network: string): PortKey[] {
    return this.layout.list(this.layout.claims(network)).filter(isPortKey);
  }

  networks(): string[] {
    return this.layout.list(this.layout.claims()).filter((name) => /^(\d+|host)$/.test(name));
  }

  ids(folder: 'reservations' | 'ended'): ReservationId[] {
    return this.layout
      .list(join(this.layout.root, folder))
      .map((name) => name.replace(/\.json$/, ''))
      .filter(isReservationId);
  }

  /** All leases in one file, for readers; written under the lock, and of no weight. */
  writeView(view: unknown): void {
    const path = join(this.layout.root, 'registry.json');
    this.layout.replaceFile(path, `${JSON.stringify(view, null, 2)}\n`);
  }

  /** Complete at its birth, like everything here; its time begins. */
  #writeRecord(record: ReservationRecord, path: string): void {
    const staged = this.layout.ticket(`${record.id}.json`);
    this.layout.writing(() => this.layout.writeFile(staged, `${JSON.stringify(record)}\n`));
    this.layout.writing(() => {
      this.#touch(staged);
      renameSync(staged, path);
    });
  }

  /** A record's time is its file's: one system call renews it. It counts the machine's uptime. */
  #touch(path: string, atMs = this.kernel.uptimeMs()): boolean {
    return this.layout.writing(() => found(() => utimesSync(path, atMs / 1000, atMs / 1000)));
  }
}

/** The claims of one reservation while it is being made, by this process. */
export class Claims {
  readonly #layout: Layout;
  readonly #id: ReservationId;
  readonly #ticket: Ticket;

  constructor(layout: Layout, id: ReservationId, kernel: Kernel) {
    this.#layout = layout;
    this.#id = id;
    this.#ticket = new Ticket(layout, id, formatClaim({ id, maker: self(kernel) }));
  }

  /** Claims a port. False when somebody's claim stands there. */
  make(network: string, key: PortKey): boolean {
    return this.#ticket.give(this.#layout.claim(network, key), network);
  }

  /** Takes a claim back that was never sealed: nobody else may, while this process lives. */
  abandon(network: string, key: PortKey): void {
    const path = this.#layout.claim(network, key);
    if (isClaimOf(parseClaim(readTicket(path) ?? ''), this.#id)) this.#layout.remove(path);
  }

  takeOver(path: string): void {
    this.#ticket.replace(path);
    this.done();
  }

  done(): void {
    this.#ticket.discard();
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
