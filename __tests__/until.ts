import { setTimeout as delay } from 'node:timers/promises';

/** Far longer than anything takes on a busy machine: what has not come by then does not come. */
const PATIENCE_MS = 40_000;

/** Waits until something is so. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; !(await condition()); await delay(10)) {
    if (Date.now() > deadline) throw new Error(`It never came to that: ${condition}`);
  }
}
