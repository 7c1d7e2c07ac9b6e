import type { Prepared } from '../../prepare.js';
import type { PortRegistry } from '../../registry/index.js';
import type { Reporter } from '../../reporter.js';

/** Timers count no further; nobody waits that long for a renewal. */
const LONGEST_MS = 24 * 60 * 60 * 1000;

/** Renews a reservation at half its time, for as long as the command runs. */
export async function keepRenewed(
  { id }: Prepared,
  registry: PortRegistry,
  reporter: Reporter,
): Promise<{ stop(): void }> {
  const ends = (await registry.status()).find((lease) => lease.id === id)?.expiresAt;
  if (id === undefined || ends === null || ends === undefined) return { stop: () => undefined };
  const half = Math.min(LONGEST_MS, Math.max(1, (Date.parse(ends) - Date.now()) / 2));
  const timer = setInterval(() => {
    registry.renew(id).catch((error: Error) => {
      clearInterval(timer);
      reporter.warn(`The ports could not be kept for longer: ${error.message}`);
    });
  }, half);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
