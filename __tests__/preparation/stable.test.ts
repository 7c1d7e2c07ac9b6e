import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { folderOwner, PortRegistry } from '../../src/registry/index.js';
import { restoreProject } from '../../src/restore.js';
import { Repository } from './repository.js';

// The same port tomorrow: what a checkout gets where nobody names a strategy, and what makes it move.

const fixture = join('__tests__', 'fixtures', 'monorepo', 'before');
let repository: Repository;
let server: Server | undefined;

beforeEach(() => {
  repository = new Repository(fixture);
});

afterEach(() => {
  server?.close();
  server = undefined;
  repository.remove();
});

/** A project that declares two ports which nobody uses here. */
function declare(root: string): void {
  rmSync(join(root, 'docker-compose.yml'), { force: true });
  for (const name of ['apps', 'package.json']) rmSync(join(root, name), { recursive: true });
  writeFileSync(join(root, '.env'), 'WEB_PORT=13901\nDB_PORT=13902\n');
}

const DECLARED = { WEB_PORT: 13901, DB_PORT: 13902 };

it('keeps the declared ports of the main checkout, and moves those of a linked worktree', async () => {
  const linked = repository.worktree('one');
  for (const root of [repository.main, linked]) declare(root);
  const main = await repository.prepare(repository.main);
  expect(main.ports).toEqual(DECLARED);
  expect(main.changedFiles).toEqual([]);
  const moved = await repository.prepare(linked);
  for (const port of Object.values(moved.ports)) expect(port).toBeGreaterThanOrEqual(20_000);
  expect(readFileSync(join(linked, '.env'), 'utf8')).toContain(`WEB_PORT=${moved.ports.WEB_PORT}`);
});

it('gives what was restored the same ports again', async () => {
  const linked = repository.worktree('one');
  declare(linked);
  const { ports } = await repository.prepare(linked);
  await restoreProject({ directory: linked });
  expect((await repository.prepare(linked)).ports).toEqual(ports);
});

it('moves a checkout without worktrees by its path, and every clone of it to other numbers', async () => {
  const clone = join(repository.folder, 'clone');
  cpSync(repository.main, clone, { recursive: true });
  const found = [];
  for (const root of [repository.main, clone]) {
    declare(root);
    const { ports } = await repository.prepare(root);
    await restoreProject({ directory: root });
    expect((await repository.prepare(root)).ports).toEqual(ports);
    found.push(ports.WEB_PORT);
  }
  expect(new Set([...found, DECLARED.WEB_PORT]).size).toBe(3);
});

it.each([
  ['a folder without git moves', {}, false],
  ['a dev container keeps what is declared', { PORTKEEPER_PLACE: 'devcontainer' }, true],
])('%s', async (_what, environment, keeps) => {
  const plain = join(repository.folder, 'plain');
  mkdirSync(plain);
  writeFileSync(join(plain, '.env'), 'WEB_PORT=13901\nDB_PORT=13902\n');
  const { ports } = await repository.prepare(plain, { environment });
  expect(ports.WEB_PORT === DECLARED.WEB_PORT).toBe(keeps);
  expect((await repository.prepare(plain, { environment })).ports).toEqual(ports);
});

it('follows a strategy or a range that is asked for', async () => {
  declare(repository.main);
  const range = { from: 24_000, to: 24_099 } as NonNullable<
    Parameters<Repository['prepare']>[1]
  >['range'];
  const { ports } = await repository.prepare(repository.main, { ...(range && { range }) });
  for (const port of Object.values(ports)) expect(Math.floor(port / 100)).toBe(240);
  await restoreProject({ directory: repository.main });
  const lowest = await repository.prepare(repository.main, { strategy: 'lowest' });
  expect(lowest.ports.WEB_PORT).toBeGreaterThanOrEqual(20_000);
});

it('moves when somebody else really has the port, and says so', async () => {
  const linked = repository.worktree('one');
  declare(linked);
  const before = (await repository.prepare(linked)).ports;
  // This process works in another folder than the project.
  server = createServer().listen(before.WEB_PORT, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const after = (await repository.prepare(linked)).ports;
  expect(after.WEB_PORT).not.toBe(before.WEB_PORT);
  expect(after.DB_PORT).toBe(before.DB_PORT);
  expect(repository.warnings.join()).toMatch(
    new RegExp(`WEB_PORT moved from ${before.WEB_PORT} to ${after.WEB_PORT}: .*pid ${process.pid}`),
  );
  expect(readFileSync(join(linked, '.env'), 'utf8')).toContain(`WEB_PORT=${after.WEB_PORT}`);
});

it('says that a server of its own runs on the number that it would have', async () => {
  const linked = repository.worktree('one');
  declare(linked);
  const { ports } = await repository.prepare(linked);
  await restoreProject({ directory: linked });
  const [old = 0] = Object.values(ports);
  const own = spawn(
    process.execPath,
    ['-e', `net.createServer().listen(${old}, '127.0.0.1', () => console.log(1))`],
    { cwd: linked },
  );
  try {
    await once(own.stdout, 'data');
    const again = await repository.prepare(linked);
    expect(again.ports.WEB_PORT).not.toBe(old);
    expect(repository.warnings.join()).toMatch(
      new RegExp(
        `WEB_PORT is \\d+ now, and .*pid ${own.pid}.* still runs on ${old}: start that anew`,
      ),
    );
  } finally {
    own.kill();
  }
});

it('stays for a server of its own', async () => {
  const linked = repository.worktree('one');
  declare(linked);
  const before = (await repository.prepare(linked)).ports;
  const cwd = process.cwd();
  process.chdir(linked);
  try {
    server = createServer().listen(before.WEB_PORT, '127.0.0.1');
    await new Promise((resolve) => server?.once('listening', resolve));
    const again = await repository.prepare(linked);
    expect(again).toMatchObject({ ports: before, reused: true });
    expect(repository.warnings).toEqual([]);
  } finally {
    process.chdir(cwd);
  }
});

it('remembers the ports where the registry is gone, and where the worktree was moved', async () => {
  const linked = repository.worktree('one');
  declare(linked);
  const taken = repository.worktree('two');
  declare(taken);
  const { ports } = await repository.prepare(linked);
  rmSync(repository.registry, { recursive: true });
  expect((await repository.prepare(linked)).ports).toEqual(ports);
  const elsewhere = join(repository.folder, 'moved');
  repository.git('worktree', 'move', linked, elsewhere);
  expect((await repository.prepare(elsewhere)).ports).toEqual(ports);
});

it('gives a worktree that was removed and made again its ports, and leaves no lease behind', async () => {
  const linked = repository.worktree('one');
  declare(linked);
  const { ports } = await repository.prepare(linked);
  repository.git('worktree', 'remove', '--force', linked);
  repository.git('branch', '-D', 'one');
  declare(repository.worktree('one'));
  expect((await repository.prepare(linked)).ports).toEqual(ports);
  const registry = new PortRegistry({ registry: repository.registry });
  expect(await registry.status()).toHaveLength(2);
  repository.git('worktree', 'remove', '--force', linked);
  await registry.gc();
  expect(await registry.status()).toEqual([]);
});

it('leaves what the other side of a container wall prepared as it is', async () => {
  declare(repository.main);
  const { ports } = await repository.prepare(repository.main, { strategy: 'lowest' });
  const text = readFileSync(join(repository.main, '.env'), 'utf8');
  const journal = join(repository.main, '.git', 'portkeeper');
  const [key = ''] = readdirSync(journal);
  const entry = join(journal, key, '1.json');
  const place = /"place":"(\w+)"/.exec(readFileSync(entry, 'utf8'))?.[1];
  const other = place === 'host' ? 'container' : 'host';
  const changed = readFileSync(entry, 'utf8').replace(`"place":"${place}"`, `"place":"${other}"`);
  writeFileSync(entry, changed.replaceAll(repository.registry, '/no/such/registry'));
  renameSync(repository.registry, `${repository.registry}-of-the-host`);
  expect((await repository.prepare(repository.main)).ports).toEqual(ports);
  expect(readFileSync(join(repository.main, '.env'), 'utf8')).toBe(text);
});

it('makes a prepared folder the owner of its leases', async () => {
  declare(repository.main);
  await repository.prepare(repository.main);
  const leases = await new PortRegistry({ registry: repository.registry }).status();
  expect(leases.map(({ ownedBy }) => ownedBy)).toContainEqual(folderOwner(repository.main));
});
