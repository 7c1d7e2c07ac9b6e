// Takes a port and gives it back, again and again, for a while.
import { ARBITERS } from '../arbiters.mjs';
import { answerWith } from './answer.mjs';

answerWith(async ({ arbiter, folder, forMs }) => {
  const cycle = ARBITERS[arbiter](folder);
  const waits = [];
  let failures = 0;
  for (let now = performance.now(), end = now + forMs; now < end; ) {
    await cycle().catch(() => failures++);
    const after = performance.now();
    waits.push(after - now);
    now = after;
  }
  return { waits, failures };
});
