import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findGroup, makeSharedFolder, PortRegistry } from '../../src/registry/index.js';

// Its owner may make a folder for one of their own groups: no root is needed to see how it is done.

let folder: string;
const group = { name: 'ours', id: process.getgid?.() ?? 0 };
const umask = process.umask();
const MODE = { mode: 0o600 };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-shared-'));
});

afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true, force: true });
});

function modes(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  const mode = (name: string) => (statSync(join(path, name)).mode & 0o7777).toString(8);
  return Object.fromEntries(['.', ...names].sort().map((name) => [name, mode(name)]));
}

async function levels(registry: string) {
  const findings = await new PortRegistry({ registry, holder: process.execPath }).examine();
  return findings.filter(({ level }) => level === 'problem').map(({ message }) => message);
}

if (process.platform !== 'win32') {
  describe('a folder that a group shares', () => {
    it.each([0o000, 0o022, 0o077, 0o777])('is the same under a umask of %i', (mask) => {
      process.umask(mask);
      const registry = join(folder, 'registry');
      const done = makeSharedFolder(registry, group);
      expect(done).toEqual([`made ${registry}`, `${registry}: mode 2775`]);
      expect(new Set(Object.values(modes(registry)))).toEqual(new Set(['2775']));
      expect(makeSharedFolder(registry, group)).toEqual([]);
    });

    it('stays so when it is used, and nobody else may write in it', async () => {
      process.umask(0o077);
      const registry = join(folder, 'registry');
      makeSharedFolder(registry, group);
      const mine = new PortRegistry({ registry });
      const { id } = await mine.reserve({ ports: ['A', 'B'] });
      await mine.release(id);
      await mine.reserve({ count: 2 });
      const { swept, ...others } = modes(registry); // a time, of which only that is asked
      expect(new Set(Object.values(others))).toEqual(new Set(['2775', '664']));
      expect(await levels(registry)).toEqual([]);
    });

    it('is mended, with what is in it', async () => {
      const registry = join(folder, 'registry');
      const own = new PortRegistry({ registry });
      const { id } = await own.reserve();
      expect(modes(registry)['.']).toBe('700');
      makeSharedFolder(registry, group);
      expect(modes(registry)[join('reservations', `${id}.json`)]).toBe('664');
      chmodSync(join(registry, 'claims'), 0o700);
      expect(await levels(registry)).toEqual([expect.stringContaining('claims cannot be written')]);
      expect(makeSharedFolder(registry, group)).toHaveLength(1);
      expect(await levels(registry)).toEqual([]);
    });

    it('is mended without a change to what a member planted in it', () => {
      const registry = join(folder, 'registry');
      makeSharedFolder(registry, group);
      const others = [join(folder, 'secret'), join(folder, 'empty')];
      for (const path of others) writeFileSync(path, path.endsWith('y') ? '' : 'root:x:', MODE);
      mkdirSync(join(folder, 'outside'), 0o700);
      linkSync(join(folder, 'secret'), join(registry, 'claims', 'tcp-20000'));
      linkSync(join(folder, 'empty'), join(registry, 'swept'));
      symlinkSync(join(folder, 'secret'), join(registry, 'ended', 'x.json'));
      rmSync(join(registry, 'tickets'), { recursive: true });
      symlinkSync(join(folder, 'outside'), join(registry, 'tickets'));
      execFileSync('mkfifo', [join(registry, 'holds', 'fifo')]);
      const before = modes(folder);
      expect(makeSharedFolder(registry, group)).toEqual([]);
      expect(modes(folder)).toEqual(before);
    });

    it('is refused where something else stands', () => {
      writeFileSync(join(folder, 'file'), '');
      expect(() => makeSharedFolder(join(folder, 'file'), group)).toThrow(/cannot be made/);
    });
  });

  it.each([
    [0o777, /written by anybody/],
    [0o770, /does not pass its group on/],
  ])('the doctor tells a folder of mode %i', async (mode, message) => {
    chmodSync(folder, mode);
    expect(await levels(folder)).toContainEqual(expect.stringMatching(message));
  });

  describe('a folder that everybody may write', () => {
    beforeEach(() => chmodSync(folder, 0o1777));

    it('and that holds other things is refused, and left as it is', async () => {
      writeFileSync(join(folder, 'theirs'), '');
      const registry = new PortRegistry({ registry: folder });
      const { message, hint, code } = await registry.reserve().catch((error) => error);
      expect(code).toBe('REGISTRY_UNUSABLE');
      expect(message).toContain(`${folder} cannot be used: everybody may write that folder`);
      expect(hint).toContain('folder of its own');
      await expect(registry.status()).rejects.toMatchObject({ code });
      expect(await levels(folder)).toEqual([message]);
      expect(readdirSync(folder)).toEqual(['theirs']);
    });

    it.each([
      ['that is empty', () => undefined],
      ['that is a registry already', () => mkdirSync(join(folder, 'claims'))],
    ])('%s is used, and the doctor tells', async (_name, make) => {
      make();
      const registry = new PortRegistry({ registry: folder });
      expect((await registry.reserve({ owner: 'me' })).leases).toHaveLength(1);
      writeFileSync(join(folder, 'theirs'), '');
      rmSync(join(folder, 'tickets'), { recursive: true });
      expect((await registry.reserve({ owner: 'me' })).leases).toHaveLength(1);
      expect(await levels(folder)).toContainEqual(expect.stringMatching(/written by anybody/));
    });
  });

  it('finds groups by name, and says how one is made', () => {
    expect(findGroup(process.platform === 'darwin' ? 'wheel' : 'root')).toMatchObject({ id: 0 });
    expect(() => findGroup('no such group')).toThrow(/There is no group/);
  });
}
