import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FolderStore } from '../../src/registry/backends/folder.js';
import { PortRegistry } from '../../src/registry/index.js';
import { useArena } from '../stress/folders.js';
import { FakeMachine } from './fake-machine.js';

/** Where a process takes seconds to start and a step in the file system milliseconds, as under wine, fewer show it. */
const ROUNDS = process.platform === 'win32' ? 3 : 15;
const arena = useArena();
const children: ChildProcess[] = [];
let folder: string;

beforeEach(() => {
  folder = arena.newFolder();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function shown(registry = folder): number[] {
  const { leases } = JSON.parse(readFileSync(join(registry, 'registry.json'), 'utf8'));
  return leases.map(({ port }: { port: number }) => port);
}

/** Takes and gives back ports in each folder that it is told, keeps the last one and says which. */
const CONTENDER = `
  const { PortRegistry } = await import(process.argv[1]);
  process.on('message', async (registry) => {
    const ports = new PortRegistry({ registry, view: true });
    for (let i = 0; i < 4; i++) await (await ports.reserve()).release();
    process.send((await ports.reserve()).ports.PORT);
  });
  process.send('ready');
`;

async function contender(): Promise<ChildProcess> {
  const url = pathToFileURL(join(arena.library().folder, 'src', 'registry', 'index.js')).href;
  const words = ['--input-type=module', '-e', CONTENDER, url];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  await once(child, 'message');
  return child;
}

it('has every lease once all are done that changed it at the same time', async () => {
  const crowd = await Promise.all(Array.from({ length: 8 }, contender));
  for (let round = 0; round < ROUNDS; round++) {
    const registry = join(folder, `${round}`);
    const answers = crowd.map((child) => once(child, 'message'));
    for (const child of crowd) child.send(registry);
    const ports = (await Promise.all(answers)).map(([port]) => Number(port));
    expect(shown(registry)).toEqual(ports.sort((a, b) => a - b));
  }
});

it('is left to whoever has the lock, with a word that somebody came', async () => {
  const registry = new PortRegistry({ registry: folder, view: true });
  const { ports: first } = await registry.reserve();
  const [lock, word] = ['registry.json.lock', 'registry.json.again'].map((n) => join(folder, n));
  mkdirSync(String(lock));
  const { ports: second } = await registry.reserve();
  expect(shown()).toEqual([first.PORT]);
  expect(existsSync(String(word))).toBe(true);
  rmdirSync(String(lock));
  const third = await registry.reserve();
  await third.release();
  expect(shown().sort()).toEqual([first.PORT, second.PORT].sort());
  expect(existsSync(String(word))).toBe(false);
});

/** A machine on which somebody else takes the lock over and goes on, while one who has it is frozen. */
class FreezingMachine extends FakeMachine {
  frozen: (() => void) | undefined;

  override clockMs(): number {
    const meanwhile = this.frozen;
    this.frozen = undefined;
    meanwhile?.();
    return super.clockMs();
  }
}

it('is written anew by one who was frozen while writing it', async () => {
  const machine = new FreezingMachine();
  machine.start(machine.pid);
  const registry = new PortRegistry({ registry: folder, view: true, kernel: machine });
  const owner = { kind: 'name', name: 'somebody', boot: machine.boot } as const;
  const mine = { owner, ttlMs: 60_000 };
  const [gone, kept] = [await registry.reserve(mine), await registry.reserve(mine)];
  const released = await registry.reserve(mine);
  // It has listed the leases when it asks what time it is.
  machine.frozen = () => {
    machine.pass(6000);
    const store = new FolderStore(folder, machine);
    store.markEnded(gone.id as never, 'released');
  };
  await released.release();
  expect(machine.frozen).toBe(undefined);
  expect(shown()).toEqual([kept.ports.PORT]);
});

it('does not say of ports that their network is another one for who wrote it', async () => {
  const registry = new PortRegistry({ registry: folder, view: true });
  const { ports } = await registry.reserve();
  expect(shown()).toEqual([ports.PORT]);
  expect(readFileSync(join(folder, 'registry.json'), 'utf8')).not.toContain('elsewhere');
});

it('shows no port that rests', async () => {
  const registry = new PortRegistry({ registry: folder, view: true });
  const kept = await registry.reserve();
  const given = await registry.reserve();
  await given.release();
  expect(shown()).toEqual([kept.ports.PORT]);
});

it('shows what a reservation cleared away that was refused, and what was collected', async () => {
  const machine = new FakeMachine();
  machine.start(machine.pid);
  const registry = new PortRegistry({ registry: folder, view: true, kernel: machine });
  const lease = async (pid: number) => {
    machine.start(pid);
    const { boot, pidNamespace } = machine;
    const process = { pid, startedAt: machine.startOf(pid) ?? '', boot, pidNamespace };
    const owner = { kind: 'process', name: `${pid}`, process } as const;
    return { pid, port: Number((await registry.reserve({ owner })).ports.PORT) };
  };
  const [kept, first, second] = [await lease(101), await lease(102), await lease(103)];
  machine.kill(first.pid);
  machine.pass(60_000); // the next sweep is due
  const taken = { ports: [`A=${kept.port}`] };
  await expect(registry.reserve(taken)).rejects.toMatchObject({ code: 'NO_FREE_PORT' });
  expect(shown().sort()).toEqual([kept.port, second.port].sort());
  machine.kill(second.pid);
  await registry.gc();
  expect(shown()).toEqual([kept.port]);
});
