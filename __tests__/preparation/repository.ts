import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareProject } from '../../src/prepare.js';
import { folderOwner, PortRegistry } from '../../src/registry/index.js';

/** A git repository with worktrees, and a registry of its own, in a temporary folder. */
export class Repository {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'portkeeper-repository-')));
  readonly main = join(this.folder, 'main');
  readonly registry = join(this.folder, 'registry');
  readonly warnings: string[] = [];

  constructor(fixture: string) {
    mkdirSync(this.main);
    cpSync(fixture, this.main, { recursive: true });
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('add', '--all', '--force');
    this.git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 's');
  }

  git(...words: string[]): string {
    return execFileSync('git', words, { cwd: this.main, encoding: 'utf8', stdio: 'pipe' });
  }

  worktree(name: string): string {
    const path = join(this.folder, name);
    this.git('worktree', 'add', '--quiet', path, '-b', name);
    return path;
  }

  /** As by hand, where nobody names a strategy. */
  async prepare(root: string, more: Partial<Parameters<typeof prepareProject>[0]> = {}) {
    return prepareProject({
      directory: root,
      registry: new PortRegistry({ registry: this.registry }),
      owner: folderOwner(root),
      reuse: true,
      reporter: {
        warn: (message) => this.warnings.push(message),
        info: () => undefined,
        debug: () => undefined,
      },
      ...more,
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
