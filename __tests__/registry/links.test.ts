import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PortRegistry, type Reservation } from '../../src/registry/index.js';
import { thisKernel } from '../../src/registry/kernel.js';
import { identify, parseIdentity } from '../../src/registry/process-identity.js';
import { useOwnPorts } from '../own-ports.js';
import { useArena } from '../stress/folders.js';
import { until } from '../until.js';
import { FakeMachine } from './fake-machine.js';

// Who shares a registry may put a link in place of a folder of it. It leads nobody's files anywhere,
// and nobody to anybody's files: nothing is made, moved or removed behind it.

const arena = useArena();
const { range } = await useOwnPorts(20);
/** Of a folder that nobody wrote to since. */
const LONG_AGO_S = 1_000_000_000;
let folder: string;
let root: string;
let elsewhere: string;
let machine: FakeMachine;
let first: Reservation;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-links-'));
  [root, elsewhere] = [join(folder, 'registry'), join(folder, 'elsewhere')];
  mkdirSync(join(elsewhere, 'host'), { recursive: true });
  for (const name of ['precious', 'host/precious']) writeFileSync(join(elsewhere, name), name);
  mkdirSync(root);
  chmodSync(root, 0o2775);
  machine = new FakeMachine();
  machine.start(machine.pid);
  first = await open().reserve({ range, owner: ownerNamed('first') });
  settle();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(): PortRegistry {
  const environment = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
  return new PortRegistry({ registry: root, view: true, kernel: machine, environment });
}

function ownerNamed(name: string) {
  return { kind: 'name', name, boot: machine.boot } as const;
}

function lead(name: string): void {
  const place = join(root, name);
  mkdirSync(place, { recursive: true });
  renameSync(place, join(folder, 'taken away'));
  symlinkSync(elsewhere, place);
}

function settle(): void {
  for (const path of folders()) utimesSync(path, LONG_AGO_S, LONG_AGO_S);
}

function folders(): string[] {
  return [elsewhere, join(elsewhere, 'host')];
}

/** Nor was anything made there and removed again. */
function expectUntouched(): void {
  for (const path of folders()) expect(statSync(path).mtimeMs).toBe(LONG_AGO_S * 1000);
  expect(readdirSync(elsewhere, { recursive: true }).sort()).toEqual(
    ['host', join('host', 'precious'), 'precious'].sort(),
  );
}

const OPERATIONS: [string, (registry: PortRegistry) => Promise<unknown>][] = [
  ['reserve', (registry) => registry.reserve({ range, owner: ownerNamed('second') })],
  ['propose', (registry) => registry.propose({ range })],
  ['renew', (registry) => registry.renew(first.id)],
  ['release', (registry) => registry.release(first.id)],
  ['the release of a port', (registry) => registry.release(first.leases[0]?.port ?? 0)],
  ["the release of an owner's", (registry) => registry.releaseOwner('first')],
  ['the hand-over', (registry) => registry.handOver(first.id)],
  ['status', (registry) => registry.status()],
  ['find', (registry) => registry.find(first.id)],
  ['explain', (registry) => registry.explain(first.leases[0]?.port as never)],
  ['gc', (registry) => registry.gc()],
];

it.each(OPERATIONS)(
  'a registry that cannot be looked at is told as such by %s',
  async (_, operate) => {
    const registry = new PortRegistry({ registry: join(folder, 'x'.repeat(300)), kernel: machine });
    const told = await operate(registry).then(
      () => 'nothing',
      (error) => error.code,
    );
    // Windows says of a name that is too long that nothing is there.
    const none = process.platform === 'win32' ? 'NOTHING_FOUND' : 'nothing';
    expect(['nothing', 'REGISTRY_UNUSABLE', none]).toContain(told);
  },
);

if (process.platform !== 'win32') {
  it('a link in place of the whole registry is as good as where it leads', async () => {
    const link = join(folder, 'link');
    symlinkSync(root, link);
    const registry = new PortRegistry({ registry: link, kernel: machine });
    expect(await registry.status()).toMatchObject([{ id: first.id }]);
    const problems = async () =>
      (await registry.examine()).filter(
        ({ level, about }) => level === 'problem' && about === 'registry',
      );
    expect(await problems()).toEqual([]);
    renameSync(root, join(folder, 'gone'));
    expect(await problems()).toMatchObject([{ message: `${link} is not a folder` }]);
  });

  describe.each([
    'claims',
    join('claims', 'host'),
    join('claims', '4026531840'),
    'reservations',
    'ended',
    'end',
    'tickets',
    'holds',
  ])('a link at %s', (name) => {
    it.each(OPERATIONS)('is refused by %s, which changes nothing elsewhere', async (_, operate) => {
      machine.pass(24 * 60 * 60 * 1000);
      lead(name);
      await expect(operate(open())).rejects.toMatchObject({
        code: 'REGISTRY_UNUSABLE',
        message: expect.stringContaining(`${name} is a link, and no folder`),
      });
      expectUntouched();
    });

    it('is named, and set aside', async () => {
      lead(name);
      const mine = { range, owner: ownerNamed('second') };
      expect((await open().examine()).filter(({ path }) => path === name)).not.toEqual([]);
      expectUntouched();
      expect(await open().repair()).toEqual([expect.stringContaining(join(root, 'aside'))]);
      expectUntouched();
      expect((await open().reserve(mine)).leases).toHaveLength(1);
      const problems = (await open().examine()).filter(({ level }) => level === 'problem');
      expect(problems.filter(({ about }) => about !== 'hold')).toEqual([]);
    });
  });

  it.each(['release', 'renew'] as const)(
    'a link at a record leads no %s to a file',
    async (end) => {
      const [record, file] = [
        join(root, 'reservations', `${first.id}.json`),
        join(elsewhere, 'precious'),
      ];
      utimesSync(file, LONG_AGO_S, LONG_AGO_S);
      rmSync(record);
      symlinkSync(file, record);
      await open()
        [end](first.id)
        .catch(() => undefined);
      expect(statSync(file).mtimeMs).toBe(LONG_AGO_S * 1000);
    },
  );

  it('a holder leaves what lies behind a link as it is', async () => {
    const holder = join(arena.library().folder, 'src', 'holder', 'main.js');
    const shared = { registry: root, kernel: thisKernel, holder, environment: {} };
    const { id } = await new PortRegistry(shared).reserve({ range, hold: true });
    const mark = readFileSync(join(root, 'holds', id), 'utf8');
    const pid = parseIdentity(mark)?.pid ?? 0;
    expect(identify(pid)).toBeDefined();
    for (const name of [id, `${id}.bound`]) writeFileSync(join(elsewhere, name), mark);
    settle();
    lead('holds');
    rmSync(join(root, 'reservations', `${id}.json`));
    await until(() => identify(pid) === undefined);
    for (const name of [id, `${id}.bound`]) {
      expect(readFileSync(join(elsewhere, name), 'utf8')).toBe(mark);
    }
  });

  it('a holder does not sign behind a link, nor hold', async () => {
    const holder = join(arena.library().folder, 'src', 'holder', 'main.js');
    const said: string[] = [];
    const reporter = { warn: (it: string) => said.push(it), info() {}, debug() {} };
    const shared = { registry: root, kernel: thisKernel, holder, environment: {}, reporter };
    const meanwhile = () => lead('holds');
    await new PortRegistry(shared).reserve({ range, hold: true }, meanwhile);
    expect(said).toEqual([expect.stringContaining('holds is a link, and no folder')]);
    expectUntouched();
  });

  it('a link at the folder for what is set aside leads nothing away', async () => {
    lead('aside');
    writeFileSync(join(root, 'claims', 'host', 'run.sh'), 'echo');
    const [link = '', moved = ''] = await open().repair();
    expectUntouched();
    expect(readlinkSync(link)).toBe(elsewhere);
    expect(readFileSync(moved, 'utf8')).toBe('echo');
    expect(moved).toContain(join(root, 'aside'));
  });

  it.each([
    ['a link', () => lead('aside')],
    ['a file', () => writeFileSync(join(root, 'aside'), '')],
  ])('%s alone at the folder for what is set aside is set aside too', async (_what, put) => {
    put();
    expect(await open().repair()).toEqual([expect.stringContaining(join(root, 'aside', ''))]);
    expectUntouched();
    const problems = (await open().examine()).filter(({ level }) => level === 'problem');
    expect(problems.filter(({ about }) => about !== 'hold')).toEqual([]);
  });
}

it('what is no ticket is nobody’s to remove from among the tickets', async () => {
  const [kept, left] = ['precious', '0123456789abcdef'].map((name) => join(root, 'tickets', name));
  for (const path of [kept, left]) writeFileSync(`${path}`, '');
  machine.pass(24 * 60 * 60 * 1000);
  await open().gc();
  expect(readdirSync(join(root, 'tickets'))).toEqual(['precious']);
  expect(await open().repair()).toEqual([expect.stringContaining('tickets-precious')]);
});
