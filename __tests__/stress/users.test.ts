import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { FAULTLESS, faultsOf, leftIn, report, seedOfRun, tell } from './aftermath.js';
import { fight } from './arena.js';
import { Referee } from './contender/referee.js';
import { useArena } from './folders.js';

// One registry for several users, and for several networks. Both need root: what did not run is
// named, and no test stands for it.

const arena = useArena();
const seed = seedOfRun();
const isRoot = process.getuid?.() === 0;
const GROUP = 71_000;
const USERS = [71_001, 71_002];
const NETWORKS = [1, 2].map((n) => `pk-stress-${process.pid}-${n}`);
const missing: string[] = [];
const battle = {
  ...{ seed, contenders: 16, rounds: 6, ports: 5 },
  ...{ kill: 0.0005, freeze: 0.001, patienceMs: 60_000 },
};

if (isRoot && canRunAs(USERS[0])) {
  test('two users who share a group’s folder never share a port', async () => {
    const registry = arena.newFolder();
    chownSync(registry, 0, GROUP);
    chmodSync(registry, 0o2775);
    const outcome = await fight({
      ...{ ...battle, library: arena.library(), registry, range: '16000-17899' },
      launch: (n) => ({ uid: USERS[n % 2] as number, gid: GROUP }),
    });
    report('two users', seed, outcome);
    expect(faultsOf(outcome)).toEqual(FAULTLESS);
    expect(await leftIn(registry)).toEqual([]);
    expect(writableByAll(registry)).toEqual([]);
  });

  test('a user who may not enter a registry is told so', async () => {
    const registry = arena.newFolder();
    const outcome = await fight({
      ...{ ...battle, contenders: 1, rounds: 2, kill: 0, freeze: 0 },
      ...{ library: arena.library(), registry, range: '16000-17899' },
      launch: () => ({ uid: USERS[0] as number, gid: GROUP }),
    });
    const { refusals, ...others } = faultsOf(outcome);
    expect(others).toMatchObject({ doubles: [], hangs: [], noise: [] });
    expect(refusals).toHaveLength(2);
    for (const one of refusals) expect(one).toMatch(/^REGISTRY_UNUSABLE: .*may not write/);
  });
} else notRun('two users on one registry', 'it takes root, and a Node that other users may run');

if (isRoot && canMakeNetworks()) {
  afterAll(() => {
    for (const name of NETWORKS) spawnSync('ip', ['netns', 'del', name]);
  });

  test('two networks on one registry have the same numbers, each of them once', async () => {
    const registry = arena.newFolder();
    const outcome = await fight({
      ...{ ...battle, library: arena.library(), registry, range: '16000-16299' },
      launch: (n) => ({ within: ['ip', 'netns', 'exec', NETWORKS[n % 2] as string] }),
    });
    report('two networks', seed, outcome);
    expect(faultsOf(outcome)).toEqual(FAULTLESS);
    const given = [0, 1].map((parity) => {
      const of = outcome.ports.filter(({ contender }) => contender % 2 === parity);
      return new Set(of.map(({ port }) => port));
    });
    const both = [...(given[0] ?? [])].filter((port) => given[1]?.has(port));
    expect(both.length).toBeGreaterThan(0);
    expect(readdirSync(join(registry, 'claims'))).toHaveLength(2);
    expect(await leftIn(registry)).toEqual([]);
  });
} else notRun('two networks on one registry', 'it takes root and ip netns');

if (missing.length > 0) tell(`did not run here: ${missing.length}\n${missing.join('\n')}`);

/** A file without a test would be a failure of its own. */
test('the referee sees two who have one port', async () => {
  const [one, other] = [new Referee(`${seed}`), new Referee(`${seed}`)];
  expect(await one.take(['tcp-16000', 'udp-16000'])).toEqual([]);
  expect(await other.take(['tcp-16000', 'tcp-16001'])).toEqual(['tcp-16000']);
  one.letGo();
  expect(await other.take(['tcp-16000'])).toEqual([]);
  other.letGo();
});

function notRun(part: string, why: string): void {
  missing.push(`- ${part}: ${why}`);
}

function canRunAs(uid: number | undefined): boolean {
  return spawnSync(process.execPath, ['--version'], { uid, gid: GROUP }).status === 0;
}

function canMakeNetworks(): boolean {
  try {
    for (const name of NETWORKS) {
      spawnSync('ip', ['netns', 'del', name]);
      execFileSync('ip', ['netns', 'add', name], { stdio: 'ignore' });
      execFileSync('ip', ['-n', name, 'link', 'set', 'lo', 'up'], { stdio: 'ignore' });
    }
    return true;
  } catch {
    return false;
  }
}

/** Files that anybody could forge. */
function writableByAll(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => (statSync(join(folder, name)).mode & 0o002) !== 0,
  );
}
