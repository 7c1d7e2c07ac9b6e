import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { useOwnPorts } from '../own-ports.js';
import { deadOwner } from '../stress/dead-owner.js';

// What a reservation is made of, and which of the ports in its way are looked at.

const SIZE = 20;
const { first: FIRST, range: RANGE } = await useOwnPorts(SIZE);

let folder: string;
let registry: PortRegistry;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-one-file-'));
  registry = new PortRegistry({ registry: folder });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes one file of a reservation: its record, and a link to it for each port', async () => {
  const { id, leases } = await registry.reserve({ count: 3, range: RANGE });
  const record = join(folder, 'reservations', `${id}.json`);
  const claims = leases.map(({ port }) => join(folder, 'claims', networkIn(folder), `tcp-${port}`));
  const numbers = [record, ...claims].map((path) => lstatSync(path).ino);
  expect(new Set(numbers).size).toBe(1);
  expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ schema: 1, id, leases });
  expect(readdirSync(join(folder, 'tickets'))).toEqual([]);
});

it('takes what dead owners left, when a range has nothing else left', async () => {
  await registry.reserve({ count: SIZE, range: RANGE, owner: await deadOwner() });
  const { leases } = await registry.reserve({ count: SIZE, range: RANGE });
  expect(leases).toHaveLength(SIZE);
  expect(readdirSync(join(folder, 'end'))).toEqual([]);
  expect(readdirSync(join(folder, 'tickets'))).toEqual([]);
});

it('finds the last free port among used, leased and dead ones', async () => {
  const lowest = { range: RANGE, strategy: 'lowest' } as const;
  await registry.reserve({ ...lowest, count: 4, owner: await deadOwner() });
  await registry.reserve({ ...lowest, range: `${FIRST + 4}-${FIRST + SIZE - 1}`, count: 4 });
  const servers = await Promise.all(
    Array.from({ length: SIZE - 9 }, (_, n) => listen(FIRST + 8 + n)),
  );
  const found = await registry.reserve({ range: RANGE, count: 5 });
  for (const server of servers) server.close();
  const numbers = found.leases.map(({ port }) => port).sort((a, b) => a - b);
  expect(numbers).toEqual([FIRST, FIRST + 1, FIRST + 2, FIRST + 3, FIRST + SIZE - 1]);
});

function networkIn(root: string): string {
  return readdirSync(join(root, 'claims'))[0] ?? '';
}

function listen(port: number) {
  const server = createServer();
  return new Promise<typeof server>((resolve) =>
    server.listen(port, '127.0.0.1', () => resolve(server)),
  );
}
