import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { inWorkingFolder, portkeeper, useWorkingFolder } from './in-process.js';

// The host's side of dev containers. With the real tools: __tests__/e2e/devcontainer.test.ts.

useWorkingFolder();

const OVERLAY = '.devcontainer/compose.portkeeper.yaml';

/** A linked worktree, so that ports move, of a project with these files. */
function worktree(files: Readonly<Record<string, string>>): void {
  mkdirSync('main/.devcontainer', { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join('main', path), text);
  const git = (...words: string[]) => execFileSync('git', words, { cwd: 'main', stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 's');
  git('worktree', 'add', '--quiet', '-b', 'one', inWorkingFolder('one'));
  process.chdir('one');
}

const status = () => execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' });

const COMPOSE = `services:
  app:
    image: x
    ports: ["\${WEB_PORT:-3000}:3000", "8080:80"]
`;

it('writes the override that a dev container lists, at every start the same', async () => {
  worktree({
    '.devcontainer/devcontainer.json': `{
      // with a comment, and a comma too much
      "dockerComposeFile": ["docker-compose.yml", "compose.portkeeper.yaml"], "service": "app",
    }`,
    '.devcontainer/docker-compose.yml': COMPOSE,
    'package.json': '{ "scripts": { "dev": "vite --port 5173" } }\n',
    '.gitignore': `${OVERLAY}\n`,
  });
  const first = JSON.parse((await portkeeper(['prepare', '--devcontainer', '--json'])).stdout);
  expect(Object.keys(first.ports).sort()).toEqual(['APP_PORT_80', 'WEB_PORT']);
  const text = readFileSync(OVERLAY, 'utf8');
  expect(text).toContain(`"${first.ports.WEB_PORT}:3000"`);
  expect(text).toContain(`"${first.ports.APP_PORT_80}:80"`);
  expect(status()).toBe('');
  rmSync(OVERLAY);
  const second = JSON.parse((await portkeeper(['prepare', '--devcontainer', '--json'])).stdout);
  expect(second.id).toBe(first.id);
  expect(readFileSync(OVERLAY, 'utf8')).toBe(text);
  await portkeeper(['restore']);
  expect(existsSync(OVERLAY)).toBe(false);
});

it('writes .env where no override is listed, and names what it cannot reach', async () => {
  worktree({
    '.devcontainer/devcontainer.json': '{ "dockerComposeFile": "docker-compose.yml" }',
    '.devcontainer/docker-compose.yml': COMPOSE,
    '.gitignore': '.env\n',
  });
  const { stdout, stderr } = await portkeeper(['prepare', '--devcontainer', '--json']);
  const { ports } = JSON.parse(stdout);
  const env = join('.devcontainer', '.env');
  expect(readFileSync(env, 'utf8')).toBe(`WEB_PORT=${ports.WEB_PORT}\n`);
  expect(stderr).toContain('docker-compose.yml:4 (8080)');
  expect(status()).toBe('');
  rmSync(env);
  const again = JSON.parse((await portkeeper(['prepare', '--devcontainer', '--json'])).stdout);
  expect(again.ports).toEqual(ports);
  expect(readFileSync(env, 'utf8')).toBe(`WEB_PORT=${ports.WEB_PORT}\n`);
  const third = JSON.parse((await portkeeper(['prepare', '--devcontainer', '--json'])).stdout);
  expect(third.id).toBe(again.id);
});

it.each([
  ['an image', '{ "image": "x" }'],
  ['no dev container', undefined],
])('lets a start with %s go on', async (_what, json) => {
  worktree({
    'package.json': '{}\n',
    ...(json !== undefined && { '.devcontainer/devcontainer.json': json }),
  });
  expect(await portkeeper(['prepare', '--devcontainer'])).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('portkeeper devcontainer up'),
  });
});

it('starts a container of an image with ports of its own, the same ones again', async () => {
  worktree({
    '.devcontainer/devcontainer.json': '{ "image": "x", "appPort": [3000] }',
    'package.json': '{}\n',
  });
  mkdirSync(inWorkingFolder('bin'));
  const stub = inWorkingFolder('bin', 'devcontainer');
  // A stand-in for the Dev Containers CLI, which keeps what it was given.
  writeFileSync(
    stub,
    `#!/bin/sh\nprintf '%s\\n' "$@" >'${inWorkingFolder('words')}'\ncp "$7" '${inWorkingFolder('config')}'\nexit 3\n`,
  );
  chmodSync(stub, 0o755);
  const PATH = `${inWorkingFolder('bin')}:${process.env.PATH}`;
  const up = async () => {
    const { status: code } = await portkeeper(['devcontainer', 'up', '.', '--', '--x'], { PATH });
    expect(code).toBe(3);
    return JSON.parse(readFileSync(inWorkingFolder('config'), 'utf8'));
  };
  const config = await up();
  expect(config).toMatchObject({
    image: 'x',
    appPort: [expect.stringMatching(/^127\.0\.0\.1:2\d{4}:3000$|^127\.0\.0\.1:3\d{4}:3000$/)],
  });
  expect(readFileSync(inWorkingFolder('words'), 'utf8').split('\n')).toEqual([
    'up',
    '--workspace-folder',
    inWorkingFolder('one'),
    '--config',
    inWorkingFolder('one', '.devcontainer', 'devcontainer.json'),
    '--override-config',
    expect.stringMatching(/devcontainer\.json$/),
    '--x',
    '',
  ]);
  expect(await up()).toEqual(config);
  expect(status()).toBe('');
});
