import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parseEntry } from '../../../src/project/journal/entry.js';
import {
  applyChanges,
  readJournal,
  undo,
  withProjectLock,
} from '../../../src/project/journal/index.js';
import { locateJournal } from '../../../src/project/journal/location.js';
import { realFiles } from '../../../src/project/writing/file-system.js';
import { failingFiles } from '../crashing-files.js';
import {
  changeOf,
  initGit,
  removeProjects,
  snapshot,
  temporaryProject,
} from '../temporary-project.js';

afterAll(removeProjects);

const locate = (root: string) => locateJournal(root, realFiles);

describe('where the journal is', () => {
  it('within git’s own folder, one place for each root of the repository', async () => {
    const top = await temporaryProject({ 'packages/a/x': '', 'packages/b/x': '' });
    await initGit(top);
    const places = await Promise.all(
      ['.', 'packages/a', 'packages/b'].map((path) => locate(join(top, path))),
    );
    expect(new Set(places.map(({ folder }) => folder)).size).toBe(3);
    for (const place of places) expect(place.base).toBe(join(top, '.git', 'portkeeper'));
  });

  it('in the work tree’s own git folder, whose .git is a file', async () => {
    const main = await temporaryProject();
    await initGit(main);
    const own = join(main, '.git', 'worktrees', 'w');
    await mkdir(own, { recursive: true });
    await writeFile(join(own, 'HEAD'), 'ref: refs/heads/w\n');
    await writeFile(join(own, 'commondir'), '../..\n');
    const tree = await temporaryProject({ '.git': `gitdir: ${own}\n` });
    expect((await locate(tree)).base).toBe(join(own, 'portkeeper'));
  });

  it.each([
    ['no git at all', async (): Promise<void> => undefined],
    [
      'a .git that is no git folder',
      async (root: string) => void (await mkdir(join(root, '.git'))),
    ],
    [
      'a .git file that leads nowhere',
      (root: string) => writeFile(join(root, '.git'), 'gitdir: /no/where\n'),
    ],
    [
      'a .git file that is something else',
      (root: string) => writeFile(join(root, '.git'), 'x'.repeat(9999)),
    ],
    [
      'a .git file that leads to a folder of another kind',
      (root: string) => writeFile(join(root, '.git'), 'gitdir: /tmp\n'),
    ],
  ])('in the root, with %s', async (_name, prepare) => {
    const root = await temporaryProject();
    await prepare(root);
    expect((await locate(root)).base).toBe(join(root, '.portkeeper'));
  });
});

describe('a journal of another user', () => {
  const told = {
    code: 'REFUSED',
    message: expect.stringContaining('Another user prepared'),
    hint: expect.stringContaining('restore'),
  };

  it('is told, in git’s own folder, with who can put the files back', async () => {
    const root = await temporaryProject();
    await initGit(root);
    const files = failingFiles('inspect', /[0-9a-f]{16}$/, 'EACCES');
    await expect(locateJournal(root, files)).rejects.toMatchObject(told);
  });

  it('is told, in the project, with who can put the files back', async () => {
    const root = await temporaryProject();
    const files = failingFiles('list', /[0-9a-f]{16}$/, 'EACCES');
    await expect(readJournal(root, { files })).rejects.toMatchObject(told);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('is told with whose it is, where no lock can be made beside it', async () => {
    const root = await temporaryProject({ a: '3000' });
    await applyChanges(root, [await changeOf(root, 'a', { 3000: '20411' })], {});
    const { base, folder } = await locate(root);
    for (const path of [base, folder]) await chown(path, 65501, 65501);
    const files = failingFiles('makeFolder', /\.portkeeper$/, 'EACCES');
    const locked = withProjectLock(root, async () => undefined, { files });
    const message = 'Another user, 65501, prepared this project (EACCES)';
    await expect(locked).rejects.toMatchObject({ ...told, message });
  });
});

describe('a journal that a stranger wrote', () => {
  const hash = 'a'.repeat(64);
  const file = {
    path: 'a',
    target: 'a',
    staged: '.a.0123456789ab.portkeeper-tmp',
    before: hash,
    after: hash,
    hunks: [],
  };
  const valid = {
    schema: 1,
    state: 'written',
    createdAt: '2026-01-01',
    meta: {},
    edited: [file],
    made: [],
  };
  const made = { path: 'o/a', target: 'o/a', staged: file.staged, after: hash, folders: ['o'] };
  const hunk = { line: 1, start: 0, length: 5, feeds: 0, before: hash, after: hash, edits: [] };

  it('is read when it is what it should be', () => {
    const text = JSON.stringify({ ...valid, made: [made], edited: [{ ...file, hunks: [hunk] }] });
    expect(parseEntry(1, text)).toMatchObject({ id: 1, edited: [{ path: 'a' }] });
  });

  it('may name a staged file by all of a long name', () => {
    const name = 'a'.repeat(200);
    const long = { ...file, target: name, staged: `.${name}.0123456789ab.portkeeper-tmp` };
    const text = JSON.stringify({ ...valid, edited: [long] });
    expect(parseEntry(1, text).edited).toMatchObject([{ target: name }]);
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a list', []],
    ['another schema', { ...valid, schema: 2 }],
    ['an unknown state', { ...valid, state: 'x' }],
    ['no meta', { ...valid, meta: null }],
    ['a path that climbs', { ...valid, edited: [{ ...file, target: '../a' }] }],
    ['an absolute path', { ...valid, edited: [{ ...file, target: '/etc/a' }] }],
    ['a NUL', { ...valid, edited: [{ ...file, target: 'b\0/a' }] }],
    ['its own folder', { ...valid, edited: [{ ...file, target: '.PortKeeper/x/1.json' }] }],
    ['git’s own files', { ...valid, edited: [{ ...file, target: '.git/a' }] }],
    [
      'a staged file elsewhere',
      { ...valid, edited: [{ ...file, staged: '../../x.0123456789ab.portkeeper-tmp' }] },
    ],
    ['a staged file that is somebody’s', { ...valid, edited: [{ ...file, staged: 'b' }] }],
    ['no hash', { ...valid, edited: [{ ...file, after: 'x' }] }],
    ['a folder that is not its own', { ...valid, made: [{ ...made, folders: ['src'] }] }],
    ['a negative length', { ...valid, edited: [{ ...file, hunks: [{ ...hunk, length: -1 }] }] }],
    [
      'edits that overlap',
      {
        ...valid,
        edited: [
          {
            ...file,
            hunks: [
              {
                ...hunk,
                edits: [
                  { at: 0, old: '', new: 'ab' },
                  { at: 1, old: '', new: 'c' },
                ],
              },
            ],
          },
        ],
      },
    ],
    [
      'an edit beyond its hunk',
      {
        ...valid,
        edited: [{ ...file, hunks: [{ ...hunk, edits: [{ at: 9, old: '', new: 'ab' }] }] }],
      },
    ],
    [
      'text that is no bytes',
      {
        ...valid,
        edited: [{ ...file, hunks: [{ ...hunk, edits: [{ at: 0, old: '', new: '…' }] }] }],
      },
    ],
  ])('is set aside and not followed: %s', async (_name, json) => {
    const root = await temporaryProject({ a: '3000' });
    await applyChanges(root, [await changeOf(root, 'a', { 3000: '20411' })], {});
    const { folder } = await locate(root);
    await writeFile(join(folder, '1.json'), typeof json === 'string' ? json : JSON.stringify(json));
    await expect(undo(root)).rejects.toMatchObject({
      code: 'REFUSED',
      hint: expect.stringContaining('journal.bad-1.json'),
    });
    expect(await readFile(join(root, 'a'), 'utf8')).toBe('20411');
    expect(await readdir(folder)).toEqual(['journal.bad-1.json']);
    expect(await readJournal(root)).toEqual([]);
  });

  it('cannot change a file to anything that its hashes do not vouch for', async () => {
    const root = await temporaryProject({ a: 'x=3000\n' });
    await applyChanges(root, [await changeOf(root, 'a', { 3000: '20411' })], {});
    const { folder } = await locate(root);
    const path = join(folder, '1.json');
    const json = await readFile(path, 'utf8');
    await writeFile(path, json.replace('"old":"3000"', '"old":"9999"'));
    const { kept } = await undo(root);
    expect(kept).toEqual([{ path: 'a', reason: 'the journal does not fit to it' }]);
    expect(await readFile(join(root, 'a'), 'utf8')).toBe('x=20411\n');
  });

  it('is not written through a link', async () => {
    const outside = await temporaryProject();
    const root = await temporaryProject({ a: '3000' });
    await symlink(outside, join(root, '.portkeeper'));
    const change = await changeOf(root, 'a', { 3000: '20411' });
    await expect(applyChanges(root, [change], {})).rejects.toMatchObject({ code: 'REFUSED' });
    expect(await snapshot(outside)).toEqual({});
    expect(await readFile(join(root, 'a'), 'utf8')).toBe('3000');
  });
});

describe('a journal that came with the project', () => {
  const entry = JSON.stringify({
    ...{ schema: 1, state: 'writing', createdAt: '2026-01-01', edited: [], made: [] },
    origin: { path: '/home/dev/shop', folder: '1:2' },
    meta: { reserving: { registry: '/var/lib/portkeeper', preparation: 'x' } },
  });

  /** As a commit or an archive gives it: nobody's secret. */
  async function bring(root: string): Promise<string> {
    const { folder } = await locate(root);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '1.json'), entry, { mode: 0o644 });
    return folder;
  }

  it('is not followed where git tracks it, whatever its mode', async () => {
    const root = await temporaryProject({ a: '3000' });
    const folder = await bring(root);
    await chmod(join(folder, '1.json'), 0o600);
    execFileSync('git', ['init', '--quiet', root]);
    expect((await locate(root)).folder).toBe(folder);
    execFileSync('git', ['-C', root, 'add', '--force', '.portkeeper']);
    expect((await locate(root)).base).toBe(join(root, '.git', 'portkeeper'));
    expect(await readJournal(root)).toEqual([]);
  });

  (process.platform === 'win32' ? it.skip : it)(
    'is set aside where there is no git, as ours are for their owner alone',
    async () => {
      const root = await temporaryProject({ a: '3000' });
      const folder = await bring(root);
      await expect(readJournal(root)).rejects.toMatchObject({ code: 'REFUSED' });
      expect(await readdir(folder)).toEqual(['journal.bad-1.json']);
      await applyChanges(root, [await changeOf(root, 'a', { 3000: '20411' })], {});
      expect(await readJournal(root)).toHaveLength(1);
    },
  );

  it('is not what a chmod made of ours: it names the folder that it was made in', async () => {
    const root = await temporaryProject({ a: '3000' });
    await applyChanges(root, [await changeOf(root, 'a', { 3000: '20411' })], {});
    const { folder } = await locate(root);
    await chmod(join(folder, '1.json'), 0o777);
    expect(await readJournal(root)).toHaveLength(1);
    await undo(root);
    expect(await readFile(join(root, 'a'), 'utf8')).toBe('3000');
  });
});
