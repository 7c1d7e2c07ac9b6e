import type { LeftAlone, Site } from './site.js';

/** A site that is left alone: one that only speaks of a port is right until that moves. */
export function leave(
  { file, line, column, port, role, mayServe }: Site,
  reason: string,
): LeftAlone {
  const speaks = role === 'refer' && mayServe !== true;
  return { file, line, column, port, reason, ...(speaks && { matters: 'where it moves' }) };
}
