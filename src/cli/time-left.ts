const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When a date comes, in the two largest units: `in 5h 59m`; `now` where it has, `never` for none. */
export function timeLeft(date: string | null, now: number = Date.now()): string {
  if (date === null) return 'never';
  const left = Date.parse(date) - now;
  if (left <= 0) return 'now';
  return `in ${inUnits(left)}`;
}

/** How long ago a date was: `5m ago`. */
export function timeSince(date: string, now: number = Date.now()): string {
  return `${inUnits(Math.max(0, now - Date.parse(date)))} ago`;
}

function inUnits(ms: number): string {
  if (ms < MINUTE) return `${Math.ceil(ms / 1000)}s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)}m`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)}h ${Math.floor((ms % HOUR) / MINUTE)}m`;
  return `${Math.floor(ms / DAY)}d ${Math.floor((ms % DAY) / HOUR)}h`;
}
