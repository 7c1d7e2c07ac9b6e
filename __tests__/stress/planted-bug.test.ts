import { afterEach, expect, test } from '@jest/globals';
import { report, seedOfRun } from './aftermath.js';
import { fight } from './arena.js';
import { useArena } from './folders.js';
import { compileLibrary, type Library, type Plant } from './library.js';

// A referee that never whistles proves nothing. Here it watches libraries with a fault in them.

const arena = useArena();
let faulty: Library | undefined;
afterEach(() => faulty?.remove());

const PLANTS: readonly [string, Plant][] = [
  [
    'a claim is made whether or not somebody has one',
    {
      file: 'registry/backends/ticket.ts',
      line: 'linkSync(this.#path, name);',
      instead: 'renameSync(this.#path, name); this.#written = false;',
    },
  ],
];

test.each(PLANTS)('is found: %s', async (_name, plant) => {
  const seed = seedOfRun();
  faulty = compileLibrary(plant);
  const outcome = await fight({
    ...{ library: faulty, registry: arena.newFolder(), seed, range: '18500-18579' },
    ...{ contenders: 12, rounds: 4, ports: 5 },
    ...{ kill: 0, freeze: 0.002, patienceMs: 30_000 },
  });
  report('with a fault', seed, outcome);
  expect(outcome.doubles).not.toEqual([]);
});
