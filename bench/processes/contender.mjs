// Takes a port and gives it back, again and again, for a while.
import { ARBITERS } from '../arbiters.mjs';
import { answerWith } from './answer.mjs';

answerWith(async ({ arbiter, folder, forMs }) => {
  const cycle = ARBITERS[arbiter](folder);
  const waits = [];
  let failures = 0;
  const before = process.cpuUsage();
  for (let now = performance.now(), end = now + forMs; now < end; ) {
    await cycle().catch(() => failures++);
    const after = performance.now();
    waits.push(after - now);
    now = after;
  }
  const { user, system } = process.cpuUsage(before);
  return { waits, failures, cpuMs: (user + system) / 1000 };
});
