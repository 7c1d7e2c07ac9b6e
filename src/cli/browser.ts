import { spawn } from 'node:child_process';
import { type Environment, startFolder } from '../ports/index.js';

/** Milliseconds: a command that has not failed by then has found its browser. */
const PATIENCE_MS = 1500;

/**
 * Opens a URL: with the commands that `$BROWSER` lists, else with the system's own. No shell sees
 * the URL.
 * @returns false where none of them could.
 */
export async function openBrowser(
  url: string,
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  for (const words of browserCommands(url, environment, platform)) {
    if (await starts(words, environment)) return true;
  }
  return false;
}

/** By custom `$BROWSER` is a list with colons, and `%s` in a command stands for the URL. */
export function browserCommands(
  url: string,
  { BROWSER = '' }: Environment,
  platform: NodeJS.Platform,
): string[][] {
  const separator = platform === 'win32' ? ';' : ':';
  const own = BROWSER.split(separator).map((command) => command.trim().split(/\s+/));
  const named = own.filter(([program]) => program !== '').map((words) => withUrl(words, url));
  return named.length > 0 ? named : [[...(SYSTEM[platform] ?? ['xdg-open']), url]];
}

const SYSTEM: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

function withUrl(words: readonly string[], url: string): string[] {
  const filled = words.map((word) => word.replaceAll('%s', url));
  return words.some((word) => word.includes('%s')) ? filled : [...filled, url];
}

/** A browser in the foreground runs on: only one that fails at once has not opened anything. */
function starts([program = '', ...args]: readonly string[], env: Environment): Promise<boolean> {
  const child = spawn(program, args, { cwd: startFolder(), env, detached: true, stdio: 'ignore' });
  return new Promise((resolve) => {
    const done = (started: boolean) => {
      clearTimeout(patience);
      child.unref();
      resolve(started);
    };
    const patience = setTimeout(() => done(true), PATIENCE_MS);
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
}
