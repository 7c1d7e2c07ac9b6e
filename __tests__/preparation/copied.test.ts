import { cpSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { findInForce } from '../../src/preparation/in-force.js';
import { announceChanges } from '../../src/project/journal/index.js';
import { folderOwner, PortRegistry } from '../../src/registry/index.js';
import { restoreProject } from '../../src/restore.js';
import { Repository } from './repository.js';

// A checkout is copied as it stands, with git's own folder and what lies in it.

let project: Repository;
let copy: string;
beforeEach(() => {
  project = new Repository(
    fileURLToPath(new URL('../fixtures/voting-app/before', import.meta.url)),
  );
  copy = join(project.folder, 'copy');
});
afterEach(() => project.remove());

const environment = () => ({ PORTKEEPER_REGISTRY: project.registry });
const restore = (directory: string) => restoreProject({ directory, environment: environment() });
const leased = async () =>
  (await new PortRegistry({ registry: project.registry }).status()).map(({ port }) => port);
const statusOf = (folder: string) => project.git('-C', folder, 'status', '--porcelain');

it.each(['patch', 'overlay'] as const)('a copy has ports of its own: %s', async (mode) => {
  const strategy = 'random';
  const given = await project.prepare(project.main, { mode, strategy });
  cpSync(project.main, copy, { recursive: true });
  await expect(findInForce(copy, environment())).rejects.toMatchObject({ code: 'NOTHING_FOUND' });
  const own = await project.prepare(copy, { mode, strategy });
  const numbers = [given, own].flatMap(({ ports }) => Object.values(ports));
  expect((await leased()).sort()).toEqual(numbers.sort());
  expect(new Set(numbers).size).toBe(numbers.length);
  await restore(copy);
  expect((await findInForce(project.main, environment())).ports).toEqual(given.ports);
  for (const { path } of given.overlays) expect(existsSync(path)).toBe(true);
});

it.each(['patch', 'overlay'] as const)(
  'a copy that is restored takes nothing from what it is a copy of: %s',
  async (mode) => {
    const { ports, overlays } = await project.prepare(project.main, { mode });
    cpSync(project.main, copy, { recursive: true });
    expect(await restore(copy)).toMatchObject({ released: [], undone: 1 });
    expect(statusOf(copy)).toBe('');
    expect(existsSync(join(copy, '.git', 'portkeeper'))).toBe(false);
    expect((await leased()).sort()).toEqual(Object.values(ports).sort());
    for (const { path, text } of overlays) expect(readFileSync(path, 'utf8')).toBe(text);
    expect((await restore(project.main)).released).toHaveLength(Object.keys(ports).length);
    expect(statusOf(project.main)).toBe('');
  },
);

it('a copy of what is being prepared takes nothing from it', async () => {
  const registry = new PortRegistry({ registry: project.registry });
  const labels = { preparation: 'begun' };
  const { leases } = await registry.reserve({ owner: folderOwner(project.main), labels });
  const reserving = { registry: project.registry, ...labels };
  await announceChanges(project.main, { reserving });
  cpSync(project.main, copy, { recursive: true });
  expect(await restore(copy)).toMatchObject({ released: [], undone: 1 });
  expect(await leased()).toEqual(leases.map(({ port }) => port));
});

it('a folder that was moved is no copy, also where another one takes its place', async () => {
  const { ports } = await project.prepare(project.main);
  renameSync(project.main, copy);
  cpSync(copy, project.main, { recursive: true });
  expect((await restore(copy)).released).toHaveLength(Object.keys(ports).length);
  project.git('-C', copy, 'diff', '--exit-code');
});
