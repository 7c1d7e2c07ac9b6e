import { afterEach, expect, test } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { useOwnPorts } from '../own-ports.js';
import { report, seedOfRun } from './aftermath.js';
import { fight } from './arena.js';
import { deadOwner } from './dead-owner.js';
import { freezeEverywhere } from './fates.js';
import { useArena } from './folders.js';
import { compileLibrary, type Library, type Plant } from './library.js';

// A referee that never whistles proves nothing. Here it watches libraries with a fault in them.

const arena = useArena();
const { range } = await useOwnPorts(80);
let faulty: Library | undefined;
afterEach(() => faulty?.remove());

const NOT_EXCLUSIVE: Plant = {
  file: 'registry/backends/ticket.ts',
  line: 'isMade(() => linkSync(ticket, name), NO_HARD_LINKS)',
  instead: 'isMade(() => linkSync(ticket, name), NO_HARD_LINKS) || true',
};

/** Of two who find a claim dead, the slower one takes away what the faster one made. */
const NO_SECOND_LOOK: Plant = {
  file: 'registry/backends/folder.ts',
  line: 'if (isClaimOf(claim, id)) act(',
  instead: 'if (claim !== undefined) act(',
};

test('a claim that is made whether or not somebody has one is found by many processes', async () => {
  const seed = seedOfRun();
  faulty = compileLibrary(NOT_EXCLUSIVE);
  const outcome = await fight({
    ...{ library: faulty, registry: arena.newFolder(), seed, range },
    ...{ contenders: 12, rounds: 4, ports: 5 },
    ...{ kill: 0, freeze: 0.002, patienceMs: 30_000 },
  });
  report('with a fault', seed, outcome);
  expect(outcome.doubles).not.toEqual([]);
});

test('a void claim that is taken away without a second look is found by one who was frozen', async () => {
  faulty = compileLibrary(NO_SECOND_LOOK);
  const { wrong } = await freezeEverywhere({
    library: faulty,
    newFolder: arena.newFolder,
    before: async (folder, first) => {
      const ports = [0, 1, 2].map((n) => `DEAD_${n}=${first + n}`);
      await new PortRegistry({ registry: folder }).reserve({ ports, owner: await deadOwner() });
    },
  });
  expect(wrong).toContainEqual(expect.objectContaining({ kept: 2 }));
}, 240_000);
