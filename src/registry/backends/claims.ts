import { closeSync, futimesSync, openSync, writeFileSync } from 'node:fs';
import { type PortKey, portKey } from '../../ports/index.js';
import type { Kernel } from '../kernel.js';
import { self } from '../process-identity.js';
import type { ReservationId, ReservationRecord } from '../reservation.js';
import { formatClaim, parseClaim } from './claim.js';
import type { Layout } from './layout.js';
import { readTicket } from './ticket.js';

/**
 * The claims of one reservation while it is being made, by this process. They are hard links to a
 * file whose first line says whose they are, so that a claim is complete at its birth. When all are
 * made the record is written behind that line, and the file renamed to where it counts: it is the
 * only file that a reservation needs, whatever its size.
 */
export class Claims {
  readonly id: ReservationId;
  readonly #layout: Layout;
  readonly #kernel: Kernel;
  readonly #path: string;
  #line: string | undefined;
  #file: number | undefined;
  #isBegun = false;

  constructor(layout: Layout, id: ReservationId, kernel: Kernel) {
    this.id = id;
    this.#layout = layout;
    this.#kernel = kernel;
    this.#path = layout.ticket(id);
  }

  /** Claims a port. False when somebody's claim stands there. */
  make(network: string, key: PortKey): boolean {
    const name = this.#layout.claim(network, key);
    return this.#layout.writing(() => this.#give(name), network);
  }

  /**
   * Makes a claim on nothing, and takes it back: whether this file system has what claims are made of.
   * @throws {PortKeeperError} REGISTRY_UNUSABLE, when it has not
   */
  prove(): void {
    const staged = `${this.#path}.new`;
    try {
      this.#layout.writing(() => this.#give(staged));
      this.#layout.remove(staged);
    } finally {
      this.done();
    }
  }

  /** Takes a claim back that was never sealed: nobody else may, while this process lives. */
  abandon(network: string, key: PortKey): void {
    const path = this.#layout.claim(network, key);
    if (parseClaim(readTicket(path) ?? '')?.id !== this.id) return;
    // Windows may keep the name of a file that is open until it is closed.
    if (process.platform === 'win32') this.#close();
    this.#layout.remove(path);
  }

  /** Makes the record count: at this name it is complete at its birth, and its time begins. */
  seal(record: ReservationRecord, path: string): void {
    this.#layout.writing(() => {
      const file = this.#open();
      // The rest of the object that its first line began.
      writeFileSync(file, `${JSON.stringify(record).slice(1)}\n`);
      const seconds = this.#kernel.uptimeMs() / 1000;
      futimesSync(file, seconds, seconds);
    });
    this.#close();
    this.#layout.writing(() => this.#layout.rename(this.#path, path));
    this.#isBegun = false;
  }

  /** Gives these claims back that were to be sealed. */
  abandonAll({ network, leases }: ReservationRecord): void {
    for (const { protocol, port } of leases) this.abandon(network, portKey(protocol, port));
    this.done();
  }

  /** Seals a record and puts its claim in another's place. Only for who won the right to end that. */
  takeOver(claim: string, record: ReservationRecord, path: string): void {
    const staged = `${this.#path}.new`;
    this.#layout.writing(() => this.#give(staged));
    // First the claim: a sweep that came between would forget a record that has none.
    this.#layout.rename(staged, claim);
    try {
      this.seal(record, path);
    } catch (error) {
      this.abandonAll(record);
      throw error;
    }
  }

  /** Forgets what was not sealed. */
  done(): void {
    if (!this.#isBegun) return;
    this.#close();
    this.#layout.remove(this.#path);
    this.#isBegun = false;
  }

  #give(name: string): boolean {
    this.#open();
    return this.#layout.makeName(name, this.#path, this.#says());
  }

  #says(): string {
    this.#line ??= formatClaim({ id: this.id, maker: self(this.#kernel) });
    return this.#line;
  }

  #open(): number {
    this.#file ??= this.#isBegun ? openSync(this.#path, 'a') : this.#begin();
    return this.#file;
  }

  #begin(): number {
    const file = this.#layout.create(this.#path);
    this.#file = file; // whatever becomes of its first line
    this.#isBegun = true;
    writeFileSync(file, `{"claim":"${this.#says()}",\n`);
    return file;
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
