import type { Kernel } from '../kernel.js';
import { formatIdentity, livenessOf, parseIdentity, self } from '../process-identity.js';
import { newReservationId } from '../reservation.js';
import type { Layout } from './layout.js';
import { readTicket } from './ticket.js';

/** Rights to end void claims: names that one process can make, which say who it is. */
export class Rights {
  readonly #layout: Layout;
  readonly #kernel: Kernel;
  #ticket: string | undefined;

  constructor(layout: Layout, kernel: Kernel) {
    this.#layout = layout;
    this.#kernel = kernel;
  }

  /**
   * Wins the right of this name, which has a next number for each winner that died with it.
   * @returns the files to remove when it is used; undefined when somebody else has it
   */
  win(name: string): string[] | undefined {
    const rights: string[] = [];
    for (let n = 0; n < 100; n++) {
      const right = this.#layout.right(`${name}.${n}`);
      rights.push(right);
      if (this.#layout.writing(() => this.#make(right))) return rights;
      const winner = parseIdentity(readTicket(right) ?? '');
      if (winner === undefined || livenessOf(winner, this.#kernel) !== 'dead') return undefined;
    }
    return undefined;
  }

  /** Rights that were won stay; the file that they are links to goes, until one is wanted again. */
  rest(): void {
    if (this.#ticket !== undefined) this.#layout.remove(this.#ticket);
    this.#ticket = undefined;
  }

  #make(right: string): boolean {
    const identity = formatIdentity(self(this.#kernel));
    const ticket = this.#write(identity);
    return this.#layout.makeName(right, ticket, identity);
  }

  #write(identity: string): string {
    if (this.#ticket !== undefined) return this.#ticket;
    const path = this.#layout.ticket(newReservationId());
    this.#layout.writeFile(path, identity);
    this.#ticket = path;
    return path;
  }
}
