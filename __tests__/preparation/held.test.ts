import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PortKeeperError } from '../../src/errors.js';
import { prepareProject } from '../../src/prepare.js';
import {
  type Meanwhile,
  namedOwner,
  PortRegistry,
  type Reservation,
  type ReservationId,
  type ReserveRequest,
} from '../../src/registry/index.js';
import { Repository } from './repository.js';

// What is written is planned while the ports are being held, and that may come to nothing.

let project: Repository;
beforeEach(() => {
  const example = new URL('../fixtures/voting-app/before', import.meta.url);
  project = new Repository(fileURLToPath(example));
});
afterEach(() => project.remove());

/** A holder that says so many times that somebody else has the first port, and holds nothing. */
const holderThatMeets = (times: number) => `
import { existsSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
const [folder, id, word] = process.argv.slice(2);
if (word === 'later' && readSync(3, Buffer.alloc(1)) !== 1) process.exit();
const { leases } = JSON.parse(readFileSync(folder + '/reservations/' + id + '.json', 'utf8'));
const met = process.argv[1] + '.met';
const before = existsSync(met) ? readFileSync(met, 'utf8').trim().split('\\n') : [];
const isMet = before.length < ${times};
const said = isMet ? { state: 'taken', port: leases[0].port } : { state: 'held' };
if (isMet) writeFileSync(met, [...before, leases[0].port].join('\\n'));
writeSync(3, JSON.stringify(said) + '\\n');
`;

function registryThatMeets(times: number): PortRegistry {
  const holder = join(project.folder, 'holder.mjs');
  writeFileSync(holder, holderThatMeets(times));
  return new PortRegistry({ registry: project.registry, holder });
}

/** The ports that somebody else had. */
function met(): number[] {
  return readFileSync(join(project.folder, 'holder.mjs.met'), 'utf8').split('\n').map(Number);
}

const KEPT = /stays? as (it is|they are)/;

it('writes the ports that it was given in the end', async () => {
  const registry = registryThatMeets(1);
  const { id, ports, changes } = await project.prepare(project.main, {
    ...{ registry, owner: namedOwner('job'), hold: true },
  });
  expect(met()).toHaveLength(1);
  expect(Object.values(ports)).not.toContain(met()[0]);
  const leases = await registry.status();
  expect(new Set(leases.map((lease) => lease.id))).toEqual(new Set([id]));
  expect(leases.map(({ port }) => port).sort()).toEqual(Object.values(ports).sort());
  const written = changes.flatMap((change) =>
    'places' in change ? change.places.map(({ name, to }) => [name, to]) : [],
  );
  expect(written).not.toEqual([]);
  for (const [name, to] of written) expect(Number(to)).toBe(ports[name as string]);
});

describe.each(['overlay', 'env'] as const)('in the mode %s', (mode) => {
  const held = { mode, owner: namedOwner('job'), hold: true } as const;

  it('tells once what keeps its number, however often it was planned', async () => {
    await project.prepare(project.main, { ...held, registry: registryThatMeets(2) });
    expect(met()).toHaveLength(2);
    const kept = project.warnings.filter((warning) => KEPT.test(warning));
    expect(kept).not.toEqual([]);
    expect(kept).toEqual([...new Set(kept)]);
  });

  it('tells nothing of what never came to be', async () => {
    const registry = registryThatMeets(Number.POSITIVE_INFINITY);
    const failing = project.prepare(project.main, { ...held, registry });
    await expect(failing).rejects.toMatchObject({ code: 'NO_FREE_PORT' });
    expect(project.warnings.filter((warning) => KEPT.test(warning))).toEqual([]);
    expect(await registry.status()).toEqual([]);
  });
});

it('plans no more when it has failed', async () => {
  const outputs = Array.from(
    { length: 500 },
    (_, index) => `  - { type: env, path: out/${index} }`,
  );
  writeFileSync(join(project.main, 'portkeeper.yaml'), ['outputs:', ...outputs].join('\n'));
  const order: string[] = [];
  class Failing extends PortRegistry {
    override async reserve(request: ReserveRequest, meanwhile?: Meanwhile): Promise<Reservation> {
      const leases = await this.propose(request);
      order.splice(0);
      meanwhile?.({ id: 'never' as ReservationId, leases });
      throw new PortKeeperError('REGISTRY_UNUSABLE', 'The disk is full');
    }
  }
  const preparing = prepareProject({
    registry: new Failing({ registry: project.registry }),
    ...{ directory: project.main, mode: 'overlay', owner: namedOwner('job'), hold: true },
    environment: { PORTKEEPER_REGISTRY: project.registry },
    // Where the overrides are to lie is the last that a plan asks for.
    get temporaryFolder() {
      order.push('planned');
      return project.folder;
    },
  });
  await preparing.catch(() => order.push('failed'));
  expect(order).toEqual(['planned', 'failed']);
});
