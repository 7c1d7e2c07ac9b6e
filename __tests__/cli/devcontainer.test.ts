import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
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
    'compose.yaml': 'services: { other: { image: x, ports: ["9200:9200"] } }\n',
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
  const text = readFileSync(env, 'utf8');
  expect(text).toMatch(/^COMPOSE_PROJECT_NAME=one-[0-9a-z]{8}_devcontainer\nWEB_PORT=\d+\n$/);
  expect(text).toContain(`WEB_PORT=${ports.WEB_PORT}\n`);
  expect(stderr).toContain('docker-compose.yml:4 (8080)');
  expect(status()).toBe('');
  rmSync(env);
  const again = JSON.parse((await portkeeper(['prepare', '--devcontainer', '--json'])).stdout);
  expect(again.ports).toEqual(ports);
  expect(readFileSync(env, 'utf8')).toBe(text);
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

it('moves no other stack for a container of an image, and says what to run', async () => {
  worktree({
    '.devcontainer/devcontainer.json': '{ "image": "x", "forwardPorts": [3000] }',
    'docker-compose.yml': COMPOSE,
  });
  expect(await portkeeper(['prepare', '--devcontainer'])).toEqual({
    status: 0,
    stdout: '',
    stderr: expect.stringMatching(/^No compose file .* portkeeper devcontainer up\.\n$/),
  });
});

it('starts a container of an image with ports of its own, the same ones again', async () => {
  worktree({
    '.devcontainer/devcontainer.json': '{ "image": "x", "appPort": [3000] }',
    'package.json': '{}\n',
  });
  mkdirSync(inWorkingFolder('bin'));
  expect(await portkeeper(['devcontainer', 'up'], { PATH: inWorkingFolder('bin') })).toMatchObject({
    status: 127,
    stderr: expect.stringContaining('npm install --global @devcontainers/cli'),
  });
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
  const port = Number(/:(\d+):/.exec(config.appPort[0])?.[1]);
  const restored = JSON.parse((await portkeeper(['restore', '--json'])).stdout);
  expect(restored.released).toEqual([expect.objectContaining({ name: 'APP_PORT_3000', port })]);
  expect(JSON.parse((await portkeeper(['status', '--json'])).stdout).leases).toEqual([]);
  expect(await portkeeper(['restore'])).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('nothing to restore'),
  });
  expect(await up()).toEqual(config);
});

const BOTH = {
  overlay: {
    '.devcontainer/devcontainer.json':
      '{ "dockerComposeFile": ["../compose.yml", "compose.portkeeper.yaml"], "service": "app" }',
    'compose.yml': COMPOSE,
    '.env': 'WEB_PORT=3000\nAPI_PORT=4000\n',
    '.gitignore': `${OVERLAY}\n`,
  },
  '.env': {
    '.devcontainer/devcontainer.json': '{ "dockerComposeFile": "../compose.yml" }',
    'compose.yml': COMPOSE,
    '.env': 'WEB_PORT=3000\nAPI_PORT=4000\n',
  },
};

const prepared = async (...words: string[]) => {
  const { id, ports } = JSON.parse((await portkeeper(['prepare', ...words, '--json'])).stdout);
  return { id, ports };
};

describe.each(Object.entries(BOTH))(
  'with both preparations in one checkout, by %s',
  (_way, files) => {
    it.each([
      ['the project first', [], ['--devcontainer']],
      ['the dev container first', ['--devcontainer'], []],
    ])(
      'has one number for each port, and neither takes the other back: %s',
      async (_what, first, second) => {
        worktree(files);
        const before = await prepared(...first);
        const after = await prepared(...second);
        const [project, containers] = first.length === 0 ? [before, after] : [after, before];
        expect(Object.keys(project.ports).sort()).toEqual(['API_PORT', 'APP_PORT_80', 'WEB_PORT']);
        const { API_PORT: _, ...published } = project.ports;
        expect(containers.ports).toEqual(published);
        expect(readFileSync('.env', 'utf8')).toContain(`API_PORT=${project.ports.API_PORT}\n`);
        for (const [words, is] of [
          [first, before],
          [second, after],
          [first, before],
        ] as const) {
          expect(await prepared(...words)).toEqual(is);
        }
        expect((await portkeeper(['port', 'API_PORT'])).stdout).toBe(`${project.ports.API_PORT}\n`);
        await portkeeper(['restore']);
        expect(status()).toBe('');
        expect(JSON.parse((await portkeeper(['status', '--json'])).stdout).leases).toEqual([]);
      },
    );

    it('goes on when the project states more', async () => {
      worktree(files);
      const { ports } = await prepared();
      await prepared('--devcontainer');
      appendFileSync('.env', 'DB_PORT=5432\n');
      const more = await prepared();
      expect(more.ports).toEqual({ ...ports, DB_PORT: expect.any(Number) });
      const { API_PORT: _, ...published } = ports;
      expect((await prepared('--devcontainer')).ports).toEqual(published);
      await portkeeper(['restore']);
      expect(readFileSync('.env', 'utf8')).toBe('WEB_PORT=3000\nAPI_PORT=4000\nDB_PORT=5432\n');
    });
  },
);

it('names the compose projects of two folders apart that are called the same', async () => {
  const names: string[] = [];
  for (const parent of ['a', 'b']) {
    const folder = inWorkingFolder(parent, 'shop', '.devcontainer');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'devcontainer.json'), '{ "dockerComposeFile": "compose.yml" }');
    writeFileSync(join(folder, 'compose.yml'), 'services:\n  app:\n    image: x\n');
    for (const _ of [1, 2]) {
      const { status: code } = await portkeeper([
        'prepare',
        join(parent, 'shop'),
        '--devcontainer',
      ]);
      expect(code).toBe(0);
      const [, name = ''] =
        /^COMPOSE_PROJECT_NAME=(.+)$/m.exec(readFileSync(join(folder, '.env'), 'utf8')) ?? [];
      names.push(name);
    }
    await portkeeper(['restore', join(parent, 'shop')]);
    expect(existsSync(join(folder, '.env'))).toBe(false);
  }
  expect(names[0]).toMatch(/^shop-[0-9a-z]{8}_devcontainer$/);
  expect([names[0], names[2]]).toEqual([names[1], names[3]]);
  expect(names[0]).not.toBe(names[2]);
});
