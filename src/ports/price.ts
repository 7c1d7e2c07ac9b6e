/** A time that was short by chance, or is of a machine that had less to do, is forgotten by and by. */
const FORGETTING = 1.25;

/**
 * What a question to the kernel takes on this machine, by how long it took lately. Where one list
 * answers what many questions would, this tells which of them costs less.
 */
export class Price {
  #ms: number | undefined;

  /** Milliseconds: about the least of the last few, since what was interrupted took longer. */
  get ms(): number | undefined {
    return this.#ms;
  }

  /** Learns from a question that took so long. */
  paid(ms: number): void {
    const atMost = this.#ms === undefined ? ms : this.#ms * FORGETTING;
    this.#ms = Math.min(ms, atMost);
  }
}
