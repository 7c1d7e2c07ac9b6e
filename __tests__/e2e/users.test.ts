import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeSharedFolder } from '../../src/registry/index.js';

// Two users of one machine. As root they are two; without, they are one with two registries.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const isRoot = process.getuid?.() === 0;
const GROUP = { name: 'shared', id: 65500 };
const USERS = [65501, 65502].map((uid) => ({ uid, gid: GROUP.id }));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-users-'));
  chmodSync(folder, 0o755);
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const user of USERS) {
    const home = homeOf(user);
    mkdirSync(home);
    if (isRoot) chownSync(home, user.uid, user.gid);
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

type User = (typeof USERS)[number];

function homeOf({ uid }: User): string {
  return join(folder, `${uid}`);
}

/** Runs the shipped command line as a user, who has no rights but their own. */
async function as(user: User, words: readonly string[], registry = homeOf(user)) {
  const child = spawn(process.execPath, [join(folder, 'dist/cli/index.js'), ...words], {
    cwd: homeOf(user),
    env: { PATH: process.env.PATH, HOME: homeOf(user), PORTKEEPER_REGISTRY: registry },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot && user),
  });
  const texts = ['', ''];
  for (const [at, stream] of [child.stdout, child.stderr].entries()) {
    stream.on('data', (data) => {
      texts[at] += data;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout: texts[0] ?? '', stderr: texts[1] ?? '' };
}

describe('users with registries of their own', () => {
  it('never have one port while both hold', async () => {
    // Hardly more ports than are asked for: they meet again and again.
    const words = ['reserve', '--hold', '--range', '27000-27019', '--json', '--wait', '30s'];
    const tries = Array.from({ length: 16 }, (_, i) => as(USERS[i % 2] as User, words));
    const results = await Promise.all(tries);
    expect(
      results.map(({ stderr }) => stderr).filter((text) => !text.includes('"warning"')),
    ).toEqual(results.map(() => ''));
    const ports = results.map(({ stdout }) => JSON.parse(stdout).ports.PORT as number);
    expect(new Set(ports).size).toBe(16);
    for (const [i, { stdout }] of results.entries()) {
      const { id } = JSON.parse(stdout);
      expect((await as(USERS[i % 2] as User, ['release', id])).code).toBe(0);
    }
  });
});

if (isRoot) {
  describe('users who share a registry', () => {
    const settings = ['hardlinks', 'regular'].map((name) => `/proc/sys/fs/protected_${name}`);

    it.each(['0', '1'])(
      'lease, meet, and release for each other with fs.protected_* = %s',
      async (value) => {
        await withSettings(settings, value, async () => {
          const registry = join(folder, 'registry');
          makeSharedFolder(registry, GROUP);
          const [one, two] = USERS as [User, User];
          const given = JSON.parse((await as(one, ['reserve', 'WEB', '--json'], registry)).stdout);
          const pinned = ['reserve', `WEB=${given.ports.WEB}`, '--json'];
          const refused = await as(two, pinned, registry);
          expect(refused).toMatchObject({
            code: 3,
            stderr: expect.stringContaining('is leased by'),
          });
          expect((await as(two, ['release', given.id], registry)).stdout).toContain('released WEB');
          expect((await as(two, pinned, registry)).code).toBe(0); // once it has rested
          const doctors = await Promise.all(USERS.map((user) => as(user, ['doctor'], registry)));
          expect(doctors.map(({ code, stdout }) => ({ code, stdout }))).toEqual(
            doctors.map(({ stdout }) => ({ code: 0, stdout })),
          );
          expect(modesOf(registry)).not.toContain('w'); // nobody else may write
          const stranger = { uid: 65503, gid: 65503 };
          mkdirSync(homeOf(stranger));
          expect((await as(stranger, ['reserve'], registry)).code).toBe(5);
        });
      },
    );
  });
} else {
  it('says what it cannot see', () => {
    process.stderr.write('users who share a registry NOT run: only root can be two users\n');
    expect(isRoot).toBe(false);
  });
}

/** The machine's own settings, put back whatever happens; where they cannot be set, as they are. */
async function withSettings(paths: readonly string[], value: string, use: () => Promise<void>) {
  const before = paths
    .filter(existsSync)
    .map((path) => [path, readFileSync(path, 'utf8')] as const);
  try {
    for (const [path] of before) trySet(path, value);
    await use();
  } finally {
    for (const [path, text] of before) trySet(path, text);
  }
}

function trySet(path: string, value: string): void {
  try {
    writeFileSync(path, value);
  } catch {
    process.stderr.write(`${path} cannot be set here: tried as it is\n`);
  }
}

/** The permissions of everybody else on all that the registry holds. */
function modesOf(registry: string): string {
  const listed = execFileSync('find', [registry, '-printf', '%M\n'], { encoding: 'utf8' });
  return [...new Set(listed.split('\n').map((mode) => mode.slice(-3)))].join('');
}
