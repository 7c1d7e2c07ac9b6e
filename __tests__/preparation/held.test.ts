import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { prepareProject } from '../../src/prepare.js';
import { namedOwner, PortRegistry } from '../../src/registry/index.js';
import { Repository } from './repository.js';

// What is written is planned while the ports are being held, and that may come to nothing.

let project: Repository;
beforeEach(() => {
  const example = new URL('../fixtures/voting-app/before', import.meta.url);
  project = new Repository(fileURLToPath(example));
});
afterEach(() => project.remove());

/** A holder that says once that somebody else has the first port, and holds nothing. */
const HOLDER = `
import { existsSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
const [folder, id, word] = process.argv.slice(2);
if (word === 'later' && readSync(3, Buffer.alloc(1)) !== 1) process.exit();
const { leases } = JSON.parse(readFileSync(folder + '/reservations/' + id + '.json', 'utf8'));
const met = process.argv[1] + '.met';
const said = existsSync(met) ? { state: 'held' } : { state: 'taken', port: leases[0].port };
if (said.state === 'taken') writeFileSync(met, String(said.port));
writeSync(3, JSON.stringify(said) + '\\n');
`;

it('writes the ports that it was given in the end', async () => {
  const holder = join(project.folder, 'holder.mjs');
  writeFileSync(holder, HOLDER);
  const registry = new PortRegistry({ registry: project.registry, holder });
  const { id, ports, changes } = await prepareProject({
    ...{ directory: project.main, registry, owner: namedOwner('job'), hold: true },
  });
  expect(Object.values(ports)).not.toContain(Number(readFileSync(`${holder}.met`, 'utf8')));
  const leases = await registry.status();
  expect(new Set(leases.map((lease) => lease.id))).toEqual(new Set([id]));
  expect(leases.map(({ port }) => port).sort()).toEqual(Object.values(ports).sort());
  const written = changes.flatMap((change) =>
    'places' in change ? change.places.map(({ name, to }) => [name, to]) : [],
  );
  expect(written).not.toEqual([]);
  for (const [name, to] of written) expect(Number(to)).toBe(ports[name as string]);
});
