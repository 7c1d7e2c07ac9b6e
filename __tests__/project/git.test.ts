import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { askGit } from '../../src/project/git.js';
import { removeProjects, temporaryProject } from './temporary-project.js';

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
  'a git in the checkout is not taken for the system’s: PATH has %j',
  async (element) => {
    const { command, sprung } = await trap();
    const root = join(command, '..');
    const [path, folder] = [process.env.PATH ?? '', process.cwd()];
    process.env.PATH = [element, path].join(delimiter);
    process.chdir(root);
    try {
      writeFileSync('a', '');
      const { failed } = await askGit(root, ['ls-files'], LIMITS);
      expect([failed, sprung()]).toEqual([true, false]);
    } finally {
      process.chdir(folder);
      process.env.PATH = path;
    }
  },
);
