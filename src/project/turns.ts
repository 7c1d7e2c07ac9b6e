import { setImmediate } from 'node:timers/promises';
import { elapsedMs } from '../ports/index.js';

/** How long others wait at most, in milliseconds. */
const TURN_MS = 20;

/**
 * Does something for every item in turn, and lets whatever else waits in this process go between.
 * @param tell is told now and then how many are done.
 */
export async function eachInTurn<T>(
  items: Iterable<T>,
  use: (item: T) => void,
  tell?: (done: number) => void,
): Promise<void> {
  let since = elapsedMs();
  let done = 0;
  for (const item of items) {
    use(item);
    done += 1;
    if (elapsedMs() - since < TURN_MS) continue;
    tell?.(done);
    await setImmediate();
    since = elapsedMs();
  }
}
