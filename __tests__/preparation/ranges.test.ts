import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { restoreProject } from '../../src/restore.js';
import { Repository } from './repository.js';

// A range of a compose file: its ports are reserved as neighbours, beside those that stand alone.

let repository: Repository;

beforeEach(() => {
  repository = new Repository(join('__tests__', 'fixtures', 'port-ranges', 'before'));
});

afterEach(() => {
  repository.remove();
});

const RANGES = [
  ['FARM_PORT_21100', 'FARM_PORT_21101', 'FARM_PORT_21102', 'FARM_PORT_21103'],
  ['SYNC_PORT_7160', 'SYNC_PORT_7161', 'SYNC_PORT_7162'],
  ['POOL_PORT', 'POOL_PORT_2', 'POOL_PORT_3'],
] as const;

it('reserves neighbours for each range, writes its ends, and gives back every byte', async () => {
  const file = join(repository.main, 'docker-compose.yml');
  const before = readFileSync(file);
  const { ports } = await repository.prepare(repository.main);
  for (const [first, ...others] of RANGES) {
    const start = ports[first] ?? 0;
    expect(others.map((name) => (ports[name] ?? 0) - start)).toEqual(others.map((_, at) => at + 1));
  }
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(`'${ports.FARM_PORT_21100}-${ports.FARM_PORT_21103}:21100-21103'`);
  expect((await repository.prepare(repository.main)).ports).toEqual(ports);
  await restoreProject({ directory: repository.main });
  expect(readFileSync(file)).toEqual(before);
});

it('moves a whole range where somebody serves one of its numbers', async () => {
  const file = join(repository.main, 'docker-compose.yml');
  const { ports } = await repository.prepare(repository.main);
  await restoreProject({ directory: repository.main });
  const server = createServer().listen(ports.FARM_PORT_21102, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  try {
    writeFileSync(file, `${readFileSync(file, 'utf8')}# changed\n`);
    const moved = (await repository.prepare(repository.main)).ports;
    const [first = 0, last = 0] = [moved.FARM_PORT_21100, moved.FARM_PORT_21103];
    expect(last - first).toBe(3);
    const taken = ports.FARM_PORT_21102 ?? 0;
    expect(first > taken || last < taken).toBe(true);
  } finally {
    await new Promise((done) => server.close(done));
  }
});
