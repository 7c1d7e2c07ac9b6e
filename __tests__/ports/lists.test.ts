import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readHeldNames } from '../../src/ports/held-names.js';
import { readKernelTables, readPortsInUse } from '../../src/ports/kernel-tables.js';
import { Lists } from '../../src/ports/lists.js';
import type { PortNumber } from '../../src/ports/number.js';
import { holdName } from '../../src/ports/platform.js';
import { Price } from '../../src/ports/price.js';
import { Probe } from '../../src/ports/probe.js';
import { Walk } from '../../src/ports/walk.js';
import { useOwnPorts } from '../own-ports.js';

// What the kernel lists of all ports says the same as what it answers for one.

const { first } = await useOwnPorts(2);
const [PORT, OTHER] = [first, first + 1] as [PortNumber, PortNumber];

let folder: string;
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-lists-'));
});

afterEach(() => {
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function listen(place: object): Promise<void> {
  server = createServer();
  return new Promise((resolve) => server?.listen(place, resolve));
}

describe('a walk', () => {
  it('goes on as it went', () => {
    const walk = new Walk(10);
    expect([walk.isCrowded, walk.missesToCome, walk.triesToCome]).toEqual([false, 0, 10]);
    walk.hit();
    for (let n = 0; n < 4; n++) walk.miss();
    expect([walk.isCrowded, walk.missesToCome, walk.triesToCome]).toEqual([true, 18, 27]);
    for (let n = 0; n < 9; n++) walk.hit();
    expect([walk.isCrowded, walk.missesToCome, walk.triesToCome]).toEqual([false, 0, 0]);
  });
});

it('prices a question by the least of the last few, and by what it takes now before long', () => {
  const price = new Price();
  expect(price.ms).toBeUndefined();
  for (const ms of [5, 2, 40]) price.paid(ms);
  expect(price.ms).toBe(2.5);
  for (let n = 0; n < 20; n++) price.paid(40);
  expect(price.ms).toBe(40);
});

it('marks the ports of a protocol that a socket has, but none that only was closed', () => {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n';
  const row = (port: string, state: string) => `   0: 0100007F:${port} 00000000:0000 ${state} 0\n`;
  writeFileSync(join(folder, 'tcp'), head + row('1F90', '0A') + row('1F91', '06'));
  writeFileSync(
    join(folder, 'tcp6'),
    `${head} 999: ${'0'.repeat(32)}:1F92 ${'0'.repeat(32)}:0000 01 0\n12345: ${'0'.repeat(32)}:0000`,
  );
  writeFileSync(join(folder, 'udp'), head + row('1F93', '07'));
  const inUse = readPortsInUse('tcp', folder) ?? new Uint8Array();
  expect([...inUse.keys()].filter((port) => inUse[port] === 1)).toEqual([8080, 8082]);
  expect(readPortsInUse('udp', folder)?.[8083]).toBe(1);
  expect(readPortsInUse('udp', join(folder, 'none'))).toBeUndefined();
});

it('reads the names of holders, however Node filled them up', () => {
  const rows = ['portkeeper:tcp:18000', `portkeeper:udp:18001${'.'.repeat(87)}`, 'other:tcp:18002'];
  const table = rows.map((name) => `0000: 00000002 00000000 00010000 0001 01 12 @${name}\n`);
  writeFileSync(
    join(folder, 'unix'),
    `Num RefCount\n${table.join('')}0000: 1 /tmp/@portkeeper:tcp:1\n`,
  );
  expect([...(readHeldNames(join(folder, 'unix')) ?? [])]).toEqual(['tcp-18000', 'udp-18001']);
  expect(readHeldNames(join(folder, 'none'))).toBeUndefined();
});

if (process.platform === 'linux') {
  it('keeps a name of all the bytes that a name can have, which every version of Node makes alike', async () => {
    await listen({ path: holdName('tcp', PORT) });
    const [line] =
      readFileSync('/proc/net/unix', 'latin1').match(
        new RegExp(`@portkeeper:tcp:${PORT}\\.*$`, 'm'),
      ) ?? [];
    expect(line).toHaveLength(108);
    // libuv 1.50 takes no name with a zero in it.
    expect(holdName('tcp', PORT).slice(1)).not.toContain('\0');
  });

  it.each([
    [1, 'one by one'],
    [1000, 'by the list'],
  ])('knows who holds what when %i are asked for, %s', async (toFind) => {
    await listen({ path: holdName('tcp', PORT) });
    const lists = new Lists(new Walk(toFind), new Probe());
    for (let n = 0; n < 20; n++) expect(lists.isHeld('tcp', OTHER)).toBe(false);
    expect(lists.isHeld('tcp', PORT)).toBe(true);
    expect(lists.isHeld('udp', PORT)).toBe(false);
  });

  it('reads the tables where that costs less than the binds that are still to fail', async () => {
    await listen({ port: PORT, host: '127.0.0.1' });
    const walk = new Walk(1_000_000);
    const lists = new Lists(walk, new Probe());
    expect(lists.bindsDualStack(PORT)).toBe(false);
    expect(lists.showsSocket('tcp', PORT)).toBe(false);
    walk.miss();
    lists.missed('tcp');
    expect(lists.showsSocket('tcp', PORT)).toBe(true);
    expect(lists.showsSocket('tcp', OTHER)).toBe(false);
  });

  it('marks what the tables themselves show', async () => {
    await listen({ port: PORT, host: '::1' });
    expect(readKernelTables()?.get(`tcp-${PORT}`)).toMatchObject({ state: '0A' });
    expect(readPortsInUse('tcp')?.[PORT]).toBe(1);
  });
}
