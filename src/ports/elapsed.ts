/**
 * Milliseconds on a clock that nobody sets, from a start that means nothing. `performance.now()` is
 * the same, after a part of Node that takes longer to load than asking for a port.
 */
export function elapsedMs(): number {
  return Number(process.hrtime.bigint()) / 1_000_000;
}
