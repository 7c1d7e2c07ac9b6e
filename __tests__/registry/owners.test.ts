import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  folderOwner,
  type GcPolicy,
  namedOwner,
  type Owner,
  PortRegistry,
  processOwner,
} from '../../src/registry/index.js';
import { thisKernel } from '../../src/registry/kernel.js';
import { identify, livenessOf, type ProcessIdentity } from '../../src/registry/process-identity.js';
import { useOwnPorts } from '../own-ports.js';
import { tell } from '../stress/aftermath.js';
import { until } from '../until.js';
import { FakeMachine } from './fake-machine.js';

// Who lives, who is dead, and who cannot be told from the dead and is left alone.

const own = await useOwnPorts(1);
let folder: string;
let registry: PortRegistry;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-owners-'));
  registry = new PortRegistry({ registry: join(folder, 'registry') });
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const SLEEP = [process.execPath, '-e', 'setInterval(() => {}, 1000)'];

function start(command: readonly string[]): ChildProcess & { pid: number } {
  const child = spawn(command[0] as string, command.slice(1), { stdio: 'ignore' });
  children.push(child);
  return child as ChildProcess & { pid: number };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

describe('a process', () => {
  const here = identify(process.pid) as ProcessIdentity;

  it.each<[string, Partial<ProcessIdentity>, string]>([
    ['this one', {}, 'alive'],
    ['one of another boot', { boot: 'ffffffff' }, 'dead'],
    ['one that had our pid before us', { startedAt: '1' }, 'dead'],
    ['one whose start was hidden', { startedAt: '' }, 'alive'],
    [
      'one of a container with a boot of its own',
      { boot: 'cffffffff', pidNamespace: '1' },
      'unknown',
    ],
    ['one of a system without boots', { boot: '' }, 'unknown'],
  ])('%s', (_name, change, liveness) => {
    const seen = livenessOf({ ...here, ...change }, { ...kernelWithoutSight(), boot: here.boot });
    expect(seen).toBe(here.boot === '' && change.boot === '' ? 'alive' : liveness);
  });

  /** As from a container: no process of another pid namespace can be seen. */
  function kernelWithoutSight() {
    return {
      boot: thisKernel.boot,
      network: '',
      networkBirth: '',
      contained: false,
      lookAt: (path: string) => thisKernel.lookAt(path),
      pidNamespace: here.pidNamespace,
      pid: process.pid,
      uptimeMs: () => thisKernel.uptimeMs(),
      clockMs: () => Date.now(),
      sleep: delay,
      startOf: (pid: number) => thisKernel.startOf(pid),
      runsElsewhere: () => 'unknown' as const,
    };
  }

  it('that is frozen keeps its lease', async () => {
    const child = start(SLEEP);
    const { id } = await registry.reserve({ owner: processOwner(child.pid) });
    child.kill('SIGSTOP');
    expect(await registry.gc()).toEqual([]);
    expect((await registry.status()).map((lease) => lease.id)).toEqual([id]);
  });
});

const canUnshare = process.platform === 'linux' && process.getuid?.() === 0;
if (canUnshare && (await ranOnce(['unshare', '--pid', '--fork', 'true']))) {
  describe('a process of another pid namespace, seen from the machine', () => {
    it.each([
      ['with a /proc of its own', ['--mount-proc']],
      ['without', []],
    ])('%s, lives as long as it runs', async (_name, options) => {
      const word = join(folder, 'word');
      const script = `
        const { readlinkSync, readFileSync, writeFileSync, renameSync } = require('node:fs');
        const stat = readFileSync('/proc/self/stat', 'utf8');
        const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
        const pidNamespace = readlinkSync('/proc/self/ns/pid').match(/\\d+/)[0];
        writeFileSync('${word}.new', JSON.stringify({ pid: process.pid, startedAt, pidNamespace }));
        renameSync('${word}.new', '${word}');
        setInterval(() => {}, 1000);`;
      const outer = start([
        'unshare',
        '--pid',
        '--fork',
        '--kill-child',
        ...options,
        process.execPath,
        '-e',
        script,
      ]);
      await until(() => existsSync(word));
      const told = JSON.parse(readFileSync(word, 'utf8'));
      const inner: ProcessIdentity = { ...told, boot: thisKernel.boot };
      expect(livenessOf(inner)).toBe('alive');
      expect(livenessOf({ ...inner, startedAt: '1' })).toBe('dead');
      await end(outer);
      await until(() => livenessOf(inner) === 'dead');
    });
  });
} else tell('did not run here: processes of other pid namespaces, which take root and unshare');

async function ranOnce(command: readonly string[]): Promise<boolean> {
  const child = start(command);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code === 0));
    child.once('error', () => resolve(false));
  });
}

it('is not taken for dead by a reader that was frozen while its lease was renewed', async () => {
  class Freezing extends FakeMachine {
    isFrozen = false;
    /** After each look at the time it stands still for most of the lease's. */
    override uptimeMs(): number {
      const now = super.uptimeMs();
      if (this.isFrozen) this.pass(40_000);
      return now;
    }
  }
  const kernel = new Freezing();
  const owner = { kind: 'name', name: 'slow', boot: kernel.boot } as const;
  const [range, ttlMs] = [own.range, 60_000];
  const reader = new PortRegistry({ registry: join(folder, 'registry'), kernel });
  await reader.reserve({ owner, range, ttlMs });
  kernel.isFrozen = true;
  expect(await reader.status()).toMatchObject([{ state: 'live' }]);
});

describe('gc', () => {
  /** One lease of each kind that is over, and one that is not. */
  async function leave(): Promise<void> {
    const child = start(SLEEP);
    const path = join(folder, 'worktree');
    mkdirSync(path);
    const owners: [string, Owner, number | null][] = [
      ['PID', processOwner(child.pid), null],
      ['PATH', folderOwner(path), null],
      ['TTL', namedOwner('short'), 1],
      ['LIVE', processOwner(process.pid), null],
    ];
    for (const [name, owner, ttlMs] of owners)
      await registry.reserve({ ports: [name], owner, ttlMs });
    await end(child);
    rmSync(path, { recursive: true });
    const started = thisKernel.uptimeMs();
    await until(() => thisKernel.uptimeMs() - started > 2100);
  }

  const policies: [GcPolicy[], string[]][] = [
    [['pid'], ['PID']],
    [['path'], ['PATH']],
    [['ttl'], ['TTL']],
    [
      ['pid', 'path'],
      ['PATH', 'PID'],
    ],
    [['bind'], []],
    [[], ['PATH', 'PID', 'TTL']],
  ];

  it('takes what its policies say, shows it before, and takes nothing twice', async () => {
    await leave();
    const names = (found: readonly { name?: string }[]) => found.map(({ name }) => name).sort();
    for (const [policy, taken] of policies) {
      expect(names(await registry.gc(policy, { dryRun: true }))).toEqual(taken);
    }
    expect(await registry.status()).toHaveLength(4);
    expect(names(await registry.gc(['path']))).toEqual(['PATH']);
    expect(names(await registry.gc())).toEqual(['PID', 'TTL']);
    expect(await registry.gc()).toEqual([]);
    expect((await registry.status()).map(({ name }) => name)).toEqual(['LIVE']);
  });

  it('stops in time, however much there is, and goes on the next time', async () => {
    const child = start(SLEEP);
    const owner = processOwner(child.pid);
    for (let n = 0; n < 300; n++) await registry.reserve({ owner });
    await end(child);
    const dead = async () => (await registry.status()).filter(({ state }) => state === 'dead');
    expect(await dead()).toHaveLength(300);
    let sweeps = 0;
    for (; (await dead()).length > 0; sweeps++) {
      utimesSync(join(registry.folder, 'swept'), 0, 0); // as if the last one were long ago
      await (await registry.reserve()).release();
    }
    expect(sweeps).toBeGreaterThan(1);
  });
});

it('is told of by whoever clears it away, when its port was in use until then', async () => {
  const owner = start(SLEEP);
  const { leases } = await registry.reserve({ owner: processOwner(owner.pid), range: own.range });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(leases[0]?.port, '127.0.0.1', resolve));
  await end(owner);
  expect(await registry.gc()).toEqual([]);
  expect(await registry.status()).toMatchObject([{ state: 'dead' }]);
  await new Promise((resolve) => server.close(resolve));
  const told = [{ name: 'PORT', death: 'pid' }];
  expect(await registry.gc(['path'])).toEqual([]);
  expect(await registry.gc([], { dryRun: true })).toMatchObject(told);
  expect(await registry.gc()).toMatchObject(told);
  expect([await registry.gc(), await registry.status()]).toEqual([[], []]);
});
