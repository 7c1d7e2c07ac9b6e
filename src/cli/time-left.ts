const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long until a date, in its two largest units: `5h 59m`; `never` for none. */
export function timeLeft(date: string | null, now: number = Date.now()): string {
  if (date === null) return 'never';
  const left = Date.parse(date) - now;
  if (left <= 0) return 'is over';
  if (left < MINUTE) return `in ${Math.ceil(left / 1000)}s`;
  if (left < HOUR) return `in ${Math.round(left / MINUTE)}m`;
  if (left < DAY) return `in ${Math.floor(left / HOUR)}h ${Math.floor((left % HOUR) / MINUTE)}m`;
  return `in ${Math.floor(left / DAY)}d ${Math.floor((left % DAY) / HOUR)}h`;
}
