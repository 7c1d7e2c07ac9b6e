import { expect, test } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { leftIn } from './aftermath.js';
import { deadOwner } from './dead-owner.js';
import { each, firstPortOf, freezeEverywhere, pointsOf, type Scene, start } from './fates.js';
import { useArena } from './folders.js';

const arena = useArena();
const LONG = 240_000;

const SCENES: [string, Scene['before']][] = [
  ['free ports', undefined],
  ['ports that a dead owner left', leaveDeadLease],
];

async function leaveDeadLease(folder: string, first: number): Promise<void> {
  const ports = [0, 1, 2].map((n) => `DEAD_${n}=${first + n}`);
  await new PortRegistry({ registry: folder }).reserve({ ports, owner: await deadOwner() });
}

function sceneOf(before: Scene['before']): Scene {
  const { newFolder } = arena;
  return { library: arena.library(), newFolder, ...(before && { before }) };
}

test.each(SCENES)(
  'over %s: whoever is killed at whatever step leaves all of a set or nothing, although its owner lives',
  async (_name, before) => {
    const scene = sceneOf(before);
    const points = await pointsOf(scene);
    expect(points.length).toBeGreaterThan(20);
    const wrong: object[] = [];
    await each(points, async (point) => {
      const folder = scene.newFolder();
      await before?.(folder, firstPortOf(point));
      const at = { ...point, fate: 'kill' } as const;
      await start(scene.library, folder, firstPortOf(point), { at }).ended;
      const registry = new PortRegistry({ registry: folder });
      await registry.gc();
      const leases = await registry.status();
      if (![0, 3].includes(leases.length)) wrong.push({ ...point, leases });
      await registry.release(leases.map(({ id }) => id));
      const left = await leftIn(folder);
      if (left.length > 0) wrong.push({ ...point, left });
    });
    expect(wrong).toEqual([]);
  },
  LONG,
);

test.each(SCENES)(
  'over %s: whoever is frozen at whatever step, and comes back believing, shares no port',
  async (_name, before) => {
    const { wrong, outcomes } = await freezeEverywhere(sceneOf(before));
    expect(wrong).toEqual([]);
    // The one who came back had it all the while, or the rival had it in between.
    expect([...outcomes]).toEqual(expect.arrayContaining(['done, refused', 'refused, done']));
  },
  LONG,
);
