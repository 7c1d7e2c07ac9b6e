import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Machine, portKey, Survey } from '../../src/ports/index.js';
import { formatClaim } from '../../src/registry/backends/claim.js';
import { FolderStore } from '../../src/registry/backends/folder.js';
import { collect } from '../../src/registry/collect.js';
import { Culprits } from '../../src/registry/culprits.js';
import { isSweepDue } from '../../src/registry/due.js';
import { Holds } from '../../src/registry/hold.js';
import { namedOwner, PortRegistry, type Reservation } from '../../src/registry/index.js';
import { SweepLock } from '../../src/registry/lock.js';
import { self } from '../../src/registry/process-identity.js';
import { newReservationId } from '../../src/registry/reservation.js';
import { VoidClaims } from '../../src/registry/void-claims.js';

let folder: string;
let registry: PortRegistry;
let store: FolderStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-due-'));
  registry = new PortRegistry({ registry: folder });
  store = new FolderStore(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes the last sign of life of a record as old as the machine. */
function age(path: string): void {
  utimesSync(path, 0.001, 0.001);
}

/** A set that its maker never finished: a process that had this one's pid before. */
function leaveUnfinished(): void {
  const maker = { ...self(), startedAt: '1' };
  const claim = store.layout.claim(store.kernel.network, portKey('tcp', 29_999));
  writeFileSync(claim, formatClaim({ id: newReservationId(), maker }));
}

const ends: [string, (reservation: Reservation) => unknown, boolean][] = [
  ['all leases live', () => undefined, false],
  ['one was just released, and its port rests', ({ id }) => registry.release(id), false],
  [
    'one was released, and its port has rested',
    async ({ id }) => {
      await registry.release(id);
      age(store.layout.ended(id as never));
    },
    true,
  ],
  ['one was found dead', ({ id }) => store.markEnded(id as never, 'dead'), true],
  ['the time of one is up', ({ id }) => age(store.layout.reservation(id as never)), true],
  ['a killed process left half a set', leaveUnfinished, process.platform === 'linux'],
];

it.each(ends)('where %s', async (_, end, due) => {
  const owner = namedOwner('somebody');
  const first = await registry.reserve({ count: 3, owner, ttlMs: 1000 });
  for (let i = 0; i < 5; i++) await registry.reserve({ owner, ttlMs: null });
  await end(first);
  expect(isSweepDue(store)).toBe(due);
});

/** How often of two turns, the other within the first, somebody looked and swept. */
async function takeTurns(isDue: boolean): Promise<{ looks: number; sweeps: number }> {
  const [one, other] = [new SweepLock(folder), new SweepLock(folder)];
  const done = { looks: 0, sweeps: 0 };
  const sweep = async () => {
    done.sweeps += 1;
    return done;
  };
  const look = (meanwhile?: () => unknown) => () => {
    done.looks += 1;
    meanwhile?.();
    return isDue;
  };
  await one.nowAndThen(
    look(() => other.nowAndThen(look(), sweep)),
    sweep,
  );
  return done;
}

it.each([true, false])('is looked for by one of those who come at once: %s', async (isDue) => {
  expect(await takeTurns(isDue)).toEqual({ looks: 1, sweeps: isDue ? 1 : 0 });
});

it('is tried again by the next one where somebody has the lock', async () => {
  const lock = join(folder, 'registry.json.lock');
  mkdirSync(lock);
  expect(await takeTurns(true)).toEqual({ looks: 0, sweeps: 0 });
  rmdirSync(lock);
  expect(await takeTurns(true)).toEqual({ looks: 1, sweeps: 1 });
});

it('is done although a lock was left before the clock was set back', async () => {
  const lock = join(folder, 'registry.json.lock');
  mkdirSync(lock);
  const ahead = Date.now() / 1000 + 3600;
  utimesSync(lock, ahead, ahead);
  expect(await takeTurns(true)).toEqual({ looks: 1, sweeps: 1 });
});

it('is looked for without taking anybody’s lock away', async () => {
  const lock = join(folder, 'registry.json.lock');
  mkdirSync(lock);
  const ahead = Date.now() / 1000 + 3600;
  utimesSync(lock, ahead, ahead);
  expect(await takeTurns(false)).toEqual({ looks: 1, sweeps: 0 });
  expect(existsSync(lock)).toBe(true);
});

it('reads the record of a large set once, however many claims it has', async () => {
  let reads = 0;
  class Counting extends FolderStore {
    override find(...words: Parameters<FolderStore['find']>) {
      reads += 1;
      return super.find(...words);
    }
  }
  const { leases } = await registry.reserve({ count: 40 });
  const counting = new Counting(folder);
  const machine = new Machine({ DOCKER_HOST: 'tcp://127.0.0.1:1' });
  const survey = new Survey(machine);
  const holds = new Holds(folder, () => undefined, {});
  await collect(counting, { survey, holds });
  expect(reads).toBe(1);
  const culprits = new Culprits(counting, survey);
  const voids = new VoidClaims({ store: counting, survey, holds, culprits }, namedOwner('other'));
  const claims = counting.claimsFor();
  for (const { protocol, port } of leases) {
    expect(await voids.claim(claims, protocol, port)).toBe(false);
  }
  claims.done();
  expect(reads).toBe(2);
  expect(culprits.list).toHaveLength(40);
});
