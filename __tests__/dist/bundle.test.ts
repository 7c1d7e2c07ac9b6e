import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { until } from '../until.js';

// What ships, in a folder without node_modules.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const FILES = ['.env', 'compose.yaml', 'package.json'];
let folder: string;
let stack: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-dist-'));
  stack = join(folder, 'stack');
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'examples', 'stack'), stack, { recursive: true });
  const git = (...words: string[]) => execFileSync('git', words, { cwd: stack, stdio: 'ignore' });
  git('init', '--quiet');
  git('add', '--all', '--force');
  git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'stack');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function looks(): string[] {
  const read = (name: string) => readFileSync(join(stack, name), 'latin1');
  return FILES.map((name) => `${statSync(join(stack, name)).mode} ${read(name)}`);
}

function changed(): string {
  return execFileSync('git', ['status', '--porcelain'], { cwd: stack, encoding: 'utf8' });
}

function cli(...words: string[]) {
  const env = { ...process.env, PORTKEEPER_REGISTRY: join(folder, 'registry') };
  const program = join(folder, 'dist', 'cli', 'index.js');
  return spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env });
}

it('prepares a project and restores it to the byte', () => {
  const before = looks();
  const prepared = JSON.parse(cli('prepare', stack, '--json').stdout);
  expect(prepared.changedFiles).toEqual(FILES);
  expect(readFileSync(join(stack, '.env'), 'utf8')).toContain(
    `WEB_PORT=${prepared.ports.WEB_PORT}`,
  );
  expect(JSON.parse(cli('prepare', stack, '--json').stdout).id).toBe(prepared.id);
  expect(JSON.parse(cli('status', '--json').stdout).leases).toHaveLength(5);
  expect(cli('restore', stack).status).toBe(0);
  expect(looks()).toEqual(before);
  expect(changed()).toBe('');
  expect(JSON.parse(cli('status', '--json').stdout).leases).toEqual([]);
});

it.each([
  [2, ['reserve', '--range', '9-3']],
  [5, ['reserve', '--registry', join(root, 'package.json')]],
  [1, ['renew', 'aaaaaaaaaaaaaaaa']],
])('ends with %i and two lines at most for %j', (status, words) => {
  const result = cli(...words);
  expect(result.status).toBe(status);
  expect(result.stdout).toBe('');
  expect(result.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
});

it('finishes the undo of a killed job, and gives its ports back', async () => {
  const before = looks();
  const temp = join(folder, 'temp');
  mkdirSync(temp);
  const names = ['ENV', 'OUTPUT', 'STATE', 'STEP_SUMMARY'];
  const files = Object.fromEntries(names.map((name) => [`GITHUB_${name}`, join(temp, name)]));
  for (const file of Object.values(files)) writeFileSync(file, '');
  // The worker starts the action, waits for it, and lives on as a job does.
  const worker = spawn(
    process.execPath,
    [
      '-e',
      `require('node:child_process').spawnSync(process.execPath, [${JSON.stringify(join(folder, 'dist', 'main', 'index.js'))}], { cwd: ${JSON.stringify(stack)} }); console.log('prepared'); setInterval(() => {}, 1000);`,
    ],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        ...process.env,
        ...files,
        RUNNER_TEMP: temp,
        PORTKEEPER_REGISTRY: join(folder, 'registry'),
      },
    },
  );
  await new Promise((resolve) => worker.stdout?.once('data', resolve));
  expect(changed()).not.toBe('');
  expect(JSON.parse(cli('status', '--json').stdout).leases).toHaveLength(5);
  const gone = new Promise((resolve) => worker.once('exit', resolve));
  worker.kill('SIGKILL');
  await gone;
  expect(cli('restore', stack).status).toBe(0);
  expect(looks()).toEqual(before);
  // Its holder sees the death a little later, and lets the ports go.
  await until(() => {
    cli('gc');
    return JSON.parse(cli('status', '--json').stdout).leases.length === 0;
  });
});
