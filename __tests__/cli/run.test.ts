import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { until } from '../until.js';
import {
  cli,
  cliWith,
  copyStack,
  example,
  inFolder,
  leases,
  startCli,
  startInTerminal,
  useFolder,
} from './cli.js';

useFolder();

const env = (folder: string) => readFileSync(join(folder, '.env'), 'utf8');
const node = (script: string) => [process.execPath, '-e', script];
/** A command that runs until its input ends, and leaves no process behind. */
const UNTIL_TOLD = "console.log('ready'); process.stdin.on('end', () => process.exit()).resume()";
/** After its end a lease is waited for so long. */
const GRACE_MS = 2000;

it('gives the command its ports, and puts everything back', () => {
  const stack = copyStack();
  const script = `
    const { WEB_PORT, API_PORT, COMPOSE_PROJECT_NAME } = process.env;
    const file = require('fs').readFileSync('.env', 'utf8');
    console.log(JSON.stringify([WEB_PORT, API_PORT, COMPOSE_PROJECT_NAME, file, process.argv.slice(1)]));
  `;
  const words = ['--', ...node(script), '{WEB_PORT}', '--port={PORT}', '{NONE}', '{a,b}'];
  const { status, stdout } = cli('run', 'stack', ...words);
  const [web, api, compose, file, args] = JSON.parse(stdout);
  expect(status).toBe(0);
  expect(file).toContain(`WEB_PORT=${web}\nAPI_PORT="${api}"`);
  expect(compose).toMatch(/^stack-[0-9a-z]{8}$/);
  expect(args).toEqual([web, `--port=${web}`, '{NONE}', '{a,b}']);
  expect(env(stack)).toBe(env(example));
  expect(leases()).toEqual([]);
});

it.each([
  ['an exit code', node('process.exit(7)'), 7],
  ['a signal', node("process.kill(process.pid, 'SIGTERM')"), 143],
  ['no such command', ['no-such-command'], 127],
  ['what is no program', [join(example, 'compose.yaml')], 126],
])('passes on %s, and restores all the same', (_, command, status) => {
  const stack = copyStack();
  expect(cli('run', 'stack', '--', ...command).status).toBe(status);
  expect(env(stack)).toBe(env(example));
  expect(leases()).toEqual([]);
});

it('leaves a prepared project prepared', () => {
  const stack = copyStack();
  cli('prepare', 'stack');
  const prepared = env(stack);
  const { stdout } = cli('run', 'stack', '--', ...node('console.log(process.env.WEB_PORT)'));
  expect(prepared).toContain(`WEB_PORT=${stdout.trim()}`);
  expect(env(stack)).toBe(prepared);
  expect(leases()).toHaveLength(5);
});

it.each([
  ['first', 'second'],
  ['second', 'first'],
])('keeps two runs in one checkout apart; the %s ends before the %s', async (...order) => {
  const stack = copyStack();
  const script =
    "console.log(process.env.WEB_PORT); process.stdin.once('data', () => process.exit())";
  const start = async () => {
    const started = startCli('run', 'stack', '--', ...node(script));
    return { ...started, port: (await started.said).trim() };
  };
  const runs = { first: await start(), second: await start() };
  expect(runs.first.port).not.toBe(runs.second.port);
  for (const [i, name] of order.entries()) {
    const { child, ended } = runs[name as keyof typeof runs];
    expect(leases()).toHaveLength(10 - 5 * i);
    child.stdin.end('go');
    expect(await ended).toEqual({ code: 0, signal: null });
  }
  expect(env(stack)).toBe(env(example));
  expect(leases()).toEqual([]);
});

it('beats a variable of the environment that states an old number', () => {
  copyStack();
  const show = node('console.log(process.env.WEB_PORT, process.env.SITE)');
  const more = { WEB_PORT: '3000', SITE: 'http://localhost:3000/' };
  const { stdout } = cliWith(more, 'run', 'stack', '--', ...show);
  expect(stdout).toMatch(/^(\d+) http:\/\/localhost:\1\/\n$/);
  expect(stdout).not.toContain('3000 ');
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('passes %s on and restores', async (signal) => {
  const stack = copyStack();
  const script = `
    process.on('${signal}', () => { console.log('bye'); process.exit(9); });
    setInterval(() => {}, 1000);
    console.log('ready');
  `;
  const { child, said, ended } = startCli('run', 'stack', '--', ...node(script));
  await said;
  expect(env(stack)).not.toBe(env(example));
  child.kill(signal);
  expect(await ended).toEqual({ code: 9, signal: null });
  expect(env(stack)).toBe(env(example));
  expect(leases()).toEqual([]);
});

it('ends with the code of its command when its terminal is closed', async () => {
  const stack = copyStack();
  // The shell passes on what the kernel tells it alone, and outlives its terminal to say how that ended.
  const line = `
    $portkeeper run stack -- sleep 60 &
    trap "kill -HUP $!" HUP
    wait $!; wait $!; echo $? > ended; mv ended code
  `;
  const terminal = startInTerminal(line);
  if (terminal === undefined) return;
  await until(() => env(stack) !== env(example));
  await until(() => leases().length === 5);
  terminal.kill('SIGKILL');
  await until(() => existsSync(inFolder('code')));
  expect(readFileSync(inFolder('code'), 'utf8')).toBe('129\n');
  expect(env(stack)).toBe(env(example));
  expect(leases()).toEqual([]);
});

it('is made good by the next command when it was killed', async () => {
  const stack = copyStack();
  const { child, said, ended } = startCli('run', 'stack', '--', ...node(UNTIL_TOLD));
  await said;
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(env(stack)).not.toBe(env(example));
  expect(cli('restore', 'stack').status).toBe(0);
  expect(env(stack)).toBe(env(example));
  expect(leases()).toEqual([]);
  child.stdin.end();
  await ended;
});

it('keeps its ports for longer than their TTL', async () => {
  copyStack();
  const words = ['stack', '--ttl', '3s', '--', ...node(UNTIL_TOLD)];
  const { child, said, ended } = startCli('run', ...words);
  await said;
  const ends = () => leases().map(({ expiresAt }) => Date.parse(expiresAt));
  const first = Math.max(...ends());
  await until(() => ends().every((end) => end > first + GRACE_MS));
  expect(leases()).toHaveLength(5);
  child.stdin.end();
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(leases()).toEqual([]);
});

it('runs the command of a project without ports, and says so', () => {
  const { status, stdout, stderr } = cli('run', '--', ...node('console.log(1)'));
  expect({ status, stdout }).toEqual({ status: 0, stdout: '1\n' });
  expect(stderr).toContain('warning: No host port was found');
});
