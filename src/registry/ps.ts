import { childProcess } from '../ports/index.js';

/**
 * When a process started, as `ps` tells it where there is no `/proc`: in whole seconds since 1970,
 * empty where it does not tell, undefined for a zombie. In one language and time zone, whatever
 * those of who asks: to all of them a process has to have one start, or one of them takes it for dead.
 */
export function startFromPs(pid: number, platform = process.platform): string | undefined {
  if (platform === 'win32') return '';
  try {
    const words = ['-o', 'stat=', '-o', 'lstart=', '-p', `${pid}`];
    const line = childProcess().execFileSync('ps', words, {
      encoding: 'utf8',
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/bin:/usr/bin' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return parsePs(line);
  } catch {
    return '';
  }
}

const PS_LINE = /^(\S+)\s+([A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4})$/;

/** Reads `Ss   Wed Nov 25 07:01:02 2026`, the state and what `%c` writes in the C locale. */
export function parsePs(line: string): string | undefined {
  const [, state = '', started = ''] = PS_LINE.exec(line.trim()) ?? [];
  if (state.startsWith('Z')) return undefined;
  const seconds = Date.parse(`${started} UTC`) / 1000;
  return Number.isInteger(seconds) ? `${seconds}` : '';
}
