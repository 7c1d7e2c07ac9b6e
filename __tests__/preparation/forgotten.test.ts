import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PortRange, parseRange } from '../../src/ports/index.js';
import { announceChanges } from '../../src/project/journal/index.js';
import { isFileChange } from '../../src/project/writing/change.js';
import { folderOwner, PortRegistry } from '../../src/registry/index.js';
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

it('says which lines keep numbers when the journal was taken away', async () => {
  const { changes } = await project.prepare(project.main, { strategy: 'random' });
  rmSync(join(project.main, '.git'), { recursive: true });
  const changed = changes.filter(isFileChange).map(({ path }) => path);
  const { kept, restoredFiles } = await restore();
  expect(restoredFiles).toEqual([]);
  expect([...new Set(kept.map(({ path }) => path))].sort()).toEqual([...changed].sort());
  for (const { reason } of kept) expect(reason).toContain('no journal tells what stood there');
});

it('is found in a repository that is broken, and given back', async () => {
  const { ports } = await project.prepare(project.main, { strategy: 'random' });
  const head = join(project.main, '.git', 'HEAD');
  const said = readFileSync(head);
  rmSync(head);
  expect((await project.prepare(project.main)).ports).toEqual(ports);
  expect(await restore()).toMatchObject({ undone: 1, kept: [] });
  expect(readdirSync(join(project.main, '.git'))).not.toContain('portkeeper');
  writeFileSync(head, said);
  expect(project.git('diff', 'HEAD')).toBe('');
});

describe('where restore is told of no registry', () => {
  const restoreAlone = () =>
    restoreProject({ directory: project.main, environment: { HOME: project.folder } });

  it('releases in the one that was used', async () => {
    const { leases: given } = await project.prepare(project.main);
    expect((await restoreAlone()).released).toHaveLength(given.length);
    expect(await leases()).toEqual([]);
  });

  it('releases there what a command had reserved when it was killed', async () => {
    const preparation = 'killed';
    const reserving = { registry: project.registry, preparation };
    await announceChanges(project.main, { reserving });
    const registry = new PortRegistry({ registry: project.registry });
    const ask = (labels: Record<string, string>) =>
      registry.reserve({ ports: ['WEB'], owner: folderOwner(project.main), hold: false, labels });
    await ask({ preparation });
    await ask({ preparation: 'another' });
    expect(await restoreAlone()).toMatchObject({ released: [{ name: 'WEB' }], undone: 1 });
    expect(await leases()).toMatchObject([{ labels: { preparation: 'another' } }]);
    expect(await restoreAlone()).toMatchObject({ released: [], undone: 0 });
  });
});

it('gives back what it has in another registry, where the next one is asked of this one', async () => {
  await project.prepare(project.main);
  appendFileSync(join(project.main, '.env'), 'LATE_PORT=4321\n');
  const registry = new PortRegistry({ registry: join(project.folder, 'another') });
  const { ports } = await project.prepare(project.main, { registry });
  expect(Object.keys(ports)).toContain('LATE_PORT');
  expect(await leases()).toEqual([]);
});

it('leaves no trace in the journal where nothing could be reserved', async () => {
  const range = parseRange('28999-28999') as PortRange;
  await expect(project.prepare(project.main, { range })).rejects.toThrow();
  expect(readdirSync(join(project.main, '.git'))).not.toContain('portkeeper');
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
