// Takes sets of ports for a short time, and gives each back some time later: before its time is up,
// or long after. Two do so at once, so that it could be ended twice.
import { setTimeout as delay } from 'node:timers/promises';
import { PortRegistry } from '../../lib/index.js';
import { answerWith } from './answer.mjs';

/** The same clock in all processes. */
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

answerWith(async ({ registry, range, sets, count, ttlMs, lateMs, atOnce }) => {
  const [one, other] = [1, 2].map(() => new PortRegistry({ registry }));
  const leases = [];
  const open = new Set();
  for (let set = 0; set < sets; set++) {
    if (open.size >= atOnce) await Promise.race(open);
    const given = await one.reserve({ range, count, ttlMs });
    const ending = end(given, nowMs()).finally(() => open.delete(ending));
    open.add(ending);
  }
  await Promise.all(open);
  return leases;

  async function end({ id, ports }, fromMs) {
    await delay(Math.random() * lateMs);
    const untilMs = Math.min(nowMs(), fromMs + ttlMs);
    const ended = await Promise.all([one.release(id), other.release(id)]);
    const released = ended.flatMap((each) => each.released.map(({ port }) => port));
    for (const port of Object.values(ports)) {
      const ends = released.filter((which) => which === port).length;
      leases.push({ port, fromMs, untilMs, ends });
    }
  }
});
