import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { NO_OFFSETS, parseTimeOffsets, startWithout } from '../../src/registry/time-offsets.js';
import { useOwnPorts } from '../own-ports.js';
import { useArena } from '../stress/folders.js';

const { first: FIRST } = await useOwnPorts(4);

describe('the offsets of a time namespace', () => {
  const ahead = parseTimeOffsets(
    'monotonic         864        0\nboottime          864        0\n',
  );
  const behind = parseTimeOffsets('monotonic  -2 500000000\nboottime  -2 500000000\n');
  const odd = parseTimeOffsets('monotonic           0        0\nboottime            0        1\n');

  it('are read in nanoseconds', () => {
    expect(ahead).toEqual({ monotonic: 864_000_000_000n, boottime: 864_000_000_000n });
    expect(behind).toEqual({ monotonic: -1_500_000_000n, boottime: -1_500_000_000n });
    expect(parseTimeOffsets('')).toEqual(NO_OFFSETS);
  });

  it.each([
    ['the machine’s own', NO_OFFSETS, '1234', '1234'],
    ['one that is ahead', ahead, '87634', '1234'],
    ['one that is behind', behind, '1084', '1234'],
    ['one that is off by less than a tick', odd, '1234', ''],
    ['one that began after the process', behind, '1844674407300', ''],
    ['one in which the start is hidden', ahead, '', ''],
  ])('are taken off a start as %s tells it', (_, offsets, ticks, expected) => {
    expect(startWithout(offsets, ticks)).toBe(expected);
  });
});

/** A program of its own, whose clocks are this many seconds ahead of the machine's. */
function inTime(seconds: number, words: readonly string[]) {
  const offsets = [`--boottime=${seconds}`, `--monotonic=${seconds}`];
  const all = ['--time', ...offsets, '--fork', process.execPath, ...words];
  return spawnSync('unshare', all, { encoding: 'utf8' });
}

const isPossible =
  process.platform === 'linux' && inTime(1, ['--version']).stdout === `${process.version}\n`;

if (isPossible) {
  describe('with a registry that is shared across the wall of a time namespace', () => {
    const arena = useArena();
    /** What becomes of a set there: its ports, or why it is refused. */
    const reserveIn = (folder: string, seconds: number, request: object): unknown => {
      const program = `
        const { PortRegistry, processOwner } = await import(process.argv[1]);
        const registry = new PortRegistry({ registry: process.argv[2] });
        const { pid, ...request } = JSON.parse(process.argv[3]);
        const owner = pid === undefined ? 'inside' : processOwner(pid);
        await registry.gc();
        const result = await registry.reserve({ ...request, owner }).catch(({ message }) => message);
        console.log(JSON.stringify(result.ports ?? result));`;
      const url = arena.library().url('src/registry/index.js');
      const words = ['--input-type=module', '-e', program, url, folder, JSON.stringify(request)];
      return JSON.parse(inTime(seconds, words).stdout);
    };

    it.each([
      ['ahead', 1_000_000],
      ['behind', -1],
    ])('gives nothing twice to one whose clocks are %s', async (_, seconds) => {
      const folder = arena.newFolder();
      const registry = new PortRegistry({ registry: folder });
      await registry.reserve({ ports: [`PROCESS=${FIRST}`] });
      await registry.reserve({ ports: [`NAME=${FIRST + 1}`], owner: 'outside', ttlMs: 60_000 });
      for (const port of [FIRST, FIRST + 1]) {
        const refusal = reserveIn(folder, seconds, { ports: [`A=${port}`] });
        expect(refusal).toContain(`${port} is leased by`);
      }
      const pid = process.pid;
      reserveIn(folder, seconds, { ports: [`P=${FIRST + 2}`], pid });
      reserveIn(folder, seconds, { ports: [`N=${FIRST + 3}`], ttlMs: 60_000 });
      await registry.gc();
      const states = (await registry.status()).map(({ name, state }) => [name, state]);
      expect(states).toEqual([
        ['PROCESS', 'live'],
        ['NAME', 'live'],
        ['P', 'live'],
        ['N', 'live'],
      ]);
    });
  });
} else it.skip('time namespaces need root, and unshare --time', () => {});
