import { expect, test } from '@jest/globals';
import { useOwnPorts } from '../own-ports.js';
import { FAULTLESS, faultsOf, leftIn, report, seedOfRun } from './aftermath.js';
import { fight } from './arena.js';
import { useArena } from './folders.js';

const arena = useArena();
const seed = seedOfRun();
const crowded = await useOwnPorts(60);
const MINUTES = 60_000;

test(
  '64 processes, 5 ports each, 20 rounds, killed and frozen at any step',
  async () => {
    const registry = arena.newFolder();
    const outcome = await fight({
      ...{ library: arena.library(), registry, seed, range: '10000-17899' },
      ...{ contenders: 64, rounds: 20, ports: 5 },
      ...{ kill: 0.0005, freeze: 0.001, patienceMs: MINUTES },
    });
    report('64 processes', seed, outcome);
    expect(faultsOf(outcome)).toEqual(FAULTLESS);
    expect(await leftIn(registry)).toEqual([]);
  },
  5 * MINUTES,
);

test(
  '16 processes want the same 60 ports: nobody starves, nobody shares',
  async () => {
    const registry = arena.newFolder();
    const outcome = await fight({
      ...{ library: arena.library(), registry, seed, range: crowded.range },
      ...{ contenders: 16, rounds: 4, ports: 5 },
      ...{ kill: 0.0002, freeze: 0.0005, patienceMs: MINUTES },
    });
    report('60 ports for 16 processes', seed, outcome);
    expect(faultsOf(outcome)).toEqual(FAULTLESS);
    expect(await leftIn(registry)).toEqual([]);
  },
  2 * MINUTES,
);

test(
  '16 processes reserve 5,000 times and more, killed and frozen inside of each step',
  async () => {
    const registry = arena.newFolder();
    const outcome = await fight({
      ...{ library: arena.library(), registry, seed, range: '10000-17899' },
      ...{ contenders: 16, rounds: 350, ports: 2 },
      ...{ kill: 0.0003, freeze: 0.001, patienceMs: MINUTES },
    });
    report('16 processes', seed, outcome);
    expect(faultsOf(outcome)).toEqual(FAULTLESS);
    expect(outcome.given).toBeGreaterThan(5000);
    expect(await leftIn(registry)).toEqual([]);
  },
  8 * MINUTES,
);
