import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FolderStore } from '../../src/registry/backends/folder.js';
import { PortRegistry } from '../../src/registry/index.js';
import { useArena } from '../stress/folders.js';

// What is done while a holder, in a process of its own, takes the ports.

const arena = useArena();
const warnings: string[] = [];
let folder: string;
let registry: PortRegistry;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-meanwhile-'));
  const holder = join(arena.library().folder, 'src', 'holder', 'main.js');
  const reporter = { warn: (text: string) => warnings.push(text), info() {}, debug() {} };
  registry = new PortRegistry({ registry: folder, holder, reporter });
});
afterEach(async () => {
  warnings.splice(0);
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

it('tells of a reservation that somebody releases before it is held that it is over', async () => {
  const { id } = await registry.reserve({ hold: true }, (set) => {
    new FolderStore(folder).markEnded(set.id, 'released');
  });
  expect(warnings.filter((text) => text.includes(id))).toEqual([
    `Somebody released ${id} while it was being made: its ports are not leased`,
  ]);
  expect(readdirSync(join(folder, 'holds'))).toEqual([]);
});
