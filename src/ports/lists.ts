import { elapsedMs } from './elapsed.js';
import { readHeldNames } from './held-names.js';
import { type PortKey, portKey, readPortsInUse } from './kernel-tables.js';
import type { PortNumber } from './number.js';
import { portSystem } from './platform.js';
import { Price } from './price.js';
import type { Probe } from './probe.js';
import type { Protocol } from './protocol.js';
import type { Walk } from './walk.js';

/**
 * What reading a list costs, in single questions, where it was not read yet: on a machine with few
 * sockets the tables took 18 ms where a bind took 0.035 ms, the names 0.12 ms where one took 0.015.
 */
const TABLES_IN_BINDS = 500;
const NAMES_IN_NAMES = 8;
/** A hold that was made since a list was read is not in it. */
const FRESH_MS = 50;

const prices = { bind: new Price(), tables: new Price(), name: new Price(), names: new Price() };

/**
 * The kernel can be asked for one port, or for all at once, and neither is always the cheaper:
 * a list is read once it costs less than what is still to be asked.
 */
export class Lists {
  readonly #walk: Walk;
  readonly #probe: Probe;
  readonly #inUse = new Map<Protocol, Uint8Array | undefined>();
  /** Null where the kernel lists none. */
  #held: ReadonlySet<PortKey> | null | undefined;
  #heldUntil = 0;

  constructor(walk: Walk, probe: Probe) {
    this.#walk = walk;
    this.#probe = probe;
  }

  /** Whether a list that was read anyway shows a socket. */
  showsSocket(protocol: Protocol, port: PortNumber): boolean {
    return this.#inUse.get(protocol)?.[port] === 1;
  }

  /** Whether somebody holds the port. */
  isHeld(protocol: Protocol, port: PortNumber): boolean {
    if (!portSystem().hasNames) return false;
    const held = this.#names();
    if (held) return held.has(portKey(protocol, port));
    const askedAt = elapsedMs();
    const isFree = this.#probe.isUnheld(protocol, port);
    prices.name.paid(elapsedMs() - askedAt);
    return !isFree;
  }

  bindsDualStack(port: PortNumber): boolean {
    const askedAt = elapsedMs();
    const isFree = this.#probe.bindsDualStack(port);
    prices.bind.paid(elapsedMs() - askedAt);
    return isFree;
  }

  /** To be told of each port that was not free. */
  missed(protocol: Protocol): void {
    if (this.#inUse.has(protocol)) return;
    const bindMs = prices.bind.ms ?? 0;
    const tablesMs = prices.tables.ms ?? TABLES_IN_BINDS * bindMs;
    if (this.#walk.missesToCome * bindMs <= tablesMs) return;
    const askedAt = elapsedMs();
    this.#inUse.set(protocol, readPortsInUse(protocol));
    prices.tables.paid(elapsedMs() - askedAt);
  }

  #names(): ReadonlySet<PortKey> | null | undefined {
    if (this.#held === null || elapsedMs() < this.#heldUntil) return this.#held;
    const nameMs = prices.name.ms ?? 0;
    const namesMs = prices.names.ms ?? NAMES_IN_NAMES * nameMs;
    if (this.#walk.triesToCome * nameMs <= namesMs) return undefined;
    const askedAt = elapsedMs();
    this.#held = readHeldNames() ?? null;
    prices.names.paid(elapsedMs() - askedAt);
    this.#heldUntil = elapsedMs() + FRESH_MS;
    return this.#held;
  }
}
