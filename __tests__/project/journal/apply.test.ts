import { rmSync } from 'node:fs';
import { chmod, link, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { applyChanges, forget, readJournal, undo } from '../../../src/project/journal/index.js';
import { originOf } from '../../../src/project/journal/origin.js';
import { applyEdits } from '../../../src/project/writing/edit.js';
import { type FileSystem, realFiles } from '../../../src/project/writing/file-system.js';
import { decodeSource } from '../../../src/project/writing/source-file.js';
import { failingFiles } from '../crashing-files.js';
import {
  changeOf,
  initGit,
  removeProjects,
  snapshot,
  temporaryProject,
} from '../temporary-project.js';

afterAll(removeProjects);

const meta = { reservation: 'r1', ports: { WEB_PORT: 20_411 } };
const read = async (root: string, path: string): Promise<string> =>
  (await readFile(join(root, path))).toString('latin1');

/** It has room for the journal's first entry, and for nothing after that. */
function fillingDisk(): FileSystem {
  let left = 2; // with the file that keeps git away
  const create: FileSystem['create'] = async (...given) => {
    left -= 1;
    if (left < 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    return realFiles.create(...given);
  };
  return { ...realFiles, create };
}

/** Tells what reaches the disk, and when it is no longer said how to put it back. */
function watchedFiles(): { files: FileSystem; steps: string[] } {
  const steps: string[] = [];
  const tell = (step: string, path: string) => steps.push(`${step} ${path.replaceAll('\\', '/')}`);
  const files: FileSystem = {
    ...realFiles,
    rename: (from, to) => realFiles.rename(from, to).then(() => void tell('rename', to)),
    remove: (path) => realFiles.remove(path).then(() => void tell('remove', path)),
    removeFolder: (path) => realFiles.removeFolder(path).then(() => void tell('remove', path)),
    syncFolder: (path) => realFiles.syncFolder(path).then(() => void tell('sync', path)),
  };
  return { files, steps };
}

describe('applying changes', () => {
  it('edits, makes and remembers; an undo leaves nothing behind', async () => {
    const root = await temporaryProject({ '.env': 'PORT=3000\n', 'a/b.yml': 'p: 3000' });
    await initGit(root);
    const before = await snapshot(root);
    const applied = await applyChanges(
      root,
      [
        await changeOf(root, '.env', { 3000: '20411' }),
        await changeOf(root, 'a/b.yml', { 3000: '20411' }),
        { path: 'out/x.json', text: '{}\n' },
      ],
      meta,
    );
    expect(applied).toEqual({ id: 1, changedFiles: ['.env', 'a/b.yml', 'out/x.json'] });
    expect(await read(root, '.env')).toBe('PORT=20411\n');
    expect(await read(root, 'out/x.json')).toBe('{}\n');
    expect(await readJournal(root)).toEqual([
      {
        id: 1,
        state: 'written',
        origin: originOf(root),
        createdAt: expect.any(String),
        meta,
        edited: [
          { path: '.env', places: [{ line: 1, from: '3000', to: '20411' }] },
          { path: 'a/b.yml', places: [{ line: 1, from: '3000', to: '20411' }] },
        ],
        made: ['out/x.json'],
      },
    ]);
    const report = await undo(root);
    expect(report).toMatchObject({
      restored: ['.env', 'a/b.yml'],
      removed: ['out/x.json'],
      kept: [],
      deferred: [],
    });
    expect(report.undone[0]?.meta).toEqual(meta);
    expect(await snapshot(root)).toEqual(before);
    expect(await undo(root)).toMatchObject({ undone: [], restored: [], kept: [] });
  });

  it('is undone on the disk before its entry goes: each folder once, after all its files', async () => {
    const names = [...'abcdefghij'].flatMap((name) => [`x/${name}`, `y/${name}`]);
    const root = await temporaryProject(Object.fromEntries(names.map((name) => [name, '3000'])));
    const before = await snapshot(root);
    const edits = names.map((name) => changeOf(root, name, { 3000: '20411' }));
    const made = { path: 'out/deep/x', text: 'x' };
    await applyChanges(root, [...(await Promise.all(edits)), made], meta);
    const { files, steps } = watchedFiles();
    await undo(root, { files });
    expect(await snapshot(root)).toEqual(before);
    const at = (step: RegExp): number[] => steps.flatMap((one, i) => (step.test(one) ? [i] : []));
    const [gone = Number.NaN] = at(/^remove .*\/1\.json$/);
    for (const [folder, changed] of [
      ['x', at(/^rename .*\/x\/.$/)],
      ['y', at(/^rename .*\/y\/.$/)],
      ['out/deep', at(/^remove .*\/out\/deep\/x$/)],
    ] as const) {
      expect(changed).toHaveLength(folder === 'out/deep' ? 1 : 10);
      const synced = at(new RegExp(`^sync .*/${folder}$`));
      expect(synced).toHaveLength(1);
      expect(synced[0]).toBeGreaterThan(Math.max(...changed));
      expect(synced[0]).toBeLessThan(gone);
    }
    expect(at(/^remove .*\/out\/deep$/)[0]).toBeGreaterThan(at(/^sync .*\/out\/deep$/)[0] ?? 99);
  });

  it('is undone by one file at a time on a disk that has no room for more', async () => {
    const names = [...'abcdefghij'];
    const root = await temporaryProject(Object.fromEntries(names.map((name) => [name, '3000'])));
    const before = await snapshot(root);
    const edits = names.map((name) => changeOf(root, name, { 3000: '20411' }));
    await applyChanges(root, await Promise.all(edits), meta);
    let staged = 0;
    const files: FileSystem = {
      ...realFiles,
      create: async (path, ...rest) => {
        if (!path.endsWith('-tmp')) return realFiles.create(path, ...rest);
        if (staged > 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        staged += 1;
        return realFiles.create(path, ...rest);
      },
      rename: async (from, to) => {
        await realFiles.rename(from, to);
        if (from.endsWith('-tmp')) staged -= 1;
      },
    };
    expect((await undo(root, { files })).restored).toEqual(names);
    expect(await snapshot(root)).toEqual(before);
  });

  it('keeps an entry also where nothing changes', async () => {
    const root = await temporaryProject();
    await applyChanges(root, [], meta);
    expect(await readJournal(root)).toHaveLength(1);
    await undo(root);
    expect(await snapshot(root)).toEqual({});
  });

  it('keeps the journal to its owner, and away from git', async () => {
    const root = await temporaryProject({ '.env': 'PORT=3000\n' });
    await applyChanges(root, [await changeOf(root, '.env', { 3000: '20411' })], meta);
    const state = await snapshot(root);
    const modes = Object.entries(state).filter(([path]) => path.startsWith('.portkeeper/'));
    expect(state['.portkeeper']).toBe('folder 700');
    expect(state['.portkeeper/.gitignore']).toMatch(/\*\n$/);
    expect(modes.find(([path]) => path.endsWith('1.json'))?.[1]).toMatch(/^file 600/);
    expect(JSON.stringify(state).match(/PORT=/g)).toHaveLength(1);
  });

  it('makes nothing where a file changed since it was read', async () => {
    const root = await temporaryProject({ a: '3000', b: '3000' });
    const changes = [
      await changeOf(root, 'a', { 3000: '1' }),
      await changeOf(root, 'b', { 3000: '1' }),
    ];
    await writeFile(join(root, 'b'), '3000 and more');
    const before = await snapshot(root);
    await expect(applyChanges(root, changes, meta)).rejects.toMatchObject({
      code: 'FILE_NOT_EDITABLE',
      place: { file: 'b' },
    });
    expect(await snapshot(root)).toEqual(before);
  });

  it.each([
    ['a full disk while staging', failingFiles('create', /\.b\..*portkeeper-tmp/, 'ENOSPC')],
    ['a rename that fails', failingFiles('rename', /[\\/]b$/, 'EIO')],
    ['a folder that cannot be made', failingFiles('makeFolder', /out$/, 'EROFS')],
    ['an owner that cannot be kept', failingFiles('create', /\.b\..*portkeeper-tmp/, 'EPERM')],
    ['a journal that cannot be written', failingFiles('makeFolder', /\.portkeeper$/, 'EACCES')],
    ['a journal that has no room for its entry', failingFiles('create', /json/, 'ENOSPC')],
  ])('makes all of it or nothing: %s', async (_name, files) => {
    const root = await temporaryProject({ a: '3000', b: '3000' });
    const before = await snapshot(root);
    const changes = [
      await changeOf(root, 'a', { 3000: '20411' }),
      await changeOf(root, 'b', { 3000: '20411' }),
      { path: 'out/x', text: 'x' },
    ];
    await expect(applyChanges(root, changes, meta, { files })).rejects.toMatchObject({
      name: 'PortKeeperError',
      hint: expect.any(String),
    });
    expect(await snapshot(root)).toEqual(before);
  });

  it('clears away what it began on a disk that is full by then', async () => {
    const root = await temporaryProject({ a: '3000' });
    const before = await snapshot(root);
    const change = await changeOf(root, 'a', { 3000: '20411' });
    const files = fillingDisk();
    await expect(applyChanges(root, [change], meta, { files })).rejects.toMatchObject({
      code: 'FILE_NOT_EDITABLE',
      message: 'a cannot be written',
    });
    expect(await snapshot(root)).toEqual(before);
  });

  it('says what an undo lacks on a full disk, and puts all back once there is room', async () => {
    const root = await temporaryProject({ a: '3000' });
    const before = await snapshot(root);
    await applyChanges(root, [await changeOf(root, 'a', { 3000: '20411' })], meta);
    const files = failingFiles('create', /./, 'ENOSPC');
    await expect(undo(root, { files })).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('ENOSPC'),
      hint: expect.stringContaining('Make room'),
    });
    await undo(root);
    expect(await snapshot(root)).toEqual(before);
  });

  it('refuses read-only files and folders, also as root', async () => {
    const root = await temporaryProject({ a: '3000', 'd/b': '3000', c: '3000' });
    const changes = [await changeOf(root, 'c', { 3000: '1' })];
    const [a, b] = [
      await changeOf(root, 'a', { 3000: '1' }),
      await changeOf(root, 'd/b', { 3000: '1' }),
    ];
    await chmod(join(root, 'a'), 0o444);
    await chmod(join(root, 'd'), 0o555);
    const before = await snapshot(root);
    const wanted = { code: 'FILE_NOT_EDITABLE', message: expect.stringContaining('read-only') };
    await expect(applyChanges(root, [...changes, a], meta)).rejects.toMatchObject(wanted);
    await expect(applyChanges(root, [...changes, b], meta)).rejects.toMatchObject(wanted);
    const made = { path: 'd/new', text: '' };
    await expect(applyChanges(root, [...changes, made], meta)).rejects.toMatchObject(wanted);
    expect(await snapshot(root)).toEqual(before);
    await chmod(join(root, 'd'), 0o755);
  });

  it('says so where a file is taken away at any moment, and changes no other', async () => {
    let step = 1;
    for (let isDone = false; !isDone; step++) {
      const root = await temporaryProject({ a: '3000', b: '3000' });
      const changes = [
        await changeOf(root, 'a', { 3000: '20411' }),
        await changeOf(root, 'b', { 3000: '20411' }),
      ];
      let steps = 0;
      const files = new Proxy(realFiles, {
        get: (_, name: keyof FileSystem) => (given: never, more: never, rest: never) => {
          steps += 1;
          if (steps === step) rmSync(join(root, 'a'), { force: true });
          return (realFiles[name] as (...words: never[]) => unknown)(given, more, rest);
        },
      });
      const error = await applyChanges(root, changes, meta, { files }).catch((cause) => cause);
      isDone = !(error instanceof Error);
      if (isDone) continue;
      expect(error).toMatchObject({
        code: 'FILE_NOT_EDITABLE',
        message: expect.stringMatching(/^a /),
      });
      expect(await snapshot(root)).toEqual({ b: expect.anything() });
    }
    expect(step).toBeGreaterThan(20);
  });

  it('follows symbolic links inside the project, and none that lead out of it', async () => {
    const outside = await temporaryProject({ secret: '3000' });
    const root = await temporaryProject({ 'real/a': '3000' });
    await symlink('real/a', join(root, 'alias'));
    await symlink(join(outside, 'secret'), join(root, 'out'));
    await symlink(outside, join(root, 'folder'));
    const out = await changeOf(root, 'out', { 3000: '1' });
    await expect(applyChanges(root, [out], meta)).rejects.toMatchObject({ code: 'REFUSED' });
    const made = { path: 'folder/new', text: '' };
    await expect(applyChanges(root, [made], meta)).rejects.toMatchObject({ code: 'REFUSED' });
    // The same file by two names is one edit.
    const both = [
      await changeOf(root, 'alias', { 3000: '20411' }),
      await changeOf(root, 'real/a', { 3000: '20411' }),
    ];
    const before = await snapshot(root);
    await applyChanges(root, both, meta);
    expect(await read(root, 'real/a')).toBe('20411');
    await undo(root);
    expect(await snapshot(root)).toEqual(before);
    expect(await read(outside, 'secret')).toBe('3000');
  });

  it.each(['../x', '/tmp/x', 'a/../../x', '.git/hooks/post-checkout', 'a/.GIT/config', 'a\0b', ''])(
    'never makes %j',
    async (path) => {
      const root = await temporaryProject();
      await expect(applyChanges(root, [{ path, text: 'x' }], meta)).rejects.toMatchObject({
        code: 'REFUSED',
      });
      expect(await snapshot(root)).toEqual({});
    },
  );

  it('leaves the other names of a hard-linked file alone', async () => {
    const root = await temporaryProject({ a: '3000' });
    const neighbour = await temporaryProject();
    await link(join(root, 'a'), join(neighbour, 'a'));
    await applyChanges(root, [await changeOf(root, 'a', { 3000: '20411' })], meta);
    expect([await read(root, 'a'), await read(neighbour, 'a')]).toEqual(['20411', '3000']);
    await undo(root);
    expect(await read(root, 'a')).toBe('3000');
  });

  it('does not overwrite a file that is there', async () => {
    const root = await temporaryProject({ 'out.json': 'mine' });
    await expect(applyChanges(root, [{ path: 'out.json', text: 'x' }], meta)).rejects.toMatchObject(
      { code: 'FILE_NOT_EDITABLE' },
    );
    expect(await snapshot(root)).toMatchObject({ 'out.json': expect.stringMatching(/mine$/) });
  });
});

describe('undoing what somebody changed meanwhile', () => {
  it('keeps his bytes, puts back the spans, and says what it left', async () => {
    const root = await temporaryProject({ a: 'x=3000\ny=4000\n', b: '3000', c: '3000' });
    await applyChanges(
      root,
      [
        await changeOf(root, 'a', { 3000: '20411', 4000: '20412' }),
        await changeOf(root, 'b', { 3000: '20411' }),
        { path: 'out/made', text: 'x' },
      ],
      meta,
    );
    await writeFile(join(root, 'a'), '# mine\nx=20411\ny=5\n');
    await rm(join(root, 'b'));
    await writeFile(join(root, 'out/made'), 'mine');
    const report = await undo(root);
    expect(await read(root, 'a')).toBe('# mine\nx=3000\ny=5\n');
    expect(await read(root, 'out/made')).toBe('mine');
    expect(report.restored).toEqual(['a']);
    expect(report.kept).toEqual([
      { path: 'a', line: 2, reason: expect.stringContaining('20412') },
      { path: 'b', reason: 'it was removed' },
      { path: 'out/made', reason: expect.stringContaining('changed') },
    ]);
    expect(await readJournal(root)).toEqual([]);
  });

  it('follows no link that has taken the place of a file or its folder', async () => {
    const outside = await temporaryProject({ 'd/a': '20411', f: '20411' });
    const root = await temporaryProject({ 'd/a': '3000', f: '3000' });
    await applyChanges(
      root,
      [
        await changeOf(root, 'd/a', { 3000: '20411' }),
        await changeOf(root, 'f', { 3000: '20411' }),
      ],
      meta,
    );
    await rename(join(root, 'd'), join(root, 'gone'));
    await symlink(join(outside, 'd'), join(root, 'd'));
    await rm(join(root, 'f'));
    await symlink(join(outside, 'f'), join(root, 'f'));
    const before = await snapshot(outside);
    const { kept } = await undo(root);
    expect(kept.map(({ path }) => path)).toEqual(['d/a', 'f']);
    expect(await snapshot(outside)).toEqual(before);
  });

  it('restores a file that somebody made read-only, and keeps it so', async () => {
    const root = await temporaryProject({ a: '3000' });
    await applyChanges(root, [await changeOf(root, 'a', { 3000: '20411' })], meta);
    await chmod(join(root, 'a'), 0o444);
    await undo(root);
    expect(await read(root, 'a')).toBe('3000');
    expect((await stat(join(root, 'a'))).mode & 0o777).toBe(0o444);
  });

  it('stays to be done where the disk refuses', async () => {
    const root = await temporaryProject({ a: '3000', b: '3000' });
    const before = await snapshot(root);
    const changes = [
      await changeOf(root, 'a', { 3000: '20411' }),
      await changeOf(root, 'b', { 3000: '20411' }),
    ];
    await applyChanges(root, changes, meta);
    const files = failingFiles('rename', /[\\/]a$/, 'EIO');
    const failure: unknown = await undo(root, { files }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'FILE_NOT_EDITABLE', place: { file: 'a' } });
    expect(failure).toMatchObject({ hint: expect.stringMatching(/All else.*is put back.*again/) });
    expect(failure).not.toMatchObject({ hint: expect.stringContaining('Nothing was written') });
    expect([await read(root, 'a'), await read(root, 'b')]).toEqual(['20411', '3000']);
    expect(await readJournal(root)).toMatchObject([{ state: 'restoring' }]);
    await undo(root);
    expect(await snapshot(root)).toEqual(before);
  });

  it('leaves a folder that it made when something else is in it by now', async () => {
    const root = await temporaryProject();
    await applyChanges(root, [{ path: 'out/deep/x', text: '' }], meta);
    await writeFile(join(root, 'out/mine'), '');
    await undo(root);
    expect(Object.keys(await snapshot(root))).toEqual(['out', 'out/mine']);
  });
});

describe('several entries in one project', () => {
  async function twice(): Promise<{ root: string; before: Record<string, string> }> {
    const root = await temporaryProject({ a: 'x=3000\ny=4000\n', b: '3000\n' });
    const before = await snapshot(root);
    await applyChanges(
      root,
      [
        await changeOf(root, 'a', { 3000: '20001', 4000: '20002' }),
        await changeOf(root, 'b', { 3000: '20001' }),
        { path: 'env', text: 'P=20001\n' },
      ],
      { use: 1 },
    );
    await applyChanges(
      root,
      [
        await changeOf(root, 'a', { 20001: '20555' }),
        await changeOf(root, 'env', { 20001: '20555' }),
      ],
      { use: 2 },
    );
    return { root, before };
  }

  it('are undone newest first', async () => {
    const { root, before } = await twice();
    const { undone } = await undo(root);
    expect(undone.map(({ meta: { use } }) => use)).toEqual([2, 1]);
    expect(await snapshot(root)).toEqual(before);
  });

  it('can be undone one by one', async () => {
    const { root, before } = await twice();
    await undo(root, { only: (entry) => entry.meta.use === 2 });
    expect(await read(root, 'a')).toBe('x=20001\ny=20002\n');
    expect(await read(root, 'env')).toBe('P=20001\n');
    await undo(root, { only: (entry) => entry.meta.use === 1 });
    expect(await snapshot(root)).toEqual(before);
  });

  it('the older one first waits for the newer one where both changed a file', async () => {
    const { root, before } = await twice();
    const first = await undo(root, { only: (entry) => entry.meta.use === 1 });
    expect(first).toMatchObject({ undone: [], restored: ['b'], deferred: ['a', 'env'] });
    expect(await read(root, 'a')).toBe('x=20555\ny=20002\n');
    expect(await readJournal(root)).toMatchObject([{ state: 'deferred' }, { state: 'written' }]);
    await undo(root, { only: (entry) => entry.meta.use === 1 });
    const second = await undo(root, { only: (entry) => entry.meta.use === 2 });
    expect(second.undone.map(({ meta: { use } }) => use)).toEqual([2, 1]);
    expect(await snapshot(root)).toEqual(before);
  });

  it('can be forgotten: the files stay as they are', async () => {
    const { root } = await twice();
    expect(await forget(root)).toBe(2);
    expect(await readJournal(root)).toEqual([]);
    expect(await read(root, 'a')).toBe('x=20555\ny=20002\n');
    expect(Object.keys(await snapshot(root))).toEqual(['a', 'b', 'env']);
  });
});

describe('for any bytes', () => {
  it('undo after apply is the identity on bytes and mode', async () => {
    const root = await temporaryProject();
    await initGit(root);
    const piece = fc.constantFrom(
      '3000',
      '4000',
      '30001',
      '\n',
      '\r\n',
      '\r',
      'é',
      '\xff',
      'a=',
      ' ',
      '"',
    );
    const texts = fc.record({
      pieces: fc.array(piece, { maxLength: 40 }),
      bom: fc.boolean(),
      latin1: fc.boolean(),
      mode: fc.constantFrom(0o644, 0o600, 0o755, 0o4755),
    });
    await fc.assert(
      fc.asyncProperty(texts, async ({ pieces, bom, latin1, mode }) => {
        const text = (bom ? '\uFEFF' : '') + pieces.join('');
        await writeFile(join(root, 'f'), text, latin1 ? 'latin1' : 'utf8');
        await chmod(join(root, 'f'), mode);
        const before = await snapshot(root);
        const change = await changeOf(root, 'f', { 3000: '20411', 4000: '1' });
        await applyChanges(root, [change], meta);
        const now = decodeSource('f', await readFile(join(root, 'f')));
        expect(now?.text).toBe(applyEdits(change.before.text, change.edits));
        expect((await undo(root)).kept).toEqual([]);
        expect(await snapshot(root)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});
