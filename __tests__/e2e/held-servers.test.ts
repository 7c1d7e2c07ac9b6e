import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { findProgram, letOthersUse, SERVERS, type ServerCase } from './servers.js';

// Which real servers bind a port while it is held, and bind it again after they stopped.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const NOBODY = 65534;
let folder: string;
let registry: PortRegistry;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-servers-'));
  letOthersUse(folder);
  registry = new PortRegistry({
    registry: join(folder, 'registry'),
    environment: process.env,
    holder: join(root, 'dist', 'holder', 'index.js'),
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const here = SERVERS.flatMap((server) => {
  const program = findProgram(server);
  return program === undefined ? [] : [{ ...server, program }];
});
const missing = SERVERS.filter((server) => findProgram(server) === undefined);

// Said in so many words: what was not there was not seen.
afterAll(() => {
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join('; ');
  process.stderr.write(`held servers NOT run, as they are not installed: ${names}\n`);
});

it.each(here)('$name', async (server) => {
  const { id, ports } = await registry.reserve({ ports: ['WEB'], hold: true });
  const port = ports.WEB ?? 0;
  expect((await registry.status()).map(({ held }) => held)).toEqual([true]);
  const starts = server.binds ? 2 : 1;
  for (let start = 1; start <= starts; start++) {
    const { child, said } = run(server, server.program, port);
    const answered = await answers(port, child);
    await stop(child, port);
    expect({ answered, said: answered ? '' : said() }).toEqual(
      server.binds
        ? { answered: true, said: '' }
        : { answered: false, said: expect.stringMatching(server.says ?? /./) },
    );
  }
  expect((await registry.status()).map(({ held }) => held)).toEqual([true]);
  await registry.release(id);
});

function run(server: ServerCase, program: string, port: number) {
  const [file = '', ...words] = server.command(program, port, folder);
  const unprivileged = server.unprivileged === true && process.getuid?.() === 0;
  const child = spawn(file, words, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(unprivileged && { uid: NOBODY, gid: NOBODY }),
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      text += data;
    });
  }
  return { child, said: () => text };
}

/** A hold accepts nothing: what answers is the server. */
async function answers(port: number, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await connects(port)) return true;
    await delay(50);
  }
  return false;
}

function connects(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).then((result) => {
    socket.resetAndDestroy();
    return result as boolean;
  });
}

async function stop(child: ChildProcess, port: number): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.spawnargs.includes('--publish')) {
    execFileSync('docker', ['rm', '--force', `portkeeper-hold-${port}`], { stdio: 'ignore' });
  }
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}
