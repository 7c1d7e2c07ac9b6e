import { expect, test } from '@jest/globals';
import { useOwnPorts } from '../own-ports.js';
import { FAULTLESS, faultsOf, leftIn, report, seedOfRun } from '../stress/aftermath.js';
import { fight } from '../stress/arena.js';
import { useArena } from '../stress/folders.js';

// The short form of `npm run stress`.

const arena = useArena();
const seed = seedOfRun();
const { range } = await useOwnPorts(200);

test('processes that are killed and frozen at any step never share a port, and leave none', async () => {
  const registry = arena.newFolder();
  const outcome = await fight({
    ...{ library: arena.library(), registry, seed, range },
    ...{ contenders: 10, rounds: 4, ports: 5 },
    ...{ kill: 0.001, freeze: 0.002, patienceMs: 60_000 },
  });
  report('10 processes', seed, outcome);
  expect(outcome.given).toBeGreaterThan(0);
  expect(faultsOf(outcome)).toEqual(FAULTLESS);
  expect(await leftIn(registry)).toEqual([]);
}, 300_000);
