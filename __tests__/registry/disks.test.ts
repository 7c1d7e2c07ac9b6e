import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { PortRegistry, type Reservation } from '../../src/registry/index.js';
import { useOwnPorts } from '../own-ports.js';
import { leftIn, tell } from '../stress/aftermath.js';
import { useArena } from '../stress/folders.js';

// A disk that is full, without inodes, read-only or without links, and a folder that is somebody
// else's. Small disks are made in memory, which takes root: without it that part is named as not run.

const { range: RANGE } = await useOwnPorts(20);

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

describe('a disk that fails once', () => {
  const arena = useArena();

  /** Reserves and gives back, once for each step in the file system, which fails; prints what was wrong. */
  const PROGRAM = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const [url, root, range] = process.argv.slice(1);
    let left = Infinity;
    for (const name of ['linkSync', 'renameSync', 'unlinkSync', 'utimesSync', 'futimesSync',
      'writeFileSync', 'openSync', 'fstatSync', 'lstatSync', 'mkdirSync', 'readdirSync']) {
      const original = fs[name];
      fs[name] = (...args) => {
        if (--left === 0) throw Object.assign(new Error('EIO: ' + name), { code: 'EIO' });
        return original.apply(fs, args);
      };
    }
    syncBuiltinESMExports();
    const { PortRegistry } = await import(url);
    const environment = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
    const wrong = [];
    let step = 0;
    for (let failed = true; failed && step < 500; ) {
      const registry = new PortRegistry({ registry: root + '/' + ++step, environment });
      const attempts = [
        () => registry.reserve({ range, ports: ['A', 'B'] }),
        () => registry.release(ports[0]),
        () => registry.release(ids[0]),
        () => registry.gc(),
      ];
      const first = await registry.reserve({ range, ports: ['C', 'D'] });
      const ports = [first.ports.C], ids = [first.id];
      left = step;
      for (const attempt of attempts) {
        const error = await attempt().then(() => undefined, (error) => error);
        if (error && error.name !== 'PortKeeperError') wrong.push([step, error.message]);
      }
      failed = left <= 0;
      left = Infinity;
      await registry.release(ids[0]);
      await registry.releaseOwner((await registry.status())[0]?.owner ?? 'nobody');
      const still = await registry.status();
      if (still.length > 0) wrong.push([step, still]);
      await registry.reserve({ range, ports: ['E', 'F'] }).catch((error) => wrong.push([step, error.message]));
    }
    console.log(JSON.stringify({ step, wrong }));
  `;

  it('is told as such whatever the step, and costs nothing afterwards', () => {
    const url = arena.library().url('src/registry/index.js');
    const words = ['--input-type=module', '--eval', PROGRAM, url, folder, RANGE];
    const said = JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
    expect(said.wrong).toEqual([]);
    expect(said.step).toBeGreaterThan(50);
  }, 300_000);
});

describe('a file system without links', () => {
  const arena = useArena();

  // The system's refusals as those have them: FAT of Linux and exFAT, FAT by FUSE, Windows, what a
  // virtual machine shares.
  it.each([
    ['EPERM', 'EPERM'],
    ['EPERM', 'ENOSYS'],
    ['ENOTSUP', 'ENOTSUP'],
    ['EISDIR', 'EPERM'],
    ['EPERM', 'EROFS'],
  ])('that refuses them with %s and %s is named, and is left as it was', (hard, symbolic) => {
    const path = (name: string) => JSON.stringify(arena.library().url(name));
    const refuse = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const refuse = (code) => () => { throw Object.assign(new Error(code), { code }) };
      fs.linkSync = refuse('${hard}');
      fs.symlinkSync = refuse('${symbolic}');
      syncBuiltinESMExports();
      const { PortRegistry } = await import(${path('src/registry/index.js')});
      const registry = new PortRegistry({ registry: process.argv[1] });
      const refused = await registry.reserve({ range: '${RANGE}' }).catch((error) => error);
      const { code, message, hint } = refused;
      console.log(JSON.stringify({ code, message, hint, found: await registry.examine() }));
    `;
    const words = ['--input-type=module', '--eval', refuse, folder];
    const said = JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
    expect(said).toMatchObject({
      code: 'REGISTRY_UNUSABLE',
      message: expect.stringContaining(`${folder} cannot be used: its file system has neither`),
      hint: expect.stringContaining('--registry'),
    });
    expect(said.found).toContainEqual({
      level: 'problem',
      about: 'registry',
      message: said.message,
    });
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => /tickets.|tcp-/.test(name))).toEqual([]);
  });

  it('is not what refuses a name that another is just leaving, as Windows does', () => {
    const program = `
      import fs, { writeFileSync } from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      fs.linkSync = fs.symlinkSync = () => { throw Object.assign(new Error(), { code: 'EPERM' }) };
      syncBuiltinESMExports();
      const { makeName } = await import(${JSON.stringify(arena.library().url('src/registry/backends/ticket.js'))});
      const [taken, free] = ['taken', 'free'].map((name) => process.argv[1] + '/' + name);
      writeFileSync(taken, '');
      console.log(JSON.stringify([makeName(taken, 'ticket', 'line'), makeName(free, 'ticket', 'line')]));
    `;
    const words = ['--input-type=module', '--eval', program, folder];
    const said = JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
    expect(said).toEqual([false, 'no links']);
  });
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
      expect(await problems()).toContainEqual(expect.stringContaining('disk is full'));
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
      expect(await problems()).toContainEqual(expect.stringContaining('read-only'));
      expect(await registry.status()).toHaveLength(1);
      await registry.gc();
    });

    async function problems(): Promise<string[]> {
      const found = await registry.examine();
      return found.filter(({ level }) => level === 'problem').map(({ message }) => message);
    }

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
