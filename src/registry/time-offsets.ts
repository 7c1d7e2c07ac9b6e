/** How far a process' time namespace counts ahead of the machine's own time, in nanoseconds. */
export interface TimeOffsets {
  /** Of the uptime. */
  readonly monotonic: bigint;
  /** Of the starts of processes. */
  readonly boottime: bigint;
}

export const NO_OFFSETS: TimeOffsets = { monotonic: 0n, boottime: 0n };

/** Of `/proc/<pid>/timens_offsets`: a line a clock, with its seconds and nanoseconds. */
export function parseTimeOffsets(text: string): TimeOffsets {
  const offsetOf = (clock: string): bigint => {
    const [, seconds = '0', rest = '0'] =
      new RegExp(`^${clock}\\s+(-?\\d+)\\s+(\\d+)$`, 'm').exec(text) ?? [];
    return BigInt(seconds) * 1_000_000_000n + BigInt(rest);
  };
  return { monotonic: offsetOf('monotonic'), boottime: offsetOf('boottime') };
}

/** `/proc` counts starts in hundredths of a second, on every machine that Node runs on. */
const TICK = 10_000_000n;
/** A start before the beginning of the namespace's time, of 64 bits without a sign, passes it. */
const LATEST = 2n ** 63n / TICK;

/**
 * A start that `/proc` tells, as the machine itself counts it; empty where it cannot be told to the
 * tick, since the kernel rounds after it has added the offset.
 */
export function startWithout({ boottime }: TimeOffsets, ticks: string): string {
  if (boottime === 0n || ticks === '') return ticks;
  const start = BigInt(ticks);
  return boottime % TICK === 0n && start < LATEST ? `${start - boottime / TICK}` : '';
}
