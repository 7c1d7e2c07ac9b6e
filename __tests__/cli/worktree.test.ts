import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { inWorkingFolder, portkeeper, useWorkingFolder } from './in-process.js';

useWorkingFolder();

const git = (...words: string[]) => execFileSync('git', words, { stdio: 'pipe' });

function repository(): void {
  mkdirSync('shop/apps/api', { recursive: true });
  process.chdir('shop');
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync('.env', 'WEB_PORT=13911\n');
  writeFileSync('apps/api/.env', 'API_PORT=13912\n');
  git('add', '--all');
  git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 's');
  git('worktree', 'add', '--quiet', '-b', 'feature', inWorkingFolder('feature'));
  git('worktree', 'add', '--quiet', '-b', 'idle', inWorkingFolder('idle'));
}

it('lists every worktree with its ports, from any of them', async () => {
  repository();
  const feature = inWorkingFolder('feature');
  await portkeeper(['prepare', '.']);
  await portkeeper(['prepare', join(feature, 'apps', 'api')]);
  process.chdir(feature);
  const { worktrees } = JSON.parse((await portkeeper(['worktree', 'list', '--json'])).stdout);
  expect(worktrees).toEqual([
    {
      path: inWorkingFolder('shop'),
      head: 'main',
      main: true,
      prepared: true,
      projects: [
        {
          root: inWorkingFolder('shop'),
          id: expect.any(String),
          ports: { WEB_PORT: 13911, API_PORT: 13912 },
        },
      ],
    },
    {
      path: feature,
      head: 'feature',
      main: false,
      prepared: true,
      projects: [
        {
          root: join(feature, 'apps', 'api'),
          id: expect.any(String),
          ports: { API_PORT: expect.any(Number) },
        },
      ],
    },
    { path: inWorkingFolder('idle'), head: 'idle', main: false, prepared: false, projects: [] },
  ]);
  const { stdout } = await portkeeper(['worktree', 'list']);
  expect(stdout).toMatch(/^WORKTREE +BRANCH +PORTS\n/);
  expect(stdout).toMatch(/shop +main \(main checkout\) +WEB_PORT=13911 API_PORT=13912\n/);
  expect(stdout).toMatch(/idle +idle +not prepared\n/);
});

it('says of one that was moved while it was prepared that its ports are no longer its own', async () => {
  repository();
  const moved = inWorkingFolder('moved');
  await portkeeper(['prepare', inWorkingFolder('feature')]);
  git('worktree', 'move', inWorkingFolder('feature'), moved);
  const { worktrees } = JSON.parse((await portkeeper(['worktree', 'list', '--json'])).stdout);
  expect(worktrees[1]).toMatchObject({ path: moved, prepared: false, projects: [], over: [moved] });
  const listed = (await portkeeper(['worktree', 'list'])).stdout;
  expect(listed).toMatch(/moved +feature +no longer its own: prepare again\n/);
  await portkeeper(['prepare', moved]);
  expect((await portkeeper(['worktree', 'list'])).stdout).toMatch(/moved +feature +WEB_PORT=/);
});

it('refuses what is not a repository, and what it cannot do', async () => {
  expect(await portkeeper(['worktree', 'list'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no git repository'),
  });
  expect(await portkeeper(['worktree', 'remove'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('use git'),
  });
});

it('tells what calls the number of a port where that moves, each time, and not where it stays', async () => {
  repository();
  const calls = { name: 'call.js', text: 'fetch("http://localhost:13911/");\n' };
  for (const folder of ['.', inWorkingFolder('feature')]) {
    writeFileSync(join(folder, calls.name), calls.text);
    git('-C', folder, 'add', '--all');
  }
  const told = 'left alone: call.js:1:25 13911 source code calls localhost:13911';
  expect((await portkeeper(['prepare', '.'])).stderr).not.toContain('left alone');
  const feature = ['prepare', inWorkingFolder('feature')];
  expect((await portkeeper(feature)).stderr).toContain(told);
  const again = await portkeeper(feature);
  expect(again.stdout).toContain('as before');
  expect(again.stderr).toContain(told);
});

it('lists the others where the journal of one cannot be followed', async () => {
  repository();
  const feature = inWorkingFolder('feature');
  await portkeeper(['prepare', feature]);
  const journal = join('.git', 'portkeeper', 'e3b0c44298fc1c14');
  mkdirSync(journal, { recursive: true });
  for (const words of [['--json'], []]) {
    writeFileSync(join(journal, '1.json'), 'no journal');
    const { status, stdout, stderr } = await portkeeper(['worktree', 'list', ...words]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/shop: The journal of this project cannot be trusted.*set aside/);
    if (words.length === 0) expect(stdout).toMatch(/shop +main .main checkout. +not to be read\n/);
    else
      expect(JSON.parse(stdout).worktrees[0]).toMatchObject({ unread: [inWorkingFolder('shop')] });
    expect(stdout).toMatch(/WEB_PORT/);
  }
});
