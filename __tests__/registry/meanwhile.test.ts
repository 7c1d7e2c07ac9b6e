import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { useArena } from '../stress/folders.js';

// What is done while a holder, in a process of its own, takes the ports.

const arena = useArena();
let folder: string;
let registry: PortRegistry;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-meanwhile-'));
  const holder = join(arena.library().folder, 'src', 'holder', 'main.js');
  registry = new PortRegistry({ registry: folder, holder });
});
afterEach(async () => {
  for (const { id } of await registry.status()) await registry.release(id);
  rmSync(folder, { recursive: true, force: true });
});

it('is told the set that is given', async () => {
  const given: string[] = [];
  const { id } = await registry.reserve({ hold: true }, (set) => given.push(set.id));
  expect(given).toEqual([id]);
});

it('is not done where nothing is to be held', async () => {
  const given: string[] = [];
  await registry.reserve({}, (set) => given.push(set.id));
  expect(given).toEqual([]);
});

it('leaves neither a lease nor a holder where it fails', async () => {
  const failing = registry.reserve({ ports: ['WEB', 'DNS/udp'], hold: true }, () => {
    throw new Error('it cannot be planned');
  });
  await expect(failing).rejects.toThrow('it cannot be planned');
  expect(await registry.status()).toEqual([]);
  expect(readdirSync(join(folder, 'holds'))).toEqual([]);
});
