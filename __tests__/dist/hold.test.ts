import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isHeldUnseen } from '../../src/ports/index.js';
import { LATER } from '../../src/registry/hold-protocol.js';
import { PortRegistry, processOwner } from '../../src/registry/index.js';
import { formatIdentity, identify, parseIdentity } from '../../src/registry/process-identity.js';
import { until } from '../until.js';

// Holders as they ship, real sockets and real signals.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const holder = join(root, 'dist', 'holder', 'index.js');
const children: ChildProcess[] = [];
const warnings: string[] = [];
let folder: string;
let registry: PortRegistry;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-hold-'));
  registry = open('registry');
});

afterEach(async () => {
  for (const { id } of await registry.status()) await registry.release(id);
  for (const child of children.splice(0)) child.kill('SIGKILL');
  warnings.splice(0);
  rmSync(folder, { recursive: true, force: true });
});

function open(name: string, options = {}): PortRegistry {
  const reporter = { warn: (text: string) => warnings.push(text), info() {}, debug() {} };
  const environment = { ...process.env, NODE_OPTIONS: '--no-such-option', RUNNER_TRACKING_ID: 'x' };
  return new PortRegistry({
    registry: join(folder, name),
    ...{ holder, reporter, environment },
    ...options,
  });
}

function sleeper(): ChildProcess & { pid: number } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  children.push(child);
  return child as ChildProcess & { pid: number };
}

/** A server starts, and stops again. */
function binds(port: number, host?: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}

function bindsUdp(port: number, type: 'udp4' | 'udp6' = 'udp4'): Promise<boolean> {
  const socket = createSocket(type);
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind(port, () => socket.close(() => resolve(true)));
  });
}

function holderOf(id: string): number {
  const mark = readFileSync(join(folder, 'registry', 'holds', id), 'utf8');
  return parseIdentity(mark)?.pid ?? 0;
}

async function heldNow(): Promise<boolean[]> {
  return (await registry.status()).map(({ held }) => held);
}

describe('a held TCP port', () => {
  it.each([undefined, '127.0.0.1', '0.0.0.0', '::1'])(
    'lets its server bind at %s, and bind again',
    async (host) => {
      const { id, ports } = await registry.reserve({ ports: ['WEB'], hold: true });
      expect(warnings).toEqual([]);
      expect(await heldNow()).toEqual([true]);
      await registry.handOver(id); // where only a bound socket can hold
      for (let starts = 0; starts < 3; starts++)
        expect(await binds(ports.WEB ?? 0, host)).toBe(true);
      expect(await heldNow()).toEqual([isHeldUnseen('tcp')]);
    },
  );

  it('is kept from whoever has another registry, and they are told', async () => {
    const { ports } = await registry.reserve({ ports: ['WEB'], hold: true });
    const other = open('other');
    await expect(other.reserve({ ports: [`WEB=${ports.WEB}`], hold: true })).rejects.toMatchObject({
      code: 'NO_FREE_PORT',
      message: expect.stringMatching(/held for another|in use|used by/),
    });
    const near = await other.reserve({ preferred: ports.WEB ?? 0, hold: true });
    expect(near.ports.PORT).not.toBe(ports.WEB);
    await near.release();
  });

  it('is let go when its reservation is released', async () => {
    const { id, ports } = await registry.reserve({ ports: ['WEB', 'DB'], hold: true });
    const pid = holderOf(id);
    await registry.release(id);
    expect(identify(pid)).toBeUndefined();
    expect(existsSync(join(folder, 'registry', 'holds', id))).toBe(false);
    expect(await binds(ports.WEB ?? 0)).toBe(true);
  });
});

describe('a held UDP port', () => {
  it.each(['udp4', 'udp6'] as const)(
    'is bound until it is handed over, and stays leased (%s)',
    async (type) => {
      const { id, ports } = await registry.reserve({ ports: ['DNS/tcp+udp'], hold: true });
      const port = ports.DNS ?? 0;
      expect(await bindsUdp(port, type)).toBe(false);
      expect(await heldNow()).toEqual([true, true]);
      expect(await registry.handOver(id)).toBe(true);
      expect(await bindsUdp(port, type)).toBe(true);
      expect(await registry.handOver(id)).toBe(false);
      expect((await registry.status()).map(({ protocol, held }) => [protocol, held])).toEqual([
        ['tcp', isHeldUnseen('tcp')],
        ['udp', false],
      ]);
    },
  );
});

describe('a holder', () => {
  it('is deaf to signals that come in storms', async () => {
    const { id } = await registry.reserve({ hold: true });
    const pid = holderOf(id);
    for (let storm = 0; storm < 20; storm++) {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1'] as const) {
        if (process.platform !== 'win32') process.kill(pid, signal);
      }
      await delay(1);
    }
    expect(await heldNow()).toEqual([true]);
    await registry.release(id);
    expect(identify(pid)).toBeUndefined();
  });

  it('ends with the process that owns its ports', async () => {
    const owner = sleeper();
    const { id } = await registry.reserve({ owner: processOwner(owner.pid), hold: true });
    const pid = holderOf(id);
    owner.kill('SIGKILL');
    await until(() => identify(pid) === undefined);
    await until(() => !existsSync(join(folder, 'registry', 'holds', id)));
  });

  it('ends where its registry is removed, or its record becomes unreadable and its owner dies', async () => {
    const owner = sleeper();
    const gone = open('gone');
    const { id } = await gone.reserve({ hold: true });
    const first = parseIdentity(readFileSync(join(folder, 'gone', 'holds', id), 'utf8'))?.pid ?? 0;
    rmSync(join(folder, 'gone'), { recursive: true });
    await until(() => identify(first) === undefined);
    const broken = await registry.reserve({ owner: processOwner(owner.pid), hold: true });
    const second = holderOf(broken.id);
    writeFileSync(join(folder, 'registry', 'reservations', `${broken.id}.json`), 'broken');
    owner.kill('SIGKILL');
    await until(() => identify(second) === undefined);
  });

  it('renews a lease while its owner lives', async () => {
    const { expiresAt } = await registry.reserve({ hold: true, ttlMs: 4000 });
    const first = expiresAt?.getTime() ?? 0;
    await until(async () => {
      const [lease] = await registry.status();
      return Date.parse(lease?.expiresAt ?? '') > first + 300;
    });
  });

  const isUnseen = isHeldUnseen('tcp');
  (isUnseen ? it : it.skip)(
    'that was killed is told by the doctor, and started again by its repair',
    async () => {
      const { id } = await registry.reserve({ ports: ['WEB'], hold: true });
      const killed = holderOf(id);
      process.kill(killed, 'SIGKILL');
      await until(() => identify(killed) === undefined);
      await registry.gc();
      const told = (await registry.examine()).filter(({ about }) => about === 'hold');
      expect(told).toContainEqual({
        ...{ level: 'problem', about: 'hold' },
        message: expect.stringMatching(`${id} .*WEB .*killed.*--repair`),
      });
      await registry.repair();
      expect(await registry.status()).toMatchObject([{ id, held: true }]);
      const level = (await registry.examine()).filter(({ about }) => about === 'hold');
      expect(level).toMatchObject([{ level: 'ok' }]);
      await registry.release(id);
      expect(readdirSync(join(folder, 'registry', 'holds'))).toEqual([]);
    },
  );

  it('is not found in a file alone: what the file names is not signalled', async () => {
    const victim = sleeper();
    const { id } = await registry.reserve({ ports: ['WEB'] });
    const identity = identify(victim.pid);
    const mark = join(folder, 'registry', 'holds', id);
    writeFileSync(mark, identity === undefined ? '' : formatIdentity(identity));
    await registry.release(id);
    expect(victim.exitCode ?? victim.signalCode).toBeNull();
  });

  it.each([
    ['is missing', undefined, /the holder is missing/],
    ['is no program', join(tmpdir(), 'no-such-holder.js'), /ended at once/],
  ])('that %s costs the hold, not the lease', async (_, program, reason) => {
    const plain = open('registry', { holder: program });
    const { leases } = await plain.reserve({ hold: true });
    expect(leases).toHaveLength(1);
    expect(warnings).toEqual([expect.stringMatching(reason)]);
    expect(await heldNow()).toEqual([false]);
  });

  if (process.platform === 'linux') {
    it('has no pipe or terminal of anybody, and carries the mark of the runner that ends it', async () => {
      const { id } = await registry.reserve({ hold: true });
      const pid = holderOf(id);
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      expect(environment).toContain('RUNNER_TRACKING_ID=x');
      expect(environment.filter((entry) => entry.startsWith('NODE_'))).toEqual([]);
      const session = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3];
      expect(Number(session)).toBe(pid);
    });
  }
});

// Windows' pipes are not waited on: there it is started afterwards.
const isEarly = process.platform !== 'win32';
(isEarly ? describe : describe.skip)('a holder that is started before its reservation', () => {
  /** Those that were started for this registry, by what the kernel shows of their command lines. */
  function startedHere(): number[] {
    const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line.includes(join(folder, 'registry')));
    return lines.filter((line) => line.includes(holder)).map((line) => Number.parseInt(line, 10));
  }

  it('holds its ports before they are told', async () => {
    const [started, reserved] = await registry.whileHolderStarts(async () => {
      // The system may show the words of a process a moment after it was started.
      await until(() => startedHere().length > 0);
      return [startedHere(), await registry.reserve({ ports: ['WEB'], hold: true })];
    });
    expect(await heldNow()).toEqual([true]);
    expect(warnings).toEqual([]);
    expect(startedHere()).toHaveLength(1);
    expect(started).toEqual([holderOf(reserved.id)]);
  });

  it('is used for one reservation, and others have their own', async () => {
    await registry.whileHolderStarts(async () => {
      await registry.reserve({ ports: ['WEB'], hold: true });
      await registry.reserve({ ports: ['DB'], hold: true });
    });
    expect(await heldNow()).toEqual([true, true]);
    expect(startedHere()).toHaveLength(2);
  });

  it('ends where no reservation is made', async () => {
    await registry.whileHolderStarts(async () => undefined);
    await until(() => startedHere().length === 0);
    await expect(
      registry.whileHolderStarts(async () => Promise.reject(new Error('no port'))),
    ).rejects.toThrow('no port');
    await until(() => startedHere().length === 0);
  });

  it('is replaced when it was killed before', async () => {
    const { id } = await registry.whileHolderStarts(async () => {
      await until(() => startedHere().length > 0);
      for (const pid of startedHere()) process.kill(pid, 'SIGKILL');
      await until(() => startedHere().length === 0);
      return registry.reserve({ ports: ['WEB'], hold: true });
    });
    expect(await heldNow()).toEqual([true]);
    expect(identify(holderOf(id))).toBeDefined();
    expect(warnings).toEqual([]);
  });

  it('ends with the process that would have told it', async () => {
    // The words are told on a pipe: on the command line, this process would look like the holder.
    const program = `
      const { spawn } = require('node:child_process');
      process.stdin.once('data', (words) => spawn(process.execPath, JSON.parse(words), {
        detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      }));
      setInterval(() => {}, 1000);`;
    const killed = spawn(process.execPath, ['-e', program], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const words = [holder, join(folder, 'registry'), 'aaaaaaaaaaaaaaaa', LATER];
    killed.stdin.write(JSON.stringify(words));
    children.push(killed);
    await until(() => startedHere().length === 1);
    killed.kill('SIGKILL');
    await until(() => startedHere().length === 0);
  });
});
