import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { PortRegistry, type Reservation } from '../../src/registry/index.js';
import { leftIn, tell } from '../stress/aftermath.js';

// A disk that is full, without inodes or read-only, and a folder that is somebody else's. Small
// disks are made in memory, which takes root: without it that part is named as not run.

const RANGE = '19640-19659';

let folder: string;
let registry: PortRegistry;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-disk-'));
  registry = new PortRegistry({ registry: folder, view: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a place where nothing can be made is told at once, by every operation or by none', async () => {
  const impossible = new PortRegistry({ registry: '/proc/portkeeper/registry' });
  await expect(impossible.reserve()).rejects.toMatchObject({ code: 'REGISTRY_UNUSABLE' });
  // Where the folder itself is there, and takes nothing.
  const closed = new PortRegistry({ registry: '/proc/self' });
  await expect(closed.reserve()).rejects.toMatchObject({ code: 'REGISTRY_UNUSABLE' });
  expect(await impossible.status()).toEqual([]);
  expect(await impossible.gc()).toEqual([]);
});

if (canMount()) {
  describe('a small disk', () => {
    let lease: Reservation;
    afterEach(() => {
      spawnSync('umount', ['--lazy', folder]);
    });

    async function onDisk(options: string): Promise<void> {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
      lease = await registry.reserve({ range: RANGE, owner: 'before' });
    }

    it('that is full gives nothing and takes everything back', async () => {
      await onDisk('size=128k');
      fill();
      await expect(registry.reserve({ range: RANGE })).rejects.toMatchObject({
        code: 'REGISTRY_UNUSABLE',
        message: expect.stringContaining('disk is full'),
      });
      expect(await registry.status()).toHaveLength(1);
      await registry.renew(lease.id);
      expect((await registry.release(lease.id)).released).toHaveLength(1);
      rmSync(join(folder, 'ballast'));
      expect((await registry.reserve({ range: RANGE, owner: 'after' })).leases).toHaveLength(1);
    });

    it('without an inode left gives nothing, and leaves nothing', async () => {
      await onDisk('size=1m,nr_inodes=40');
      const spent = spend();
      await expect(registry.reserve({ range: RANGE })).rejects.toMatchObject({
        code: 'REGISTRY_UNUSABLE',
      });
      for (const path of spent) rmSync(path);
      await registry.release(lease.id);
      expect(await leftIn(folder)).toEqual([]);
    });

    it('that is read-only still shows who has what, and says why it changes nothing', async () => {
      await onDisk('size=128k');
      execFileSync('mount', ['-o', 'remount,ro', folder]);
      for (const change of [
        () => registry.reserve({ range: RANGE }),
        () => registry.renew(lease.id),
        () => registry.release(lease.id),
        () => registry.release(lease.leases[0]?.port ?? 0),
      ]) {
        await expect(change()).rejects.toMatchObject({
          code: 'REGISTRY_UNUSABLE',
          message: expect.stringContaining('read-only'),
        });
      }
      expect(await registry.status()).toHaveLength(1);
      await registry.gc();
    });

    function fill(): void {
      try {
        for (const size of [4096, 1]) {
          for (let n = 0; ; n++) {
            writeFileSync(join(folder, 'ballast'), Buffer.alloc(size), { flag: 'a' });
            if (n > 1000) throw new Error('It is never full');
          }
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }

    function spend(): string[] {
      const paths: string[] = [];
      for (let n = 0; n < 100; n++) {
        const path = join(folder, `spent-${n}`);
        try {
          writeFileSync(path, '');
          paths.push(path);
        } catch {
          return paths;
        }
      }
      throw new Error('There is no end of inodes');
    }
  });
} else tell('did not run here: small and read-only disks, which take root on Linux');

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const probe = mkdtempSync(join(tmpdir(), 'portkeeper-disk-'));
  try {
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', probe]);
    if (status === 0) spawnSync('umount', [probe]);
    return status === 0;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}
