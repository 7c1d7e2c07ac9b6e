/** What a holder and those who start, ask and stop it say to each other. */
import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { found } from './backends/layout.js';
import { readTicket } from './backends/ticket.js';
import {
  formatIdentity,
  livenessOf,
  type ProcessIdentity,
  parseIdentity,
  self,
} from './process-identity.js';
import type { ReservationId } from './reservation.js';

/** What became of a hold: `taken` means that somebody else has one of the ports. */
export type HoldResult =
  | { readonly state: 'held' }
  | { readonly state: 'taken'; readonly port: number }
  | { readonly state: 'failed'; readonly reason: string };

/** Tells a holder to look now and not within half a second. It is deaf to what ends others. */
export const LOOK = 'SIGUSR2';

/** What a holder is told that comes after one which was killed. */
export const AGAIN = 'again';

/**
 * What a holder is told whose reservation is still to be made: it waits for one byte on its pipe,
 * and ends where the pipe does.
 */
export const LATER = 'later';

/** The one line that a holder says. */
export function formatHoldResult(result: HoldResult): string {
  return `${JSON.stringify(result)}\n`;
}

export function parseHoldResult(line: string): HoldResult {
  try {
    const { state, port, reason } = JSON.parse(line);
    if (state === 'held') return { state };
    if (state === 'taken') return { state, port: Number(port) };
    return { state: 'failed', reason: String(reason) };
  } catch {
    return { state: 'failed', reason: 'its holder ended at once' };
  }
}

/** The files in which a holder leaves word. Each carries its identity, by which it is tidied up. */
export class HoldMarks {
  /** The ports are held. */
  readonly holder: string;
  /** Some of them by sockets that are in their own servers' way. */
  readonly bound: string;
  /** The same file, renamed by who asks for those ports: gone when they were let go. */
  readonly over: string;

  constructor(folder: string, id: ReservationId) {
    this.holder = join(folder, 'holds', id);
    this.bound = `${this.holder}.bound`;
    this.over = `${this.holder}.over`;
  }

  signature(): string {
    return formatIdentity(self());
  }

  /** The holder, where it lives. */
  livingHolder(): ProcessIdentity | undefined {
    const holder = parseIdentity(readTicket(this.holder) ?? '');
    return holder !== undefined && livenessOf(holder) === 'alive' ? holder : undefined;
  }

  /** The holder did not end by itself: it would have taken its marks along. */
  isLost(): boolean {
    const holder = parseIdentity(readTicket(this.holder) ?? '');
    return holder !== undefined && livenessOf(holder) === 'dead';
  }

  isBound(): boolean {
    return existsSync(this.bound) || this.isHandedOver();
  }

  isHandedOver(): boolean {
    return existsSync(this.over);
  }

  /** An earlier holder may have been killed before it could. */
  forgetBound(): void {
    found(() => unlinkSync(this.bound));
    this.forgetOver();
  }

  forgetOver(): void {
    found(() => unlinkSync(this.over));
  }

  remove(): void {
    found(() => unlinkSync(this.holder));
    this.forgetBound();
  }
}
