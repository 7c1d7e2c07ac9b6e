import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { discover } from '../../../src/project/discovery/discover.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const tree = {
  '.env': '',
  '.env.example': '',
  'package.json': '',
  'README.md': '',
  'compose.yaml': '',
  'compose.override.yaml': '',
  'docker-compose.prod.yml': '',
  'docker-compose.dist.yml': 'services:\n  a:\n    image: a\n    ports: ["80:80"]\n',
  'tools/action.yml': 'services:\n  a:\n    image: a\n    ports: ["80:80"]\nruns: {}\n',
  'mycompose.yaml': '',
  '.devcontainer/docker-compose.yml': '',
  '.cache/compose.yaml': '',
  'apps/web/package.json': '',
  'apps/web/.env.local': '',
  'apps/web/dist/package.json': '',
  'apps/api/dist/.env': '',
  'node_modules/x/package.json': '',
  'apps/web/node_modules/x/.env': '',
  'vendor/x/compose.yaml': '',
  'apps/vendor/package.json': '',
  'apps/vendor/vendor/package.json': '',
};

const expected = [
  '.env',
  'compose.yaml',
  'package.json',
  'compose.override.yaml',
  'docker-compose.prod.yml',
  '.devcontainer/docker-compose.yml',
  'apps/vendor/package.json',
  'apps/web/.env.local',
  'apps/web/package.json',
  'apps/web/dist/package.json',
];

async function pathsIn(root: string, ignore: readonly string[] = []): Promise<string[]> {
  return (await discover(root, { ignore })).files.map(({ path }) => path);
}

function git(root: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], { cwd: root, stdio: 'pipe' });
}

describe('discover', () => {
  it('walks a folder without git', async () => {
    expect(await pathsIn(await temporaryProject(tree))).toEqual(expected);
  });

  it('walks by the rules that git would follow', async () => {
    const root = await temporaryProject({
      ...tree,
      '.gitignore':
        '.env*\n.dev.vars\n/apps/*\n!/apps/web/\ndocker-compose.*.yml\ncompose.override.yaml\n',
      '.dev.vars': '',
      '.dev.vars.example': '',
      'apps/old/package.json': '',
      'apps/web/.gitignore': 'dist/\n',
      'apps/web/.env': '',
    });
    expect(await pathsIn(root)).toEqual([
      ...['.env', '.dev.vars', 'compose.yaml', 'package.json', 'compose.override.yaml'],
      ...['.devcontainer/docker-compose.yml'],
      ...['apps/web/.env', 'apps/web/.env.local', 'apps/web/package.json'],
    ]);
    const { untracked } = await discover(root);
    expect([...untracked]).toEqual(['compose.override.yaml']);
  });

  it('asks git, and finds the env files that git ignores', async () => {
    const root = await temporaryProject({
      ...tree,
      '.gitignore': '.env*\ndist\nnode_modules\n.cache\n/ignored\n',
      'ignored/compose.yaml': '',
    });
    git(root, 'init', '-q');
    expect(await pathsIn(root)).toEqual(expected.filter((path) => !path.includes('dist/')));
  });

  it('looks at a folder below the work tree alone', async () => {
    const root = await temporaryProject(tree);
    git(root, 'init', '-q');
    expect(await pathsIn(join(root, 'apps'))).toEqual(
      ['web/.env.local', 'web/package.json', 'web/dist/package.json', 'api/dist/.env'].sort(
        (a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1),
      ),
    );
  });

  it('finds what git ignores wherever it tracks a file, and not in what it ignores as a whole', async () => {
    const root = await temporaryProject({
      '.gitignore': '.env*\nbuild/\nwhole/\ncompose.override.yaml\n',
      'compose.override.yaml': '',
      'deep/er/package.json': '',
      'deep/.env': '',
      'build/kept': '',
      'build/.env': '',
      'build/beside/.env': '',
      'whole/.env': '',
      'alone/.env': '',
      '.envs/local/.env': '',
    });
    git(root, 'init', '-q');
    git(root, 'add', '--force', 'build/kept');
    const found = ['compose.override.yaml', 'build/.env', 'deep/.env', 'deep/er/package.json'];
    expect(await pathsIn(root)).toEqual(found);
    expect(await pathsIn(join(root, 'build'))).toEqual(['.env']);
    expect(await pathsIn(join(root, 'whole'))).toEqual(['.env']);
  });

  it('takes of a repository within the project what lies at its top', async () => {
    const root = await temporaryProject({ 'inner/.env': '', 'inner/a/.env': '', a: '' });
    git(join(root, 'inner'), 'init', '-q');
    git(root, 'init', '-q');
    expect(await pathsIn(root)).toEqual(['inner/.env']);
  });

  it.each([
    ['with git', () => undefined],
    ['where git cannot be asked', (root: string) => git(root, 'config', 'core.bare', 'true')],
  ])('takes nothing of another worktree that lies within the project: %s', async (_, change) => {
    const files = { '.env': '', '.gitignore': '.trees/a', 'a/compose.yaml': '' };
    const root = await temporaryProject(files);
    git(root, 'init', '-q');
    git(root, 'add', '--force', '.');
    git(root, '-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '-qm', 'x');
    for (const name of ['tree', '.trees/a', '.trees/b', 'a/b/tree']) {
      git(root, 'worktree', 'add', '-q', '--detach', name);
    }
    change(root);
    expect(await pathsIn(root)).toEqual(['.env', 'a/compose.yaml']);
    expect(await pathsIn(join(root, 'tree'))).toEqual(['.env', 'a/compose.yaml']);
  });

  it('names what has a name that is no UTF-8', async () => {
    const root = await temporaryProject({ 'a/.env': '' });
    await mkdir(Buffer.from(`${root}/b\xe9`, 'latin1'));
    await writeFile(Buffer.from(`${root}/b\xe9/.env`, 'latin1'), 'PORT=3000');
    git(root, 'init', '-q');
    const { files, problems } = await discover(root);
    expect(files.map(({ path }) => path)).toEqual(['a/.env']);
    expect(problems).toMatchObject([
      { file: 'b\ufffd/.env', message: expect.stringContaining('UTF-8') },
    ]);
  });

  it('runs no program that the project calls git', async () => {
    const root = await temporaryProject({ '.env': '' });
    const [program, name] =
      process.platform === 'win32'
        ? [join(process.env.SystemRoot ?? '', 'System32', 'hostname.exe'), 'git.exe']
        : ['/bin/echo', 'git'];
    await copyFile(program, join(root, name));
    expect(await pathsIn(root)).toEqual(['.env']);
  });

  it('runs nothing that a repository configures', async () => {
    const root = await temporaryProject({ '.env': '' });
    git(root, 'init', '-q');
    git(root, 'config', 'core.fsmonitor', `touch ${join(root, 'ran')}; false`);
    expect(await pathsIn(root)).toEqual(['.env']);
    expect(() => execFileSync('ls', [join(root, 'ran')], { stdio: 'pipe' })).toThrow();
  });

  it.each([
    [['apps'], /^apps/],
    [['apps/**'], /^apps/],
    [['**/web/**'], /web/],
    [['.env*'], /\.env/],
    [['{compose,docker-compose}*'], /compose/],
    [['/compose.yaml'], /^compose\.yaml/],
  ])('passes over %j', async (ignore, gone) => {
    const root = await temporaryProject(tree);
    expect(await pathsIn(root, ignore)).toEqual(expected.filter((path) => !gone.test(path)));
  });

  it('follows links inside the project alone, and takes each file once', async () => {
    const outside = await temporaryProject({ '.env': 'PORT=1' });
    const root = await temporaryProject({
      'apps/.env': '',
      'settings.conf': '',
      'b/package.json': '',
    });
    for (const name of ['a', 'c', 'd', 'e', 'f']) await mkdir(join(root, name));
    await symlink('../apps/.env', join(root, 'a/.env'));
    await symlink(join(outside, '.env'), join(root, 'c/.env'));
    await symlink('../settings.conf', join(root, 'd/.env'));
    await symlink('nowhere', join(root, 'e/.env'));
    await symlink('/dev/zero', join(root, 'f/.env'));
    await symlink(outside, join(root, 'folder'));
    const found = await discover(root);
    expect(found.files.map(({ path }) => path)).toEqual(['apps/.env', 'b/package.json']);
    expect([...found.links]).toEqual([['a/.env', 'apps/.env']]);
    expect([...found.unread].sort()).toEqual([
      ['c/.env', 'is a link that leads out of the project'],
      ['d/.env', 'is a link to a file of another kind'],
      ['f/.env', 'is not a regular file'],
    ]);
  });

  it('follows no link that has the place of what git tracks', async () => {
    const outside = await temporaryProject({ '.env': 'PORT=1', 'deep/.env': 'PORT=2' });
    const files = { 'a/.env': '', 'b/.env': '', 'b/deep/.env': '', 'c/.env': '', 'd/.env': '' };
    const root = await temporaryProject(files);
    git(root, 'init', '-q');
    git(root, 'add', '--all');
    for (const path of ['a/.env', 'b', 'c/.env']) await rm(join(root, path), { recursive: true });
    await symlink(join(outside, '.env'), join(root, 'a/.env'));
    await symlink(outside, join(root, 'b'));
    await symlink('../d/.env', join(root, 'c/.env'));
    const found = await discover(root);
    expect(found.files.map(({ path }) => path)).toEqual(['d/.env']);
    expect([...found.links]).toEqual([['c/.env', 'd/.env']]);
    expect([...found.unread]).toEqual([['a/.env', 'is a link that leads out of the project']]);
  });

  it.each(['tracks', 'does not track'])(
    'passes over what is no plain file, where git %s it',
    async (word) => {
      const root = await temporaryProject({ '.env/x': '', 'a/x': '', 'b/.env': '', 'c/.env': '' });
      git(root, 'init', '-q');
      if (word === 'tracks') git(root, 'add', '--all');
      for (const path of ['b/.env', 'c/.env']) await rm(join(root, path));
      await mkdir(join(root, 'c/.env'));
      execFileSync('mkfifo', [
        join(root, 'a/.env'),
        join(root, 'b/.env'),
        join(root, 'compose.yaml'),
      ]);
      expect(await pathsIn(root)).toEqual([]);
    },
  );

  it('passes over what is no plain file, where there is no git', async () => {
    const root = await temporaryProject({ '.env/x': '', 'a/x': '' });
    execFileSync('mkfifo', [join(root, 'a/.env'), join(root, 'compose.yaml')]);
    expect(await pathsIn(root)).toEqual([]);
  });

  it('says where it stopped', async () => {
    const root = await temporaryProject({ '.env': '', 'a/.env': '', 'b/.env': '' });
    const { files, problems } = await discover(root, { limit: 2 });
    expect(files.map(({ path }) => path)).toEqual(['.env', 'a/.env']);
    expect(problems).toMatchObject([{ file: 'b/.env', message: expect.stringContaining('2') }]);
  });
});
