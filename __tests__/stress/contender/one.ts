import { writeSync } from 'node:fs';
import { PortRegistry, processOwner } from '../../../src/registry/index.js';
import { stepsTaken } from './faults.js';
import { Referee } from './referee.js';

// Reserves three given ports for its parent, and releases them: for a fate at one step of the way.
// Told to keep them, it does until its input ends.

const [folder = '', first = '', how = 'release'] = process.argv.slice(2);
const registry = new PortRegistry({ registry: folder });
const referee = new Referee(first);
const ports = [0, 1, 2].map((n) => `P${n}=${Number(first) + n}`);
const say = (word: object) => writeSync(1, `${JSON.stringify(word)}\n`);

try {
  const given = await registry.reserve({ ports, owner: processOwner(process.ppid) });
  const keys = given.leases.map(({ port }) => `tcp-${port}`);
  say({ type: 'given', doubles: await referee.take(keys) });
  if (how === 'keep') for await (const _ of process.stdin);
  referee.letGo();
  await given.release();
  say({ type: 'done', steps: stepsTaken() });
} catch (error) {
  say({ type: 'refused', message: (error as Error).message });
}
