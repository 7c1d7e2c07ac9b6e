import type { PortRegistry } from './registry.js';
import type { Lease, ReservationId, ReservationRecord } from './reservation.js';

/** What a reservation gave. It releases itself at the end of an `await using` block. */
export class Reservation implements AsyncDisposable {
  readonly id: ReservationId;
  readonly leases: readonly Lease[];
  /** When it ends without a renewal, or null. */
  readonly expiresAt: Date | null;
  readonly #registry: PortRegistry;

  constructor(registry: PortRegistry, record: ReservationRecord) {
    this.id = record.id;
    this.leases = record.leases;
    this.expiresAt = record.ttlMs === null ? null : new Date(Date.now() + record.ttlMs);
    this.#registry = registry;
  }

  /** Name → number. */
  get ports(): Record<string, number> {
    return Object.fromEntries(this.leases.map(({ name, port }) => [name, port]));
  }

  /** @throws {PortKeeperError} NOTHING_FOUND, when it is over. */
  async renew(): Promise<void> {
    await this.#registry.renew(this.id);
  }

  async release(): Promise<void> {
    await this.#registry.release(this.id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }
}
