import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PortRegistry, type Reservation } from '../../src/registry/index.js';
import type { Kernel } from '../../src/registry/kernel.js';
import { useOwnPorts } from '../own-ports.js';
import { FakeMachine } from './fake-machine.js';

// Whatever somebody puts at whatever name of a registry costs at most the port that it speaks of:
// nothing hangs, nothing but an error of ours is thrown, and no port is given twice. Only time is
// made up, so that what waits for a rest does not.

const { range: RANGE } = await useOwnPorts(40);
/** Far longer than anything takes on a busy machine. */
const DEADLINE_MS = 40_000;

let folder: string;
let root: string;
let machine: FakeMachine;
let victim: Reservation;
const closers: (() => void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-hostile-'));
  root = join(folder, 'registry');
  writeFileSync(join(folder, 'precious'), 'precious');
  machine = new FakeMachine();
  machine.start(machine.pid);
  victim = await open().reserve({ range: RANGE, owner: ownerNamed('the victim') });
});

afterEach(() => {
  for (const close of closers.splice(0)) close();
  rmSync(folder, { recursive: true, force: true });
});

function open(kernel: Kernel = machine): PortRegistry {
  const environment = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
  return new PortRegistry({ registry: root, view: true, kernel, environment });
}

function ownerNamed(name: string) {
  return { kind: 'name', name, boot: machine.boot } as const;
}

const onUnix: [string, (path: string) => void | Promise<void>][] = [
  ['a FIFO', (path) => void execFileSync('mkfifo', [path])],
  ['a link to an endless device', (path) => symlinkSync('/dev/zero', path)],
  [
    'a socket',
    (path) => {
      const server = createServer();
      closers.push(() => server.close());
      return new Promise((resolve) => server.listen(path, () => resolve()));
    },
  ],
];

/** What somebody puts at a name. */
const PLANTS: [string, (path: string) => void | Promise<void>][] = [
  ['gone', () => undefined],
  ['empty', (path) => writeFileSync(path, '')],
  ['truncated', (path) => writeFileSync(path, '{"schema":1,"id":"')],
  ['binary', (path) => writeFileSync(path, Buffer.from([0, 255, 10, 254, 0]))],
  ['foreign', (path) => writeFileSync(path, '{"schema":99,"leases":"all"}')],
  [
    'huge',
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 3 * 1024 ** 3);
    },
  ],
  ['a link to a file', (path) => symlinkSync(join(folder, 'precious'), path)],
  ['a link to itself', (path) => symlinkSync(path, path)],
  ['a link to nowhere', (path) => symlinkSync(join(folder, 'nowhere'), path)],
  ['a folder', (path) => void mkdirSync(join(path, 'with', 'something'), { recursive: true })],
  [
    'a file that nobody may read',
    (path) => {
      writeFileSync(path, 'secret');
      chmodSync(path, 0);
    },
  ],
  ...(process.platform === 'win32' ? [] : onUnix),
];

const key = () => `tcp-${victim.leases[0]?.port}`;

/** Names that speak of one port, or of none. */
const FILES: [string, () => string][] = [
  ['a claim', () => join('claims', 'host', key())],
  ['a record', () => join('reservations', `${victim.id}.json`)],
  ['an ended record', () => join('ended', `${victim.id}.json`)],
  ["a dead owner's record", () => join('reservations', `${victim.id}.dead.json`)],
  ['a right', () => join('end', `${victim.id}.${key()}.0`)],
  ['a ticket', () => join('tickets', victim.id)],
  ["a holder's mark", () => join('holds', victim.id)],
  ['the view', () => 'registry.json'],
  ['the lock', () => 'registry.json.lock'],
  ['the word to whoever writes the view', () => 'registry.json.again'],
  ["the sweep's mark", () => 'swept'],
  ['a stranger among the claims', () => join('claims', 'host', 'README')],
  ['a stranger among the networks', () => join('claims', 'lost+found')],
  ['a stranger among the records', () => join('reservations', 'notes.txt')],
];

/** Without these there is no registry: then it says so. */
const FOLDERS: [string, () => string][] = [
  ['the claims of a network', () => join('claims', 'host')],
  ['all claims', () => 'claims'],
  ['the records', () => 'reservations'],
  ['the ended records', () => 'ended'],
  ['the rights', () => 'end'],
  ['the tickets', () => 'tickets'],
  ['the holds', () => 'holds'],
];

async function plant(place: string, put: (path: string) => void | Promise<void>): Promise<void> {
  const path = join(root, place);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  await put(path);
}

/** The result; undefined where it was refused, with an error that the faces can tell. */
async function within<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It hangs')), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    expect(error).toMatchObject({ name: 'PortKeeperError' });
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Every operation once, in an order in which each finds what the plant left. */
async function everything(registry: PortRegistry): Promise<number[]> {
  const another = ownerNamed('another');
  const given: number[] = [];
  const take = async (ports: string[]) => {
    const got = await within(registry.reserve({ ports, range: RANGE, owner: another }));
    given.push(...(got?.leases.map(({ port }) => port) ?? []));
  };
  await within(registry.status());
  await within(registry.examine());
  await take(['ANY']);
  await take([`SAME=${victim.leases[0]?.port}`]);
  await take(['ANY']);
  await within(registry.find(victim.id));
  await within(registry.renew(victim.id));
  await within(registry.gc());
  await within(registry.releaseOwner('nobody'));
  return given;
}

/** What it costs at most: nothing more when it was released and set aside. */
async function afterwards(registry: PortRegistry): Promise<void> {
  await within(registry.release(victim.leases[0]?.port ?? 0));
  await within(registry.release(victim.id));
  await within(registry.repair());
  await within(registry.gc());
  expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious');
}

describe.each(FILES)('%s', (name, place) => {
  it.each(PLANTS)('that is %s costs at most its port', async (_plant, put) => {
    await plant(place(), put);
    const given = await everything(open());
    expect(new Set(given).size).toBe(given.length);
    const [port = 0] = victim.leases.map((lease) => lease.port);
    // Who takes a claim away gives its port away, to whoever chances on it; nothing else does.
    if (name === 'a claim') expect(given.length).toBeGreaterThanOrEqual(2);
    else {
      expect(given).not.toContain(port);
      expect(given).toHaveLength(2);
    }
    await afterwards(open());
    expect(await within(open().reserve({ range: RANGE }))).toBeDefined();
  });
});

it.each([
  ['registry.json.lock', (path: string) => writeFileSync(path, '')],
  ['registry.json', (path: string) => mkdirSync(path)],
  ['swept', (path: string) => mkdirSync(path)],
  ...(process.platform === 'win32'
    ? []
    : [['swept', (path: string) => symlinkSync('nowhere', path)] as const]),
])('what stands in place of %s is named, and set aside', async (name, put) => {
  await plant(name, put);
  const about = (await open().examine()).filter(({ path }) => path === name);
  expect(about).toMatchObject([{ level: 'problem', about: 'file' }]);
  expect(await open().repair()).toEqual([expect.stringMatching(`${name}$`)]);
});

it('a file in place of the registry is told as that', async () => {
  rmSync(root, { recursive: true });
  writeFileSync(root, '');
  await expect(open().examine()).rejects.toMatchObject({ code: 'REGISTRY_UNUSABLE' });
});

const canSwitchUser = process.platform !== 'win32' && process.getuid?.() === 0;
(canSwitchUser ? it : it.skip)('a registry that one may not enter is told as that', async () => {
  const registry = open();
  chmodSync(root, 0);
  process.seteuid?.(65_534);
  try {
    await expect(registry.examine()).rejects.toMatchObject({ code: 'REGISTRY_UNUSABLE' });
  } finally {
    process.seteuid?.(0);
  }
});

describe.each(FOLDERS)('the folder of %s', (_name, place) => {
  it.each(PLANTS)('that is %s is told, or does no harm', async (_plant, put) => {
    await plant(place(), put);
    const given = await everything(open());
    expect(new Set(given).size).toBe(given.length);
    await afterwards(open());
  });
});
