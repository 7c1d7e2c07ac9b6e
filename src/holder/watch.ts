import { type BigIntStats, lstatSync } from 'node:fs';
import type { FolderStore } from '../registry/backends/folder.js';
import type { StoredRecord } from '../registry/backends/record-file.js';
import { HoldMarks } from '../registry/hold-protocol.js';
import { deathOf, remainingMs } from '../registry/standing.js';
import type { HeldPorts } from './held-ports.js';

/** Looks after a reservation whose ports are held, and ends with it. */
export class Watch {
  readonly #store: FolderStore;
  readonly #ports: HeldPorts;
  readonly #marks: HoldMarks;
  #stored: StoredRecord;
  #seen = '';

  constructor(store: FolderStore, stored: StoredRecord, ports: HeldPorts) {
    this.#store = store;
    this.#stored = stored;
    this.#ports = ports;
    this.#marks = new HoldMarks(store.layout.root, stored.record.id);
  }

  /** Leaves word of who holds, and whether that is in a server's way. */
  sign(): void {
    const { layout } = this.#store.usable();
    if (this.#ports.isInTheWay) layout.replaceFile(this.#marks.bound, this.#marks.signature());
    else this.#marks.forgetBound();
    layout.replaceFile(this.#marks.holder, this.#marks.signature());
  }

  /** Ends with the reservation; until then its time does not run out while its owner lives. */
  look(): void {
    if (this.#isOver()) this.#end();
    if (this.#marks.isHandedOver()) {
      this.#ports.handOver();
      this.#ifItMay(() => this.#marks.forgetOver());
    }
    void this.#ports.holdWanted();
    const { ttlMs, owner } = this.#stored.record;
    if (owner.kind === 'name' || ttlMs === null) return;
    const leftMs = remainingMs(this.#stored);
    if (leftMs > 0 && leftMs < ttlMs / 2) this.#ifItMay(() => this.#renew());
  }

  /**
   * Never after its time, nor by one who was frozen until then: somebody who found it over may be
   * ending it at this moment, and its owner must not take it for renewed.
   */
  #renew(): void {
    const { id } = this.#stored.record;
    const { kernel } = this.#store;
    if (!this.#store.renew(id)) return;
    const isLate = remainingMs({ ...this.#stored, readAtMs: kernel.uptimeMs() }) <= 0;
    if (isLate) this.#store.markEnded(id, 'released');
  }

  /** A record that cannot be read for now ends nothing; the owner whom it named still may. */
  #isOver(): boolean {
    const { id } = this.#stored.record;
    const readAtMs = this.#store.kernel.uptimeMs();
    const seen = versionOf(this.#store.layout.reservation(id));
    if (seen === undefined || seen !== this.#seen) {
      const stored = this.#store.find(id);
      if (stored === undefined) return true;
      if (stored !== 'unreadable') this.#stored = stored;
      this.#seen = seen ?? '';
    } else {
      // It is as it was: seen once more, and its time goes on.
      this.#stored = { ...this.#stored, readAtMs };
    }
    return deathOf(this.#stored, this.#store.kernel) !== undefined;
  }

  #end(): never {
    this.#ports.letGo();
    this.#ifItMay(() => this.#marks.remove());
    process.exit(0);
  }

  /**
   * What lies where a link leads is not ours to change. What the disk refuses now it may allow at
   * the next look, and the ports stay held.
   */
  #ifItMay(change: () => void): void {
    try {
      this.#store.usable();
      change();
    } catch {
      // It stays as it is.
    }
  }
}

/** What changes with every renewal; undefined for a file that is not there, or not to be asked. */
function versionOf(path: string): string | undefined {
  const stats = statsOf(path);
  return stats && `${stats.ino} ${stats.mtimeNs} ${stats.ctimeNs} ${stats.size}`;
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
