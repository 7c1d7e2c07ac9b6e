import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { askGit } from '../../../src/project/discovery/git.js';
import { compileSource } from '../compiled-library.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const LIMITS = { timeoutMs: 10_000, outputBytes: 1024 * 1024 };
const posix = process.platform === 'win32' ? it.skip : it;

/** A command that leaves a mark when it is run. */
async function trap(): Promise<{ command: string; sprung: () => boolean }> {
  const folder = await temporaryProject({ git: '#!/bin/sh\n: > "$(dirname "$0")/mark"\n' });
  const command = join(folder, 'git');
  chmodSync(command, 0o755);
  return { command, sprung: () => existsSync(join(folder, 'mark')) };
}

describe('a repository that came with the project', () => {
  /** A sparse index with a tree that is missing, and word of where it would be had. */
  async function repository(command: string, bare: boolean): Promise<string> {
    const root = await temporaryProject({ 'a/x': '', 'b/y': '' });
    const git = (...words: string[]) => execFileSync('git', words, { cwd: root, encoding: 'utf8' });
    git('init', '--quiet');
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'x');
    git('sparse-checkout', 'set', '--cone', '--sparse-index', 'a');
    const tree = git('rev-parse', 'HEAD:b').trim();
    rmSync(join(root, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    const settings = {
      'core.repositoryformatversion': '1',
      'core.fsmonitor': command,
      'core.sshCommand': command,
      'extensions.partialClone': 'origin',
      'remote.origin.promisor': 'true',
      'remote.origin.url': `ext::${command}`,
      'protocol.ext.allow': 'always',
    };
    for (const [name, value] of Object.entries(settings)) git('config', name, value);
    if (!bare) return root;
    const folder = join(root, '.git');
    git('config', 'core.worktree', folder);
    return folder;
  }

  posix.each([
    ['in .git', false],
    ['as a folder that a commit can hold', true],
  ])('has git run nothing: %s', async (_where, bare) => {
    const { command, sprung } = await trap();
    const root = await repository(command, bare);
    await askGit(root, ['ls-files', '-c'], LIMITS);
    await askGit(root, ['ls-files', '-o', '--exclude-standard'], LIMITS);
    expect(sprung()).toBe(false);
    execFileSync('git', ['-C', root, 'ls-files'], { stdio: 'ignore' });
    expect(sprung()).toBe(true);
  });
});

posix.each(['.', ''])(
  'a git of the checkout is not taken for the system’s: PATH has %j',
  async (element) => {
    const { command, sprung } = await trap();
    const root = join(command, '..');
    const library = await compileSource(/^(errors|ports\/.*|project\/discovery\/git)\.ts$/);
    try {
      const ask = `import { askGit } from ${library.url('project/discovery/git.js')};
      const { output } = await askGit('.', ['--version'], ${JSON.stringify(LIMITS)});
      process.stdout.write(output);`;
      const PATH = [element, process.env.PATH].join(delimiter);
      const options = { cwd: root, env: { ...process.env, PATH }, encoding: 'utf8' as const };
      const words = ['--input-type=module', '--eval', ask];
      expect(execFileSync(process.execPath, words, options)).toMatch(/^git version/);
      expect(sprung()).toBe(false);
    } finally {
      await library.remove();
    }
  },
);

it('finds the repository by the folder, whatever a hook of git is told of its own', async () => {
  const root = await temporaryProject({
    '.gitignore': 'sub/made\n',
    'sub/made/x': '',
    'sub/y': '',
  });
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  const before = { ...process.env };
  process.env.GIT_DIR = join(root, '.git');
  process.env.GIT_INDEX_FILE = join(root, '.git', 'index.lock');
  try {
    const words = ['ls-files', '-o', '--exclude-standard'];
    const { output } = await askGit(join(root, 'sub'), words, LIMITS);
    expect(output).toBe('y\n');
  } finally {
    process.env = before;
  }
});
