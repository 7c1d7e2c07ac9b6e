import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry, processOwner } from '../../src/registry/index.js';
import { restoreProject } from '../../src/restore.js';
import { Repository } from './repository.js';

// A restore by hand, while somebody else's services still use the ports.

let project: Repository;
let other: ChildProcess;
beforeEach(async () => {
  project = new Repository(
    fileURLToPath(new URL('../fixtures/voting-app/before', import.meta.url)),
  );
  other = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  await once(other, 'spawn');
});
afterEach(async () => {
  await end();
  project.remove();
});

async function end(): Promise<void> {
  if (other.exitCode !== null || other.signalCode !== null) return;
  other.kill();
  await once(other, 'exit');
}

const leases = () => new PortRegistry({ registry: project.registry }).status();
const told: string[] = [];
const restore = (preparation?: string) =>
  restoreProject({
    directory: project.main,
    environment: { PORTKEEPER_REGISTRY: project.registry },
    reporter: { warn: () => undefined, info: (text) => told.push(text), debug: () => undefined },
    ...(preparation !== undefined && { preparation }),
  });
const prepare = () =>
  project.prepare(project.main, { owner: processOwner(other.pid ?? 0, 'portkeeper run') });

it('puts the files back, and leaves the ports to the process that they are for', async () => {
  const { leases: given, id } = await prepare();
  expect(await restore()).toMatchObject({ undone: 1, released: [] });
  expect(project.git('status', '--porcelain')).toBe('');
  expect(await leases()).toHaveLength(given.length);
  const until = `until portkeeper run .pid ${other.pid}. ends; before, portkeeper release ${id}`;
  expect(told).toEqual([expect.stringMatching(until)]);
});

it.each(['that has ended', 'whose preparation is named'])(
  'releases the ports of a process %s',
  async (which) => {
    const { leases: given, preparation } = await prepare();
    if (which === 'that has ended') await end();
    const { released } = await restore(which === 'that has ended' ? undefined : preparation);
    expect(released).toHaveLength(given.length);
    expect(await leases()).toEqual([]);
  },
);

it('says it once, and not of what was released by then', async () => {
  const first = await prepare();
  const second = await prepare();
  told.length = 0;
  await restore();
  expect(told.map((line) => [first, second].find(({ id }) => line.includes(`${id}`)))).toEqual([
    second,
    first,
  ]);
  const third = await prepare();
  await project.prepare(project.main);
  await restore(third.preparation);
  told.length = 0;
  await restore();
  expect(told).toEqual([]);
  expect(project.git('status', '--porcelain')).toBe('');
});
