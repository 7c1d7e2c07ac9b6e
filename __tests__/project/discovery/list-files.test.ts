import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { listFiles } from '../../../src/project/discovery/list-files.js';
import { walkFiles } from '../../../src/project/discovery/walk-files.js';
import { makeTree, trees } from '../random-tree.js';
import { removeProjects } from '../temporary-project.js';

/*
 * Git is asked in the way that costs least; it must have said the same when asked plainly.
 * PORTKEEPER_PROJECT_RUNS runs for longer; a counterexample names the seed that replays it.
 */
const numRuns = Number(process.env.PORTKEEPER_PROJECT_RUNS ?? 15);

afterAll(removeProjects);

/** Undefined where git fails, as it does in a folder of what it ignores. */
function ask(root: string, ...which: readonly string[]): string[] | undefined {
  const words = ['ls-files', '-z', ...which];
  const { status, stdout } = spawnSync('git', words, { cwd: root, encoding: 'utf8' });
  const isOurs = (path: string): boolean => !/(^|\/)node_modules(\/|$)/.test(path);
  return status === 0 ? stdout.split('\0').slice(0, -1).filter(isOurs).sort() : undefined;
}

/** What git says of each path of a folder: whether it ignores it. */
function verdicts(root: string): Map<string, boolean> {
  const found = execFileSync(
    'find',
    ['.', '-mindepth', '1', '-name', '.git', '-prune', '-o', '-print0'],
    { cwd: root },
  );
  const paths = found
    .toString()
    .split('\0')
    .filter((path) => path.length > 2);
  const words = ['check-ignore', '--no-index', '-z', '--stdin'];
  const { stdout } = spawnSync('git', words, {
    cwd: root,
    input: paths.join('\0'),
    encoding: 'utf8',
  });
  const ignored = new Set(stdout.split('\0'));
  return new Map(paths.map((path) => [path.slice(2), ignored.has(path)]));
}

/** Folders that a walk does not enter, whatever git says of them. */
const NOT_ENTERED = /(^|\/)(node_modules|dist|\.env)\//;

it('walks to the same files as git where git cannot be asked, and knows which it ignores', async () => {
  await fc.assert(
    fc.asyncProperty(trees, async (tree) => {
      const root = await makeTree(tree);
      const inner = join(root, dirname(tree.files[0]?.path ?? ''));
      for (const folder of new Set([root, inner])) {
        const isThere = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory();
        const prefix = relative(root, folder);
        if (!isThere || (prefix !== '' && verdicts(root).get(prefix))) continue;
        const said = verdicts(folder);
        const files = [...said.keys()].filter(
          (path) => !NOT_ENTERED.test(path) && !lstatSync(join(folder, path)).isDirectory(),
        );
        const reached = files.filter((path) => !said.get(dirname(path)));
        const { own, ignored } = await walkFiles(folder);
        expect([...own].sort()).toEqual(files.filter((path) => !said.get(path)).sort());
        expect([...ignored].sort()).toEqual(reached.filter((path) => said.get(path)).sort());
      }
    }),
    { numRuns },
  );
}, 120_000);

it('lists what git tracks, what it does not, and what it ignores', async () => {
  await fc.assert(
    fc.asyncProperty(trees, async (tree) => {
      const root = await makeTree(tree);
      const inner = join(root, dirname(tree.files[0]?.path ?? ''));
      for (const folder of new Set([root, inner])) {
        if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) continue;
        const tracked = await listFiles(folder).tracked;
        const { own, ignored } = await listFiles(folder).files;
        const others = ask(folder, '-o', '--exclude-standard');
        const hidden = ask(folder, '-oi', '--directory', '--exclude-standard');
        if (!others || !hidden) continue;
        expect([...tracked].sort()).toEqual(ask(folder, '-c'));
        expect([...own].sort()).toEqual([...tracked, ...others].sort());
        expect([...ignored].sort()).toEqual(hidden);
      }
    }),
    { numRuns },
  );
}, 120_000);
