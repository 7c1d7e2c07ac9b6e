import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { useOwnPorts } from '../own-ports.js';
import { FakeMachine } from './fake-machine.js';

// Who shares a registry may put a link in place of a folder of it. It leads nobody's files anywhere,
// and nobody to anybody's files: nothing is made, moved or removed behind it.

const { range } = await useOwnPorts(20);
let folder: string;
let root: string;
let elsewhere: string;
let machine: FakeMachine;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-links-'));
  [root, elsewhere] = [join(folder, 'registry'), join(folder, 'elsewhere')];
  mkdirSync(join(elsewhere, 'host'), { recursive: true });
  for (const name of ['precious', 'host/precious']) writeFileSync(join(elsewhere, name), name);
  mkdirSync(root);
  chmodSync(root, 0o2775);
  machine = new FakeMachine();
  machine.start(machine.pid);
  await open().reserve({ range, owner: ownerNamed('first') });
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

function expectUntouched(): void {
  expect(readdirSync(elsewhere, { recursive: true }).sort()).toEqual(
    ['host', join('host', 'precious'), 'precious'].sort(),
  );
}

if (process.platform !== 'win32') {
  describe.each([
    'claims',
    join('claims', 'host'),
    'reservations',
    'ended',
    'end',
    'tickets',
    'holds',
  ])('a link at %s', (name) => {
    it('is refused, changes nothing elsewhere, and is set aside', async () => {
      lead(name);
      const mine = { range, owner: ownerNamed('second') };
      await expect(open().reserve(mine)).rejects.toMatchObject({
        code: 'REGISTRY_UNUSABLE',
        message: expect.stringContaining(`${name} is a link, and no folder`),
      });
      machine.pass(24 * 60 * 60 * 1000);
      await open().gc();
      await open().status();
      expectUntouched();
      expect(await open().repair()).toEqual([expect.stringContaining(join(root, 'aside'))]);
      expectUntouched();
      expect((await open().reserve(mine)).leases).toHaveLength(1);
      const problems = (await open().examine()).filter(({ level }) => level === 'problem');
      expect(problems.filter(({ about }) => about !== 'hold')).toEqual([]);
    });
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
