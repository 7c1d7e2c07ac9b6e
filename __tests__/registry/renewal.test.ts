import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HeldPorts } from '../../src/holder/held-ports.js';
import { Watch } from '../../src/holder/watch.js';
import { FolderStore } from '../../src/registry/backends/folder.js';
import type { StoredRecord } from '../../src/registry/backends/record-file.js';
import { PortRegistry, type Reservation, type ReservationId } from '../../src/registry/index.js';
import { identify, type ProcessIdentity } from '../../src/registry/process-identity.js';
import { remainingMs } from '../../src/registry/standing.js';
import { useOwnPorts } from '../own-ports.js';
import { tell } from '../stress/aftermath.js';
import { useArena } from '../stress/folders.js';
import { until } from '../until.js';
import { FakeMachine } from './fake-machine.js';

const { first: FIRST, range: RANGE } = await useOwnPorts(20);

const arena = useArena();
let folder: string;
let registry: PortRegistry;
let given: Reservation;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-renewal-'));
  registry = new PortRegistry({ registry: folder });
  given = await registry.reserve({ range: RANGE });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const recordOf = ({ id }: Reservation) => join(folder, 'reservations', `${id}.json`);

it('says of a record that cannot be read that it cannot, and who mends it', async () => {
  writeFileSync(recordOf(given), 'broken');
  await expect(registry.renew(given.id)).rejects.toMatchObject({
    code: 'REGISTRY_UNUSABLE',
    message: expect.stringContaining(given.id),
    hint: expect.stringContaining('portkeeper doctor'),
  });
});

it('says of what is over, or never was, that there is no such reservation', async () => {
  await given.release();
  for (const id of [given.id, '0'.repeat(16), '../../etc']) {
    await expect(registry.renew(id)).rejects.toMatchObject({ code: 'NOTHING_FOUND' });
  }
});

// A file that may not be changed by anybody stands for one of another user: root may change those.
if (canFreeze()) {
  it('says of a record that only another user may touch whose it is to renew', async () => {
    execFileSync('chattr', ['+i', recordOf(given)]);
    try {
      await expect(registry.renew(given.id)).rejects.toMatchObject({
        code: 'REGISTRY_UNUSABLE',
        message: expect.stringContaining('another user'),
      });
    } finally {
      execFileSync('chattr', ['-i', recordOf(given)]);
    }
    await registry.renew(given.id);
  });

  it('is tried again by a holder to which it was refused, and the ports stay held', async () => {
    const holder = join(arena.library().folder, 'src', 'holder', 'main.js');
    const holding = new PortRegistry({ registry: folder, holder });
    const held = await holding.reserve({ range: RANGE, hold: true, ttlMs: 4000 });
    execFileSync('chattr', ['+i', recordOf(held)]);
    try {
      await delay(2800); // half of its time is over
    } finally {
      execFileSync('chattr', ['-i', recordOf(held)]);
    }
    const isRenewed = async () => {
      const [lease] = (await holding.status()).filter(({ id }) => id === held.id);
      const end = Date.parse(lease?.expiresAt ?? '');
      return lease?.held === true && end > Number(held.expiresAt) + 500;
    };
    await until(isRenewed);
    await held.release();
  });
} else tell('did not run here: a record that may not be touched, which takes root and chattr');

function canFreeze(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'portkeeper-renewal-'));
  const works = spawnSync('chattr', ['+i', probe]).status === 0;
  if (works) execFileSync('chattr', ['-i', probe]);
  rmSync(probe, { recursive: true });
  return works;
}

describe('a holder', () => {
  const TTL_MS = 10_000;
  let machine: FakeMachine;
  let frozenMs = 0;
  let store: FolderStore;

  /** In which whoever renews may be frozen just before he does. */
  class Freezing extends FolderStore {
    override renew(id: ReservationId): boolean {
      machine.pass(frozenMs);
      return super.renew(id);
    }
  }

  async function watched(): Promise<{ watch: Watch; leftMs: () => number | undefined }> {
    machine = new FakeMachine();
    machine.start(machine.pid);
    const path = join(folder, 'watched');
    const process = identify(machine.pid, machine) as ProcessIdentity;
    const owner = { kind: 'process', name: 'the owner', process } as const;
    const { id } = await new PortRegistry({ registry: path, kernel: machine }).reserve({
      ...{ range: RANGE, ttlMs: TTL_MS, owner },
    });
    store = new Freezing(path, machine);
    const found = () => store.find(id) as StoredRecord | undefined;
    const watch = new Watch(store, found() as StoredRecord, new HeldPorts());
    const leftMs = () => {
      const stored = found();
      return stored && remainingMs(stored);
    };
    return { watch, leftMs };
  }

  it.each([
    ['at half of its time', 6000, 0, TTL_MS],
    ['not before', 4000, 0, 6000],
    ['not after its time, although nobody has ended it', TTL_MS + 500, 0, -500],
    ['and ends what it renewed too late', 6000, 4500, undefined],
  ])('renews a reservation %s', async (_, passedMs, lateMs, expected) => {
    const { watch, leftMs } = await watched();
    machine.pass(passedMs);
    frozenMs = lateMs;
    watch.look();
    expect(leftMs()).toBe(expected);
  });
});

it('asks once more for a port that somebody has for a moment, and that could be no other', async () => {
  const port = FIRST + 19;
  const passing = createServer();
  await new Promise<void>((resolve) => passing.listen(port, '127.0.0.1', resolve));
  let waits = 0;
  class Waiting extends FakeMachine {
    override async sleep(ms: number): Promise<void> {
      waits += 1;
      if (passing.listening) await new Promise((resolve) => passing.close(resolve));
      await super.sleep(ms);
    }
  }
  const kernel = new Waiting();
  kernel.start(kernel.pid);
  const patient = new PortRegistry({ registry: join(folder, 'other'), kernel });
  const owner = { kind: 'name', name: 'the patient', boot: kernel.boot } as const;
  const { ports } = await patient.reserve({ ports: [`P=${port}`], owner });
  expect(ports).toEqual({ P: port });
  expect(waits).toBe(1);
});
