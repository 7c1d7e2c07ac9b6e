import { elapsedMs } from './elapsed.js';

const REMEMBERED = 4;

/**
 * What a question to the kernel takes on this machine, by how long it took lately. Where one list
 * answers what many questions would, this tells which of them costs less.
 */
export class Price {
  readonly #lately: number[] = [];

  /** Milliseconds: the least of the last few, since what was interrupted took longer. */
  get ms(): number | undefined {
    return this.#lately.length === 0 ? undefined : Math.min(...this.#lately);
  }

  /** Asks, and learns what that takes. */
  of<T>(ask: () => T): T {
    const start = elapsedMs();
    try {
      return ask();
    } finally {
      this.#lately.push(elapsedMs() - start);
      if (this.#lately.length > REMEMBERED) this.#lately.shift();
    }
  }
}
