import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { lockPath, registryFolder } from '../../src/registry/location.js';
import { SweepLock } from '../../src/registry/lock.js';
import { OWN_LOCK } from '../../src/registry/lock-folder.js';

const isLinux = process.platform === 'linux';

describe('the registry that is asked for', () => {
  const [HOME, USERPROFILE] = [homedir(), homedir()];

  it.each(['~', '~/ports'])('%s is in the home folder, wherever it is asked for', (wanted) => {
    const folder = registryFolder({ HOME, USERPROFILE, PORTKEEPER_REGISTRY: wanted });
    expect(folder).toBe(join(HOME, wanted.slice(1)));
    expect(registryFolder({ HOME, USERPROFILE }, wanted)).toBe(folder);
  });

  it.each(['redis://h', 'file:///tmp/ports', 'file:/tmp/ports', 'ssh://h/ports', 'docker:'])(
    '%s is no folder, and none is made of it',
    (wanted) => {
      const unusable = expect.objectContaining({ code: 'REGISTRY_UNUSABLE' });
      expect(() => registryFolder({}, wanted)).toThrow(unusable);
    },
  );

  it.each(['~somebody/ports', '~ports'])('%s is not taken for a folder of that name', (wanted) => {
    expect(() => registryFolder({}, wanted)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  (isLinux ? it : it.skip)('lies nowhere when this folder is gone', () => {
    const before = process.cwd();
    const gone = mkdtempSync(join(tmpdir(), 'portkeeper-gone-'));
    process.chdir(gone);
    rmSync(gone, { recursive: true });
    try {
      const unusable = expect.objectContaining({ code: 'REGISTRY_UNUSABLE' });
      expect(() => registryFolder({}, 'ports')).toThrow(unusable);
      expect(registryFolder({}, '/tmp/ports')).toBe('/tmp/ports');
    } finally {
      process.chdir(before);
    }
  });

  it('any other is a folder', () => {
    for (const wanted of ['ports', './~', 'c:ports', 'a:b/c']) {
      expect(registryFolder({}, wanted)).toBe(resolve(wanted));
    }
  });
});

describe('a lock that is asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portkeeper-lock-'));
  const old = (name: string, mode?: number) => {
    const path = join(folder, name);
    mkdirSync(path, { mode });
    utimesSync(path, 1, 1);
    return path;
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is a path, in the home folder too', () => {
    const [HOME, USERPROFILE] = [homedir(), homedir()];
    expect(lockPath({ HOME, USERPROFILE }, '~/ports.lock')).toBe(join(HOME, 'ports.lock'));
    expect(lockPath({}, 'ports.lock')).toBe(resolve('ports.lock'));
    expect([lockPath({}, ''), lockPath({})]).toEqual([undefined, undefined]);
  });

  it.each(['~somebody/x', 'file:/x', 'redis://h', tmpdir(), old('empty')])(
    'is not %s',
    (wanted) => {
      const usage = expect.objectContaining({ code: 'USAGE' });
      expect(() => lockPath({}, wanted)).toThrow(usage);
    },
  );

  it('may be one that was left, and is then taken away; a folder is not', async () => {
    const left = [old(OWN_LOCK), ...(isLinux ? [old('left', 0o1700)] : [old('left.lock')])];
    for (const path of left) {
      expect(lockPath({}, path)).toBe(path);
      expect(await new SweepLock(folder, path).ifFree(async () => 'done')).toBe('done');
      expect(existsSync(path)).toBe(false);
    }
    for (const kept of [old('kept'), ...(isLinux ? [old('kept.lock')] : [])]) {
      expect(await new SweepLock(folder, kept).ifFree(async () => 'done')).toBe(undefined);
      expect(existsSync(kept)).toBe(true);
    }
  });

  // Where a system keeps no mark, as Windows does not, the name alone tells it.
  (isLinux ? it : it.skip)('is no empty folder of somebody that is called like one', () => {
    const path = old('mine.lock');
    const usage = expect.objectContaining({ code: 'USAGE' });
    expect(() => lockPath({}, path)).toThrow(usage);
    expect(readdirSync(folder).filter((name) => name.startsWith('mine'))).toEqual(['mine.lock']);
  });
});
