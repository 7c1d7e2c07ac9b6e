import { createServer } from 'node:http';
import { basename } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { cli, cliWith, inFolder, leases, startCli, useFolder } from './cli.js';

useFolder();

const dockerHost = process.env.DOCKER_HOST;
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
  if (dockerHost === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = dockerHost;
});

it('keeps the distances of the numbers that it is given, and not the numbers', () => {
  const { stdout, status } = cli('reserve', 'A=3000', 'B=3005', '--keep-offset', '--json');
  expect(status).toBe(0);
  const { A, B } = JSON.parse(stdout).ports;
  expect(B - A).toBe(5);
  expect(A).toBeGreaterThan(3005);
});

it.each([
  [['A=3000', 'B'], /B has no number to keep its distance from/],
  [['A=3000', 'B=3005', '--contiguous'], /Leave out either of contiguous and keepOffset/],
])('refuses distances that cannot be kept: %j', (words, why) => {
  const { stderr, status } = cli('reserve', ...words, '--keep-offset');
  expect(stderr).toMatch(why);
  expect(status).toBe(2);
});

/** Sends itself a signal as soon as a set counts, which the rename of its record makes it do. */
const signalling = (signal: string) => `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { renameSync } = fs;
  fs.renameSync = (from, to) => {
    renameSync(from, to);
    if (/reservations/.test(to)) process.kill(process.pid, '${signal}');
  };
  syncBuiltinESMExports();
`;

(process.platform === 'win32' ? it.skip : it).each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
])('gives back what counts already where %s comes before it is told', (signal, status) => {
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(signalling(signal))}`;
  for (const more of [[], ['--hold']]) {
    const ended = cliWith({ NODE_OPTIONS }, 'reserve', 'A', ...more);
    expect(ended).toMatchObject({ status, stdout: '' });
    expect(leases()).toEqual([]);
  }
});

/** Something that speaks as an engine does, and has one container or none. */
async function startEngine(Id: string | undefined): Promise<void> {
  const engine = createServer(({ url }, response) => {
    const answer =
      url === '/info' ? { ID: 'the engine' } : url?.startsWith('/containers/json') ? [] : undefined;
    if (answer === undefined && Id === undefined) response.statusCode = 404;
    response.end(JSON.stringify(answer ?? { Id, State: { Status: 'running' } }));
  });
  const isWindows = process.platform === 'win32';
  const socket = isWindows ? `//./pipe/${basename(inFolder())}` : inFolder('engine');
  await new Promise<void>((resolve) => engine.listen(socket, resolve));
  closers.push(() => engine.close());
  process.env.DOCKER_HOST = `${isWindows ? 'npipe' : 'unix'}://${socket}`;
}

it('gives ports to a container, by its name', async () => {
  const id = 'c'.repeat(64);
  await startEngine(id);
  const { said, ended } = startCli('reserve', 'WEB', '--container', 'web');
  expect(await said).toMatch(/^WEB=\d+\n$/);
  expect(await ended).toEqual({ code: 0, signal: null });
  const { leases } = JSON.parse(cli('status', '--json').stdout);
  expect(leases).toMatchObject([{ name: 'WEB', owner: 'web' }]);
});

it('gives none to a container that no engine knows', async () => {
  await startEngine(undefined);
  const { child, ended } = startCli('reserve', 'WEB', '--container', 'nobody');
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  expect(await ended).toEqual({ code: 2, signal: null });
  expect(stderr).toMatch(/No container nobody can be found/);
});
