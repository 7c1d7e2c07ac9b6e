import { chmod, chown, link, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createFile, replaceFile } from '../../../src/project/writing/atomic-write.js';
import { crashingFiles, failingFiles } from '../crashing-files.js';
import { removeProjects, snapshot, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const bytes = Buffer.from('new');
const isRoot = process.getuid?.() === 0;

describe('replacing a file', () => {
  it('keeps mode and owner, and leaves nothing beside it', async () => {
    const root = await temporaryProject({ a: 'old' });
    await chmod(join(root, 'a'), 0o4750);
    if (isRoot) await chown(join(root, 'a'), 1234, 2345);
    await chmod(join(root, 'a'), 0o4750);
    const before = await stat(join(root, 'a'));
    await replaceFile(join(root, 'a'), bytes);
    const { mode, uid, gid } = await stat(join(root, 'a'));
    expect({ mode, uid, gid }).toEqual({ mode: before.mode, uid: before.uid, gid: before.gid });
    expect(Object.keys(await snapshot(root))).toEqual(['a']);
    expect(await readFile(join(root, 'a'), 'utf8')).toBe('new');
  });

  it('writes the file behind a link, and the link stays one', async () => {
    const root = await temporaryProject({ 'd/real': 'old' });
    await symlink('d/real', join(root, 'a'));
    await replaceFile('a', bytes, { root });
    expect(await snapshot(root)).toMatchObject({
      a: 'link d/real',
      'd/real': expect.stringMatching(/new$/),
    });
  });

  it('breaks a hard link rather than write into somebody else’s file', async () => {
    const root = await temporaryProject({ a: 'old' });
    await link(join(root, 'a'), join(root, 'b'));
    await replaceFile('a', bytes, { root });
    expect(await readFile(join(root, 'b'), 'utf8')).toBe('old');
  });

  it.each([
    ['a link that leads out', 'out', 'REFUSED'],
    ['a read-only file', 'locked', 'FILE_NOT_EDITABLE'],
    ['a file in a read-only folder', 'closed/a', 'FILE_NOT_EDITABLE'],
    ['a folder', 'closed', 'FILE_NOT_EDITABLE'],
    ['what belongs to git', '.git/config', 'REFUSED'],
    ['what belongs to git, by a link', 'git/config', 'REFUSED'],
  ])('refuses %s', async (_name, path, code) => {
    const outside = await temporaryProject({ secret: 'x' });
    const root = await temporaryProject({ locked: 'x', 'closed/a': 'x', '.git/config': 'x' });
    await symlink(join(outside, 'secret'), join(root, 'out'));
    await symlink('.git', join(root, 'git'));
    await chmod(join(root, 'locked'), 0o444);
    await chmod(join(root, 'closed'), 0o555);
    const before = await snapshot(root);
    await expect(replaceFile(path, bytes, { root })).rejects.toMatchObject({ code });
    expect(await snapshot(root)).toEqual(before);
    await chmod(join(root, 'closed'), 0o755);
  });

  it.each([
    ['EPERM', /another user/],
    ['ENOSPC', /cannot be written/],
  ])('leaves everything as it was on %s', async (code, message) => {
    const root = await temporaryProject({ a: 'old' });
    const before = await snapshot(root);
    const files = failingFiles('create', /portkeeper-tmp/, code);
    await expect(replaceFile('a', bytes, { root, files })).rejects.toThrow(message);
    expect(await snapshot(root)).toEqual(before);
  });

  it('has the old bytes or the new ones after a crash', async () => {
    for (const fatal of [1, 2]) {
      const root = await temporaryProject({ a: 'old' });
      const { files } = crashingFiles(fatal, 'after');
      await expect(replaceFile('a', bytes, { root, files })).rejects.toThrow();
      expect(await readFile(join(root, 'a'), 'utf8')).toBe(fatal === 1 ? 'old' : 'new');
    }
  });
});

describe('making a file', () => {
  it('never replaces one', async () => {
    const root = await temporaryProject({ a: 'old' });
    await expect(createFile('a', bytes, { root })).rejects.toMatchObject({
      code: 'FILE_NOT_EDITABLE',
    });
    await createFile('b', bytes, { root, mode: 0o640 });
    expect(await snapshot(root)).toMatchObject({
      a: expect.stringMatching(/old$/),
      b: expect.stringMatching(/^file 640 .* new$/),
    });
  });

  it('does without hard links where there are none', async () => {
    const root = await temporaryProject({ a: 'old' });
    const files = failingFiles('link', /./, 'EPERM');
    await createFile('b', bytes, { root, files });
    await expect(createFile('a', bytes, { root, files })).rejects.toThrow();
    await mkdir(join(root, 'c'));
    expect(Object.keys(await snapshot(root))).toEqual(['a', 'b', 'c']);
  });
});
