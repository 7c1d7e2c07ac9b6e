import { setImmediate } from 'node:timers/promises';

/** How long others wait at most, in milliseconds. */
const TURN_MS = 20;

/** Does something for every item in turn, and lets whatever else waits in this process go between. */
export async function eachInTurn<T>(items: Iterable<T>, use: (item: T) => void): Promise<void> {
  let since = performance.now();
  for (const item of items) {
    use(item);
    if (performance.now() - since < TURN_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}
