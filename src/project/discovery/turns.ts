import { setImmediate } from 'node:timers/promises';
import { elapsedMs } from '../../ports/index.js';

/** How long others wait at most, in milliseconds. */
const TURN_MS = 20;

/** A stretch of work, after which whatever else waits in this process is to go. */
export class Turn {
  #since = elapsedMs();

  get isOver(): boolean {
    return elapsedMs() - this.#since >= TURN_MS;
  }

  /** Lets others go, and begins the next. */
  async pass(): Promise<void> {
    await setImmediate();
    this.#since = elapsedMs();
  }
}

/**
 * Does something for every item in turn, and lets whatever else waits in this process go between.
 * @param tell is told now and then how many are done.
 */
export async function eachInTurn<T>(
  items: Iterable<T>,
  use: (item: T) => void,
  tell?: (done: number) => void,
): Promise<void> {
  const turn = new Turn();
  let done = 0;
  for (const item of items) {
    use(item);
    done += 1;
    if (!turn.isOver) continue;
    tell?.(done);
    await turn.pass();
  }
}
