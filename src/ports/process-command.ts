import { readFileSync } from 'node:fs';
import { childProcess } from './late.js';

/** The command line of a running process as its words, as far as this user may see it. */
export function commandOf(pid: number, proc = '/proc'): readonly string[] {
  if (process.platform === 'win32') return [];
  try {
    if (process.platform !== 'linux') return wordsFromPs(pid);
    const words = readFileSync(`${proc}/${pid}/cmdline`, 'utf8').split('\0');
    return words.at(-1) === '' ? words.slice(0, -1) : words;
  } catch {
    return []; // gone, or another user's
  }
}

function wordsFromPs(pid: number): string[] {
  // Without -ww macOS cuts the line at the terminal's width.
  const line = childProcess().execFileSync('ps', ['-ww', '-o', 'command=', '-p', `${pid}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return line.trim().split(/\s+/);
}
