import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { WORKTREE_HOOKS } from '../../src/cli/hooks.js';
import { inWorkingFolder, portkeeper, useWorkingFolder } from './in-process.js';

const examples = join(process.cwd(), 'examples', 'stack');
const fixtures = join(process.cwd(), '__tests__', 'fixtures');

useWorkingFolder();

const found = async () => {
  const { ports } = JSON.parse((await portkeeper(['detect', '.', '--json'])).stdout);
  return ports.map(({ name, port }: { name: string; port: number }) => `${name} ${port}`);
};

it.each([
  ['the example', examples],
  ['a monorepo', join(fixtures, 'monorepo', 'before')],
  ['a Laravel project', join(fixtures, 'laravel-sail', 'before')],
])('writes what was found in %s, which changes nothing of it', async (_what, project) => {
  cpSync(project, 'p', { recursive: true });
  process.chdir('p');
  const before = await found();
  expect(await portkeeper(['init'])).toMatchObject({
    status: 0,
    stdout: 'wrote portkeeper.yaml\n',
  });
  const text = readFileSync('portkeeper.yaml', 'utf8');
  const named = Object.keys(parse(text).ports);
  expect(named.length).toBe(before.length);
  expect(await found()).toEqual(before);
});

it.each([
  ['portkeeper.yaml', '# mine\n'],
  ['package.json', '{ "portkeeper": { "range": "21000-21999" } }'],
])('never overwrites: a project with %s stays as it is', async (name, text) => {
  writeFileSync(name, text);
  const { status, stderr } = await portkeeper(['init']);
  expect({ status, text: readFileSync(name, 'utf8') }).toEqual({ status: 7, text });
  expect(stderr).toContain('was left as it is');
});

it('declares the numbers of before in a project that is prepared', async () => {
  cpSync(examples, 'p', { recursive: true });
  process.chdir('p');
  const before = await found();
  await portkeeper(['prepare', '--strategy', 'random']);
  expect(await found()).not.toEqual(before);
  const { ports } = parse((await portkeeper(['init', '--print'])).stdout);
  expect(Object.entries(ports).map(([name, port]) => `${name} ${port}`)).toEqual(before);
});

it('prints a file for a project without ports too', async () => {
  const { stdout, status } = await portkeeper(['init', '--print']);
  expect(status).toBe(0);
  expect(parse(stdout)).toBeNull();
  writeFileSync('portkeeper.yaml', stdout);
  expect((await portkeeper(['detect', '.'])).status).toBe(1); // read, and nothing found
});

it('prints a snippet for every tool', async () => {
  const { stdout } = await portkeeper(['init', '--hooks']);
  for (const { tool, file } of WORKTREE_HOOKS) expect(stdout).toContain(`${tool}: ${file}`);
  expect(JSON.parse((await portkeeper(['init', '--hooks', '--json'])).stdout).hooks).toHaveLength(
    WORKTREE_HOOKS.length,
  );
});

it('gives git a hook that prepares a new worktree, and nothing else', () => {
  const git = (...words: string[]) =>
    execFileSync('git', words, {
      stdio: 'pipe',
      env: { ...process.env, PATH: `${inWorkingFolder('bin')}:${process.env.PATH}` },
    });
  mkdirSync('bin');
  writeFileSync('bin/npx', `#!/bin/sh\necho "$PWD $*" >> '${inWorkingFolder('ran')}'\n`, {
    mode: 0o755,
  });
  mkdirSync('p');
  process.chdir('p');
  git('init', '--quiet', '--initial-branch=main');
  git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--allow-empty', '-qm', 's');
  const { file = '', snippet } = WORKTREE_HOOKS.find(({ tool }) => tool === 'git') ?? {};
  mkdirSync('.git/hooks', { recursive: true });
  writeFileSync(file, snippet ?? '', { mode: 0o755 });
  git('checkout', '--quiet', '-b', 'other');
  git('worktree', 'add', '--quiet', '-b', 'feature', inWorkingFolder('feature'));
  expect(readFileSync(inWorkingFolder('ran'), 'utf8')).toBe(
    `${inWorkingFolder('feature')} portkeeper prepare\n`,
  );
});

it.each([
  [['--group', 'dev'], 'Give --system with it.'],
  [['--system', 'folder'], '--system takes no folder'],
  [['--system', '--hooks', '--print'], '--system takes no --hooks and no --print'],
])('refuses what belongs to two things that it could do: %j', async (words, why) => {
  const { status, stderr } = await portkeeper(['init', ...words]);
  expect(status).toBe(2);
  expect(stderr).toContain(why);
});

it.each([
  ['help', 'detcet'],
  ['detcet', '--help'],
])('has no help for a command that there is not: %s %s', async (...words) => {
  const { status, stdout, stderr } = await portkeeper(words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('Did you mean detect?');
});
