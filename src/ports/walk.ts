/**
 * How a walk through a range goes: what is still to come is guessed by what came so far. Before
 * anything came, every port is taken for free.
 */
export class Walk {
  readonly #toFind: number;
  #hits = 0;
  #misses = 0;

  constructor(toFind: number) {
    this.#toFind = toFind;
  }

  hit(): void {
    this.#hits += 1;
  }

  miss(): void {
    this.#misses += 1;
  }

  /** Two of three ports that were tried are not free, or more. */
  get isCrowded(): boolean {
    return this.#misses > 2 * this.#hits;
  }

  get missesToCome(): number {
    return (Math.max(0, this.#toFind - this.#hits) * this.#misses) / (this.#hits + 1);
  }

  get triesToCome(): number {
    return Math.max(0, this.#toFind - this.#hits) + this.missesToCome;
  }
}
