import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from '@jest/globals';

// The command line as it ships, run as a process in folders of its own.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const program = join(root, 'dist', 'cli', 'index.js');

let folder: string;

export function useFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portkeeper-cli-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

export function inFolder(...names: string[]): string {
  return join(folder, ...names);
}

/** A copy of the example project. */
export function copyStack(): string {
  cpSync(join(root, 'examples', 'stack'), inFolder('stack'), { recursive: true });
  return inFolder('stack');
}

export const example = join(root, 'examples', 'stack');

function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { NO_COLOR: _, ...env } = process.env;
  return { ...env, PORTKEEPER_REGISTRY: inFolder('registry'), ...more };
}

/** Runs it to its end, in the folder of the test. */
export function cli(...words: string[]) {
  return cliWith({}, ...words);
}

export function cliWith(env: NodeJS.ProcessEnv, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    env: environment(env),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Starts it, for a test that does something meanwhile. */
export function startCli(...words: string[]) {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: environment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const said = new Promise<string>((resolve) => {
    child.stdout.once('data', (data) => resolve(String(data)));
  });
  return { child, ended, said };
}

/**
 * Starts a line of a shell on a terminal, where `$portkeeper` begins a command. Who kills what is
 * returned closes the terminal. Undefined where there is no such terminal to be had.
 */
export function startInTerminal(line: string) {
  if (process.platform !== 'linux' || spawnSync('script', ['--version']).status !== 0) return;
  return spawn('script', ['--quiet', '--command', line, '/dev/null'], {
    cwd: folder,
    env: environment({ SHELL: '/bin/sh', portkeeper: `${process.execPath} ${program}` }),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
}

interface Lease {
  readonly name: string;
  readonly port: number;
  readonly owner: string;
  readonly id: string;
  readonly expiresAt: string;
}

/** What `status --json` shows. */
export function leases(): Lease[] {
  return JSON.parse(cli('status', '--json').stdout).leases;
}
