import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { restoreProject } from '../../src/restore.js';
import { Repository } from './repository.js';

// What killed commands leave. `npm run stress` kills them at every step.

let project: Repository;
beforeEach(() => {
  project = new Repository(
    fileURLToPath(new URL('../fixtures/voting-app/before', import.meta.url)),
  );
});
afterEach(() => project.remove());

const restore = () =>
  restoreProject({
    directory: project.main,
    environment: { PORTKEEPER_REGISTRY: project.registry },
  });
const leases = () => new PortRegistry({ registry: project.registry }).status();

it('releases at restore what no journal speaks of', async () => {
  const { leases: given } = await project.prepare(project.main, { strategy: 'random' });
  rmSync(join(project.main, '.git', 'portkeeper'), { recursive: true });
  project.git('checkout', '--quiet', '.');
  const restored = await restore();
  expect(restored.undone).toBe(0);
  expect(restored.released.map(({ port }) => port).sort()).toEqual(
    given.map(({ port }) => port).sort(),
  );
  expect(await leases()).toEqual([]);
});

it('leaves the ports of other folders alone', async () => {
  const other = project.worktree('other');
  const { leases: given } = await project.prepare(other, { strategy: 'random' });
  await project.prepare(project.main, { strategy: 'random' });
  rmSync(join(project.main, '.git', 'portkeeper'), { recursive: true });
  await restore();
  expect((await leases()).map(({ port }) => port)).toEqual(
    given.map(({ port }) => port).sort((a, b) => a - b),
  );
});

it('takes the half of an override away, and the folder that was made for it', async () => {
  const temporaryFolder = join(project.folder, 'temporary');
  const { overlays } = await project.prepare(project.main, { mode: 'overlay', temporaryFolder });
  const path = overlays[0]?.path ?? '';
  writeFileSync(`${path}.0123456789ab.tmp`, '');
  writeFileSync(join(dirname(path), '..', 'kept.tmp'), '');
  await restore();
  expect(readdirSync(temporaryFolder)).toEqual(['kept.tmp']);
});
