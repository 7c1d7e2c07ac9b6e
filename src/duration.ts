import { PortKeeperError } from './errors.js';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Parses `90s`, `30m`, `6h`, `1h30m`, `2d`, `500ms` and a bare number of seconds.
 * @returns milliseconds.
 * @throws {PortKeeperError} USAGE, when it is none of them.
 */
export function parseDuration(input: string): number {
  const text = input.trim().toLowerCase();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const parts = [...text.matchAll(/(\d{1,9})(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new PortKeeperError('USAGE', `"${input}" is not a length of time`, {
      hint: 'Write a number and a unit: 90s, 30m, 6h, 1h30m, 2d.',
    });
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
}
