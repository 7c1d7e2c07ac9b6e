import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import * as library from '../../src/index.js';
import { copyStack, example, inFolder, useFolder } from './cli.js';

useFolder();

it('exports what it promises', () => {
  expect(Object.keys(library)).toEqual(
    expect.arrayContaining([
      ...['PortRegistry', 'detectPorts', 'prepareProject', 'restoreProject'],
      ...['writeEnv', 'updateConfigJson', 'PortKeeperError'],
    ]),
  );
});

it('releases a reservation at the end of its block', async () => {
  const registry = new library.PortRegistry({ registry: inFolder('registry') });
  {
    await using reservation = await registry.reserve({ ports: ['WEB'] });
    expect(Object.keys(reservation.ports)).toEqual(['WEB']);
    expect(await registry.status()).toHaveLength(1);
  }
  expect(await registry.status()).toEqual([]);
  expect(await registry.with({}, ({ leases }) => leases.length)).toBe(1);
  expect(await registry.status()).toEqual([]);
});

it('prepares and restores a project', async () => {
  const directory = copyStack();
  const { ports } = await library.detectPorts(directory);
  expect(ports.map(({ name }) => name)).toContain('WEB_PORT');
  const registry = new library.PortRegistry({ registry: inFolder('registry') });
  const { changedFiles } = await library.prepareProject({ directory, registry });
  expect(changedFiles).toContain('.env');
  await library.restoreProject({ directory });
  const read = (folder: string) => readFileSync(join(folder, '.env'), 'utf8');
  expect(read(directory)).toBe(read(example));
  expect(await registry.status()).toEqual([]);
});
