import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { applyChanges, readJournal, recover, undo } from '../../../src/project/journal/index.js';
import type { ProjectChange } from '../../../src/project/writing/change.js';
import { Crash, crashingFiles, MOMENTS } from '../crashing-files.js';
import {
  changeOf,
  initGit,
  linkOrCopy,
  removeProjects,
  snapshot,
  temporaryProject,
} from '../temporary-project.js';

// Thousands of files, each synced to the disk: a busy one takes its time.
jest.setTimeout(300_000);
afterAll(removeProjects);

async function project(git: boolean): Promise<string> {
  const root = await temporaryProject({
    '.env': 'PORT=3000\r\nSECRET=hunter2\r\n',
    'compose.yml': 'services:\n  web:\n    ports: ["3000:80", "5432:5432"]',
    'config/latin.properties': Buffer.from('name=caf\xe9\nport=3000\n', 'latin1'),
  });
  await chmod(join(root, '.env'), 0o600);
  await linkOrCopy('config/latin.properties', join(root, 'app.properties'));
  if (git) await initGit(root);
  return root;
}

async function changes(root: string): Promise<ProjectChange[]> {
  return [
    await changeOf(root, '.env', { 3000: '20411' }),
    await changeOf(root, 'compose.yml', { '3000': '20411' }),
    await changeOf(root, 'app.properties', { 3000: '20411' }),
    { path: 'public/js/runtime.js', text: 'globalThis.RUNTIME = 20411;\n' },
    { path: 'public/js/other.js', text: '1\n' },
    { path: '.env.ports', text: 'WEB_PORT=20411\n' },
  ];
}

const meta = { reservation: 'r1' };

/** How many changing operations a whole run takes. */
async function operations(
  run: (root: string, files: ReturnType<typeof crashingFiles>) => Promise<unknown>,
  root: string,
): Promise<number> {
  const counting = crashingFiles();
  await run(root, counting);
  return counting.count();
}

describe.each([
  ['in a git work tree', true],
  ['outside of git', false],
])('a process that is killed at any file operation, %s', (_name, git) => {
  it('while it applies: the next recovery ends in one of the two states', async () => {
    const root = await project(git);
    const before = await snapshot(root);
    const total = await operations(
      async (_root, { files }) => applyChanges(root, await changes(root), meta, { files }),
      root,
    );
    const after = withoutJournal(await snapshot(root));
    await undo(root);
    expect(await snapshot(root)).toEqual(before);
    expect(total).toBeGreaterThan(15);
    const ends = { before: 0, after: 0 };
    for (let n = 1; n <= total; n += 1) {
      for (const moment of MOMENTS) {
        const { files } = crashingFiles(n, moment);
        await expect(applyChanges(root, await changes(root), meta, { files })).rejects.toThrow();
        await recover(root);
        const now = await snapshot(root);
        if ((await readJournal(root)).length > 0) {
          ends.after += 1;
          expect(withoutJournal(now)).toEqual(after);
        } else {
          ends.before += 1;
          expect(now).toEqual(before);
        }
        await undo(root);
        expect(await snapshot(root)).toEqual(before);
      }
    }
    expect(ends.before).toBeGreaterThan(ends.after);
    expect(ends.after).toBeGreaterThan(0);
  });
});

describe('a process that is killed at any file operation while it restores', () => {
  it('the next restore gives the very bytes, also if it is killed once more', async () => {
    const root = await project(false);
    const before = await snapshot(root);
    await applyChanges(root, await changes(root), meta);
    const total = await operations((_root, { files }) => undo(root, { files }), root);
    expect(await snapshot(root)).toEqual(before);
    for (let n = 1; n <= total; n += 1) {
      for (const moment of MOMENTS.slice(n % 2)) {
        await applyChanges(root, await changes(root), meta);
        await expect(undo(root, { files: crashingFiles(n, moment).files })).rejects.toThrow(Crash);
        await undo(root, { files: crashingFiles(2, moment).files }).catch(() => undefined);
        const report = await undo(root);
        expect(report.kept).toEqual([]);
        expect(await snapshot(root)).toEqual(before);
      }
    }
  });

  it('keeps what somebody changed, however often it begins anew', async () => {
    const root = await project(true);
    const apply = async (): Promise<void> => {
      await applyChanges(root, [await changeOf(root, '.env', { 3000: '20411' })], meta);
      const text = await readFile(join(root, '.env'), 'utf8');
      await writeFile(join(root, '.env'), `# mine\r\n${text}`);
    };
    const wanted = '# mine\r\nPORT=3000\r\nSECRET=hunter2\r\n';
    for (let n = 1; n <= 8; n += 1) {
      await apply();
      await undo(root, { files: crashingFiles(n, 'after').files }).catch(() => undefined);
      expect((await undo(root)).kept).toEqual([]);
      expect(await readFile(join(root, '.env'), 'utf8')).toBe(wanted);
      await writeFile(join(root, '.env'), wanted.slice('# mine\r\n'.length));
    }
  });

  it('puts a renamed file back under its new name, however often it begins anew', async () => {
    for (let n = 1; ; n += 1) {
      const root = await project(true);
      const before = await snapshot(root);
      await applyChanges(root, await changes(root), meta);
      await rename(join(root, '.env'), join(root, 'renamed'));
      const { files, count } = crashingFiles(n, MOMENTS[n % 3]);
      await undo(root, { files }).catch(() => undefined);
      await undo(root);
      const { '.env': old, ...others } = before;
      expect(await snapshot(root)).toEqual({ ...others, renamed: old });
      if (count() < n) break;
    }
  });
});

function withoutJournal(state: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(state).filter(([path]) => !/^\.git\/portkeeper|^\.portkeeper/.test(path)),
  );
}
