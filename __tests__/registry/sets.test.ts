import { createSocket } from 'node:dgram';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PortNumber } from '../../src/ports/index.js';
import { type Lease, PortRegistry, type ReserveRequest } from '../../src/registry/index.js';
import { useOwnPorts } from '../own-ports.js';

// A set is all or nothing, and its refusal says what stood in the way.

const { first: FIRST, range: RANGE } = await useOwnPorts(200);

/** A part of it. */
const rangeAt = (from: number, size: number) => `${FIRST + from}-${FIRST + from + size - 1}`;

let folder: string;
let registry: PortRegistry;
const closers: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-sets-'));
  registry = new PortRegistry({ registry: folder });
});

afterEach(() => {
  for (const close of closers.splice(0)) close();
  rmSync(folder, { recursive: true, force: true });
});

/** A number with a few free ones behind it. */
async function freeBlock(count: number): Promise<number> {
  const [first] = await registry.propose({ count, contiguous: true, range: RANGE });
  return first?.port ?? 0;
}

function listen(port: number): Promise<void> {
  const server = createServer();
  closers.push(() => server.close());
  return new Promise((resolve) => server.listen(port, () => resolve()));
}

function bindUdp(port: number): Promise<void> {
  const socket = createSocket('udp4');
  closers.push(() => socket.close());
  return new Promise((resolve) => socket.bind(port, '127.0.0.1', () => resolve()));
}

describe('keeping the offset', () => {
  it.each([
    [
      ['A=3000', 'B=3001', 'C=3005'],
      [0, 1, 5],
    ],
    [
      ['C=3005', 'A=3000', 'B=3001'],
      [5, 0, 1],
    ],
    [
      ['A=53/udp', 'B=53/tcp', 'C=80'],
      [0, 0, 27],
    ],
    [
      ['A=3000/tcp+udp', 'B=3100'],
      [0, 0, 100],
    ],
    [['A=8080'], [0]],
  ])('%j lie as far from each other wherever they are', async (ports, offsets) => {
    const { leases } = await registry.reserve({ ports, keepOffset: true, range: RANGE });
    const numbers = leases.map(({ port }) => port);
    const least = Math.min(...numbers);
    expect(numbers.map((port) => port - least)).toEqual(offsets);
    expect(least).toBeGreaterThanOrEqual(FIRST);
  });

  it('has the declared numbers where they are preferred and free', async () => {
    const first = await freeBlock(3);
    const request = { ports: [`A=${first}`, `B=${first + 2}`], keepOffset: true };
    const given = await registry.reserve({ ...request, strategy: 'preferred' });
    expect(given.ports).toEqual({ A: first, B: first + 2 });
    const moved = await registry.reserve({ ...request, strategy: 'preferred', owner: 'another' });
    const { A = 0, B = 0 } = moved.ports;
    expect([B - A, A === first]).toEqual([2, false]);
  });

  it('is refused whole where it fits nowhere, and leaves nothing', async () => {
    const first = await freeBlock(4);
    await registry.reserve({ ports: [`X=${first + 1}`], owner: 'in the way' });
    const set: ReserveRequest = { ports: ['A=1000', 'B=1001'], keepOffset: true };
    const refused = registry.reserve({ ...set, range: `${first}-${first + 2}` });
    await expect(refused).rejects.toThrow(/leased by in the way/);
    expect(await registry.status()).toHaveLength(1);
  });

  it('gives back what it had when one of its numbers was not to be had', async () => {
    const first = await freeBlock(2);
    const [free, taken] = [first, first + 1];
    await registry.reserve({ ports: [`X=${taken}`], owner: 'in the way' });
    const refused = registry.reserve({ ports: [`A=${free}`, `B=${taken}`] });
    await expect(refused).rejects.toThrow(/leased by in the way/);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => name.includes('tcp-'))).toHaveLength(1);
    expect((await registry.reserve({ ports: [`A=${free}`] })).ports).toEqual({ A: free });
  });

  it.each<[string, ReserveRequest]>([
    ['a port without a number', { ports: ['A=3000', 'B'] }],
    ['a port with a range of its own', { ports: ['A=3000', 'B=4000-4010'] }],
    ['one number twice', { ports: ['A=3000', 'B=3000'] }],
    ['more room than there is', { ports: ['A=3000', 'B=4000'], range: '19000-19500' }],
    ['a block without gaps', { ports: ['A=3000', 'B=3001'], contiguous: true }],
  ])('refuses %s', async (_name, request) => {
    const refused = registry.reserve({ ...request, keepOffset: true });
    await expect(refused).rejects.toMatchObject({ code: 'USAGE' });
  });
});

it('has a block where it was asked for, although browsers refuse a number of it', async () => {
  const given = await registry.reserve({ ports: ['A=6566', 'B'], contiguous: true });
  expect(given.ports).toEqual({ A: 6566, B: 6567 });
  const anywhere = { count: 2, contiguous: true, range: '6665-6669' };
  await expect(registry.reserve(anywhere)).rejects.toThrow(/browsers refuse/);
  await expect(registry.reserve({ range: '5-6' })).rejects.toThrow(/below 1024/);
});

it.each(['random', 'lowest', 'stable'] as const)(
  'has what its ranges allow, however they overlap: %s',
  async (strategy) => {
    const first = await freeBlock(3);
    const range = (from: number, to: number) => `${first + from}-${first + to}`;
    const ports = [`A=${range(1, 2)}`, `B=${range(0, 1)}`, `C=${range(0, 1)}`];
    for (let i = 0; i < 4; i++) {
      const given = await registry.reserve({ ports, strategy });
      expect(given.ports.A).toBe(first + 2);
      await given.release(); // which rests for others alone
    }
    const tooMany = registry.reserve({ ports: [...ports, `D=${range(0, 2)}`], strategy });
    await expect(tooMany).rejects.toThrow(/is taken for/);
    expect(await registry.status()).toEqual([]);
  },
);

describe('blocks within a set', () => {
  const member = (name: string, block: string, offset: number, port?: number) => ({
    name,
    protocols: ['tcp'] as const,
    block: { name: block, offset },
    ...(port !== undefined && { port: port as PortNumber }),
  });
  const numbersOf = (leases: readonly Lease[], names: readonly string[]) =>
    names.map((name) => leases.find((lease) => lease.name === name)?.port ?? 0);

  it('keep their distances, each wherever it fits, beside ports that are free of them', async () => {
    const { leases } = await registry.reserve({
      ports: [
        member('A', 'x', 0),
        member('C', 'y', 0),
        member('B', 'x', 2),
        'ANY',
        member('D', 'y', 1),
      ],
      range: RANGE,
    });
    const [a = 0, b = 0, c = 0, d = 0] = numbersOf(leases, ['A', 'B', 'C', 'D']);
    expect([b - a, d - c]).toEqual([2, 1]);
    expect(leases.map(({ name }) => name)).toEqual(['A', 'C', 'B', 'ANY', 'D']);
    expect(new Set(leases.map(({ port }) => port)).size).toBe(5);
  });

  it('have their numbers where those are free, and else move as one', async () => {
    const first = await freeBlock(3);
    const ports = [member('A', 'x', 0, first), member('B', 'x', 1, first + 1), member('C', 'x', 2)];
    const request = { ports, pinned: false, prefers: true, range: RANGE };
    const kept = await registry.reserve(request);
    expect(numbersOf(kept.leases, ['A', 'B', 'C'])).toEqual([first, first + 1, first + 2]);
    const moved = await registry.reserve({ ...request, owner: 'another' });
    const [a = 0, b = 0, c = 0] = numbersOf(moved.leases, ['A', 'B', 'C']);
    expect([b - a, c - a, a === first]).toEqual([1, 2, false]);
  });

  it('lie at the same place again with the strategy stable', async () => {
    const request: ReserveRequest = {
      ports: [member('A', 'x', 0), member('B', 'x', 1)],
      ...{ range: RANGE, strategy: 'stable', seed: '/a/project' },
    };
    const one = await registry.reserve(request);
    await registry.release(one.id);
    expect((await registry.reserve(request)).ports).toEqual(one.ports);
  });

  it.each<[string, ReserveRequest]>([
    ['an offset that is none', { ports: [member('A', 'x', -1)] }],
    ['a block without a name', { ports: [member('A', '', 0)] }],
    [
      'more room than there is',
      { ports: [member('A', 'x', 0), member('B', 'x', 300)], range: '19000-19200' },
    ],
  ])('refuse %s', async (_name, request) => {
    await expect(registry.reserve(request)).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('a mixed set', () => {
  it('gives each member what it asks for', async () => {
    const first = await freeBlock(2);
    const { leases } = await registry.reserve({
      ports: [`FIXED=${first}`, 'DNS/tcp+udp', 'STATS/udp', `DB=${rangeAt(0, 50)}`, 'ANY'],
      range: rangeAt(100, 100),
    });
    const at = (name: string) => leases.filter((lease) => lease.name === name);
    expect(at('FIXED').map(({ port }) => port)).toEqual([first]);
    expect(at('DNS').map(({ protocol }) => protocol)).toEqual(['tcp', 'udp']);
    expect(new Set(at('DNS').map(({ port }) => port)).size).toBe(1);
    expect(at('STATS').map(({ protocol }) => protocol)).toEqual(['udp']);
    expect(at('DB')[0]?.port).toBeGreaterThanOrEqual(FIRST);
    expect(at('DB')[0]?.port).toBeLessThanOrEqual(FIRST + 49);
    expect(at('ANY')[0]?.port).toBeGreaterThanOrEqual(FIRST + 100);
  });

  it('passes over a number that is free on one protocol alone', async () => {
    const port = await freeBlock(1);
    await bindUdp(port);
    const both = registry.reserve({ ports: [`DNS=${port}/tcp+udp`] });
    await expect(both).rejects.toMatchObject({ code: 'NO_FREE_PORT' });
    expect((await registry.reserve({ ports: [`WEB=${port}`] })).ports).toEqual({ WEB: port });
  });
});

it('names what others have before what the set has already', async () => {
  const range = rangeAt(100, 8);
  const own = { range, strategy: 'lowest' } as const;
  await registry.reserve({ ports: [`LAST=${FIRST + 107}`], owner: 'somebody' });
  await expect(registry.reserve({ ...own, count: 8 })).rejects.toThrow(
    `No free port for PORT_8 in ${range}: ${FIRST + 107} is leased by somebody; `,
  );
});

it('names each culprit of a set whose numbers are fixed', async () => {
  const first = await freeBlock(4);
  await registry.reserve({ ports: [`X=${first}`], owner: 'the first owner' });
  await listen(first + 2);
  const request = {
    ports: [`A=${first}`, `B=${first + 1}`, `C=${first + 2}`],
  };
  const refused = registry.reserve(request);
  await expect(refused).rejects.toMatchObject({
    code: 'NO_FREE_PORT',
    message: expect.stringMatching(
      new RegExp(
        `${first} is leased by the first owner; ${first + 2} is used by .*pid ${process.pid}`,
      ),
    ),
  });
  expect(await registry.status()).toHaveLength(1);
});

it('releases many at once: ids, ports and what nobody holds', async () => {
  const sets = await Promise.all([1, 2, 3].map(() => registry.reserve({ count: 2 })));
  const [first, second, third] = sets;
  const port = third?.leases[0]?.port ?? 0;
  const { released, unknown } = await registry.release([
    first?.id ?? '',
    second?.id ?? '',
    port,
    'zzzzzzzzzzzzzzzz',
  ]);
  expect(released).toHaveLength(5);
  expect(unknown).toEqual(['zzzzzzzzzzzzzzzz']);
  expect(await registry.status()).toHaveLength(1);
});
