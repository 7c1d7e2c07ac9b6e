import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { prepareProject } from '../../src/prepare.js';
import { folderOwner, PortRegistry } from '../../src/registry/index.js';
import { restoreProject } from '../../src/restore.js';
import { snapshot } from '../project/temporary-project.js';

// A project on a disk that is read-only. Such a disk is made in memory, which takes root.

let folder: string;
let root: string;
let environment: { XDG_STATE_HOME: string; HOME: string; LOCALAPPDATA: string };
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'portkeeper-read-only-')));
  root = join(folder, 'project');
  mkdirSync(root);
  environment = { XDG_STATE_HOME: folder, HOME: folder, LOCALAPPDATA: folder };
});
afterEach(() => {
  spawnSync('umount', ['--lazy', root]);
  rmSync(folder, { recursive: true, force: true });
});

const mountsDisks = (() => {
  const probe = mkdtempSync(join(tmpdir(), 'portkeeper-probe-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', probe]);
  if (status === 0) spawnSync('umount', [probe]);
  rmSync(probe, { recursive: true });
  return status === 0;
})();

const leases = () => new PortRegistry({ environment }).status();
const restore = () => restoreProject({ directory: root, environment });
const prepare = (mode: 'env' | 'patch', more: { registry?: PortRegistry } = {}) =>
  prepareProject({
    ...{ directory: root, mode, environment, owner: folderOwner(root), reuse: true, hold: false },
    ...{ registry: new PortRegistry({ environment }), strategy: 'random', ...more },
  });

(mountsDisks ? describe : describe.skip)('a project on a read-only disk', () => {
  beforeEach(() => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root]);
    writeFileSync(join(root, '.env'), 'WEB_PORT=3000\n');
    execFileSync('mount', ['-o', 'remount,ro', root]);
  });

  it('is restored where there is nothing to restore', async () => {
    expect(await restore()).toEqual({ restoredFiles: [], kept: [], released: [], undone: 0 });
  });

  it('is prepared where nothing is to be written, again too, and given back', async () => {
    const before = await snapshot(root);
    const { ports } = await prepare('env');
    expect(await leases()).toMatchObject([{ name: 'WEB_PORT', port: ports.WEB_PORT }]);
    expect((await prepare('env')).ports).toEqual(ports);
    expect(await leases()).toHaveLength(1);
    expect(await restore()).toMatchObject({ kept: [], released: [{ name: 'WEB_PORT' }] });
    expect(await leases()).toEqual([]);
    expect(await snapshot(root)).toEqual(before);
  });

  it('is refused where something is, or where only a journal could name the registry', async () => {
    const refused = { code: 'REFUSED', message: expect.stringContaining('EROFS') };
    await expect(prepare('patch')).rejects.toMatchObject(refused);
    const registry = new PortRegistry({ environment, registry: join(folder, 'another') });
    await expect(prepare('env', { registry })).rejects.toMatchObject({
      ...refused,
      hint: expect.stringContaining('leave out --registry and PORTKEEPER_REGISTRY'),
    });
    expect([...(await leases()), ...(await registry.status())]).toEqual([]);
  });

  it('that was prepared before is not said to be restored', async () => {
    execFileSync('mount', ['-o', 'remount,rw', root]);
    await prepare('patch');
    execFileSync('mount', ['-o', 'remount,ro', root]);
    await expect(restore()).rejects.toMatchObject({ code: 'REFUSED' });
    expect(await leases()).toHaveLength(1);
    execFileSync('mount', ['-o', 'remount,rw', root]);
    expect(await restore()).toMatchObject({ restoredFiles: ['.env'] });
  });
});
