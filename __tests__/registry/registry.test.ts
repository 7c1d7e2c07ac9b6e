import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PortRegistry, processOwner } from '../../src/registry/index.js';
import { thisKernel } from '../../src/registry/kernel.js';
import { useOwnPorts } from '../own-ports.js';
import { FakeMachine } from './fake-machine.js';

const own = await useOwnPorts(20);
let folder: string;
let registry: PortRegistry;
const servers: Server[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-registry-'));
  registry = new PortRegistry({ registry: folder });
});

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function listen(port: number, host: string): Promise<Server> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve) => server.listen({ port, host }, () => resolve(server)));
}

function sleeper(): ChildProcess & { pid: number } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  children.push(child);
  return child as ChildProcess & { pid: number };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function aFreePort(): Promise<number> {
  const probe = await registry.propose({ range: own.range });
  return probe[0]?.port ?? 0;
}

describe('reserve', () => {
  it('gives each port of a set once, and keeps them from others', async () => {
    const first = await registry.reserve({ count: 12, range: own.range });
    const second = await registry.reserve({ count: 8, range: own.range });
    const all = [...first.leases, ...second.leases].map(({ port }) => port);
    expect(new Set(all).size).toBe(20);
    await expect(registry.reserve({ range: own.range })).rejects.toMatchObject({
      code: 'NO_FREE_PORT',
    });
  });

  it('refuses an address that no server of this machine could have', async () => {
    // Of a block that is kept for documents.
    const host = '203.0.113.77';
    const refused = { code: 'USAGE', message: `"${host}" is not an address of this machine` };
    await expect(registry.reserve({ host })).rejects.toMatchObject(refused);
    await expect(registry.propose({ host })).rejects.toMatchObject(refused);
    expect((await registry.reserve({ host: '127.0.0.2', range: own.range })).leases).toHaveLength(
      1,
    );
  });

  it('takes an address for UDP by which a group of machines is called', async () => {
    const request = { host: '224.0.0.1', ports: ['MDNS_PORT/udp'], range: own.range };
    expect((await registry.reserve(request)).leases).toHaveLength(1);
  });

  it.each(['127.0.0.1', '::1', '0.0.0.0', '::', '127.0.0.2'])(
    'never gives a port that is listened on at %s, and names who does',
    async (host) => {
      const port = await aFreePort();
      await listen(port, host);
      await expect(registry.reserve({ ports: [`WEB_PORT=${port}`] })).rejects.toMatchObject({
        code: 'NO_FREE_PORT',
        message: expect.stringContaining(`pid ${process.pid}`),
      });
    },
  );

  it('gives all or nothing', async () => {
    const port = await aFreePort();
    const other = await registry.reserve({ ports: [`A=${port}`], owner: 'someone' });
    const refused = registry.reserve({ ports: ['B', `C=${port}`] });
    await expect(refused).rejects.toThrow(/leased by someone/);
    expect((await registry.status()).map(({ id }) => id)).toEqual([other.id]);
    expect(readdirSync(join(folder, 'tickets'))).toEqual([]);
  });

  it('gives one number on both protocols, and consecutive numbers where that is asked', async () => {
    const pair = await registry.reserve({ ports: ['DNS_PORT/tcp+udp'] });
    expect(pair.leases.map(({ protocol }) => protocol)).toEqual(['tcp', 'udp']);
    expect(new Set(pair.leases.map(({ port }) => port)).size).toBe(1);
    const block = await registry.reserve({ count: 5, contiguous: true });
    const ports = block.leases.map(({ port }) => port);
    expect(ports.map((port) => port - (ports[0] ?? 0))).toEqual([0, 1, 2, 3, 4]);
  });

  it('prefers a port, and is content with another', async () => {
    const port = await aFreePort();
    const first = await registry.reserve({ preferred: port, owner: 'first' });
    expect(first.ports.PORT).toBe(port);
    const second = await registry.reserve({ preferred: port, owner: 'second' });
    expect(second.ports.PORT).not.toBe(port);
  });

  it('lets exactly one of many processes’ worth of requests have a port', async () => {
    const port = await aFreePort();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => registry.reserve({ ports: [`P=${port}`] })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the end of a lease', () => {
  it('is told once, and leaves no lease', async () => {
    const { id } = await registry.reserve({ count: 2 });
    expect((await registry.release(id)).released).toHaveLength(2);
    expect(await registry.release(id)).toEqual({ released: [], unknown: [id] });
    expect(await registry.status()).toEqual([]);
    await expect(registry.renew(id)).rejects.toMatchObject({ code: 'NOTHING_FOUND' });
  });

  it('comes for a single port without ending the others of its set', async () => {
    const set = await registry.reserve({ ports: ['A', 'B'] });
    const { A = 0, B } = set.ports;
    await registry.release(A);
    expect((await registry.status()).map(({ port }) => port)).toEqual([B]);
  });

  it('proposes what reserving would clear away, and clears nothing', async () => {
    const request = { ports: [`P=${await aFreePort()}`], owner: 'me' };
    const mine = await registry.reserve(request);
    await mine.release();
    const claims = () => readdirSync(join(folder, 'claims'), { recursive: true });
    const before = claims();
    for (let tries = 0; tries < 2; tries++) {
      expect(await registry.propose(request)).toMatchObject([{ port: mine.ports.P }]);
    }
    expect(claims()).toEqual(before);
    await registry.reserve(request);
    await expect(registry.propose(request)).rejects.toMatchObject({ code: 'NO_FREE_PORT' });
  });

  it('lets a port rest for others, not for its owner', async () => {
    const port = await aFreePort();
    const mine = await registry.reserve({ ports: [`P=${port}`], owner: 'me' });
    await mine.release();
    const again = await registry.reserve({ ports: [`P=${port}`], owner: 'me' });
    const released = thisKernel.uptimeMs();
    await again.release();
    await registry.reserve({ ports: [`P=${port}`], owner: 'another' });
    expect(thisKernel.uptimeMs() - released).toBeGreaterThanOrEqual(2000);
  });

  it('lets its owner have the port again without waiting, and nobody else', async () => {
    const kernel = new FakeMachine();
    const mine = new PortRegistry({ registry: folder, kernel });
    const ports = [`P=${await aFreePort()}`];
    const waitOf = async (name: string) => {
      const before = kernel.uptimeMs();
      const owner = { kind: 'name', name, boot: kernel.boot } as const;
      await (await mine.reserve({ ports, owner })).release();
      return kernel.uptimeMs() - before;
    };
    expect(await waitOf('me')).toBe(0);
    expect(await waitOf('me')).toBe(0);
    expect(await waitOf('another')).toBeGreaterThanOrEqual(2000);
  });

  it('lets a port rest on where its owner asks in vain for more', async () => {
    const kernel = new FakeMachine();
    const mine = new PortRegistry({ registry: folder, kernel });
    const ownerOf = (name: string) => ({ kind: 'name', name, boot: kernel.boot }) as const;
    const [free, taken] = [await aFreePort(), await aFreePort()];
    await mine.reserve({ ports: [`B=${taken}`], owner: ownerOf('another') });
    await (await mine.reserve({ ports: [`A=${free}`], owner: ownerOf('me') })).release();
    const released = kernel.uptimeMs();
    await expect(
      mine.reserve({ ports: [`A=${free}`, `B=${taken}`], owner: ownerOf('me') }),
    ).rejects.toMatchObject({ code: 'NO_FREE_PORT' });
    expect(kernel.uptimeMs() - released).toBeLessThan(2000);
    await mine.reserve({ ports: [`A=${free}`], owner: ownerOf('another') });
    expect(kernel.uptimeMs() - released).toBeGreaterThanOrEqual(2000);
    expect(readdirSync(join(folder, 'ended'))).toEqual([]);
  });

  it('comes with the death of its process, and not before', async () => {
    const child = sleeper();
    const { ports } = await registry.reserve({ owner: processOwner(child.pid) });
    expect(await registry.gc()).toEqual([]);
    await killed(child);
    const next = await registry.reserve({ ports: [`P=${ports.PORT}`] });
    expect(next.ports.P).toBe(ports.PORT);
  });

  it('waits for the port of a dead owner whose server lives on', async () => {
    const child = sleeper();
    const { ports } = await registry.reserve({ owner: processOwner(child.pid) });
    await listen(ports.PORT ?? 0, '127.0.0.1');
    await killed(child);
    await registry.gc();
    expect((await registry.status()).map(({ state }) => state)).toEqual(['dead']);
  });

  // Only a file's owner may set its time: what a lease is worth must not hang on that.
  it('is told by the name of its record, whatever time that has', async () => {
    const child = sleeper();
    const { id, ports } = await registry.reserve({ owner: processOwner(child.pid) });
    await listen(ports.PORT ?? 0, '127.0.0.1');
    await killed(child);
    await registry.gc();
    const seconds = thisKernel.uptimeMs() / 1000;
    utimesSync(join(folder, 'reservations', `${id}.dead.json`), seconds, seconds);
    expect((await registry.status()).map(({ state }) => state)).toEqual(['dead']);
  });

  it('comes with time, unless it is renewed', async () => {
    const { id } = await registry.reserve({ ttlMs: 300, owner: 'short' });
    await new Promise((resolve) => setTimeout(resolve, 350));
    await expect(registry.renew(id)).rejects.toMatchObject({ code: 'NOTHING_FOUND' });
  });

  it('comes within a hundred years: an end that no date can say is refused, and believed to nobody', async () => {
    await expect(registry.reserve({ ttlMs: 1e17 })).rejects.toMatchObject({ code: 'USAGE' });
    const { id } = await registry.reserve({ owner: 'one' });
    const other = await registry.reserve({ owner: 'other' });
    const path = join(folder, 'reservations', `${id}.json`);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/"ttlMs":\d+/, '"ttlMs":1e17'));
    expect((await registry.status()).map((lease) => lease.id)).toEqual([other.id]);
    expect((await registry.releaseOwner('other')).released).toHaveLength(1);
  });
});

describe('a registry that somebody broke', () => {
  it.each([
    ['truncated', ''],
    ['binary', '\u0000\u0001\u0002'],
    ['foreign', '{"schema":1,"id":"x"}'],
    ['huge', 'x'.repeat(2_000_000)],
  ])('costs at most the port of a %s record', async (_name, text) => {
    const lost = await registry.reserve({ ports: ['A'] });
    writeFileSync(join(folder, 'reservations', `${lost.id}.json`), text);
    const pinned = registry.reserve({ ports: [`B=${lost.ports.A}`] });
    await expect(pinned).rejects.toThrow(/unreadable/);
    expect((await registry.reserve()).leases).toHaveLength(1);
    // The record and its claim, which are one file.
    expect((await registry.examine()).filter(({ path }) => path)).toHaveLength(2);
    expect(await registry.repair()).toHaveLength(2);
  });

  it('is refused with the reason where a file stands in its place', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(new PortRegistry({ registry: file }).reserve()).rejects.toMatchObject({
      code: 'REGISTRY_UNUSABLE',
    });
  });
});
