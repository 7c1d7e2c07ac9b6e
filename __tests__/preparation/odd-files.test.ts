import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Prepared, prepareProject, proposeChanges } from '../../src/prepare.js';
import { unifiedDiff } from '../../src/project/writing/diff.js';
import { folderOwner, PortRegistry, type ReserveRequest } from '../../src/registry/index.js';
import { restoreProject } from '../../src/restore.js';
import { snapshot } from '../project/temporary-project.js';

let folder: string;
let root: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'portkeeper-odd-')));
  root = join(folder, 'project');
  mkdirSync(root);
});
afterEach(() => {
  execFileSync('chmod', ['-R', 'u+rwX', folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** Files of the project: path → bytes. */
function put(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
}

const read = (path: string): string => readFileSync(join(root, path), 'latin1');
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'protocol.file.allow=always', ...words], { cwd: root, stdio: 'pipe' });

/** Something that happens after the ports are found, and before a file is written. */
class Meddling extends PortRegistry {
  readonly #meddle: () => void;

  constructor(meddle: () => void) {
    super({ registry: join(folder, 'registry') });
    this.#meddle = meddle;
  }

  override reserve(request: ReserveRequest) {
    this.#meddle();
    return super.reserve(request);
  }
}

const settings = (
  directory: string,
  meddle: () => void = () => undefined,
): Parameters<typeof prepareProject>[0] => ({
  ...{ directory, owner: folderOwner(directory), reuse: true, hold: false },
  ...{ registry: new Meddling(meddle), strategy: 'random' },
});
const prepare = (meddle?: () => void): Promise<Prepared> => prepareProject(settings(root, meddle));
const restore = (directory = root) =>
  restoreProject({ directory, environment: { PORTKEEPER_REGISTRY: join(folder, 'registry') } });
const leases = () => new PortRegistry({ registry: join(folder, 'registry') }).status();

describe('what cannot be edited', () => {
  it.each<[string, () => void, RegExp]>([
    ['a read-only file', () => chmodSync(join(root, 'web/.env'), 0o444), /read-only/],
    ['a file in a read-only folder', () => chmodSync(join(root, 'web'), 0o555), /read-only folder/],
  ])('%s is refused, and nothing is written or leased', async (_name, spoil, message) => {
    put({ '.env': 'API_PORT=4000\n', 'web/.env': 'WEB_PORT=3000\n' });
    spoil();
    const before = await snapshot(root);
    await expect(prepare()).rejects.toMatchObject({
      code: 'FILE_NOT_EDITABLE',
      message: expect.stringMatching(message),
    });
    expect(await snapshot(root)).toEqual(before);
    expect(await leases()).toEqual([]);
  });

  it.each([
    ['little', '\ufeffWEB_PORT=3000\n', (bytes: Buffer) => bytes],
    ['big', '\ufeffWEB_PORT=3000\n', (bytes: Buffer) => bytes.swap16()],
  ])('UTF-16 (%s-endian) is refused by its name', async (_name, text, order) => {
    put({ '.env': order(Buffer.from(text, 'utf16le')) });
    await expect(prepare()).rejects.toMatchObject({
      code: 'FILE_NOT_EDITABLE',
      message: expect.stringContaining('UTF-16'),
    });
    expect(await leases()).toEqual([]);
  });
});

it('refuses a line of 100 MB', async () => {
  put({ '.env': 'WEB_PORT=3000' });
  truncateSync(join(root, '.env'), 100 * 1024 * 1024);
  await expect(prepare()).rejects.toMatchObject({
    code: 'FILE_NOT_EDITABLE',
    message: expect.stringContaining('longer than 1 MiB'),
  });
});

it.each([
  ['longer than a program is', Buffer.from(`app.listen(3000);${' '.repeat(1024 * 1024)}`)],
  ['in UTF-16', Buffer.from('\ufeffapp.listen(3000);', 'utf16le')],
])('moves ports beside a program that is %s, which is not edited anyway', async (_, bytes) => {
  put({ '.env': 'WEB_PORT=3000\n', 'server.js': bytes, Dockerfile: bytes });
  const { ports, detection } = await prepare();
  expect(read('.env')).toBe(`WEB_PORT=${ports.WEB_PORT}\n`);
  expect(detection.problems).toEqual([]);
  await restore();
});

it('leaves the other name of a hard-linked file alone', async () => {
  put({ '.env': 'WEB_PORT=3000\n' });
  linkSync(join(root, '.env'), join(folder, 'other'));
  const { ports } = await prepare();
  expect(read('.env')).toBe(`WEB_PORT=${ports.WEB_PORT}\n`);
  expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('WEB_PORT=3000\n');
  await restore();
  expect(read('.env')).toBe('WEB_PORT=3000\n');
});

describe('a file that changes between looking and writing', () => {
  const outside = 'OUTSIDE_PORT=3000\n';
  it.each<[string, () => void]>([
    ['gets another line', () => appendFileSync(join(root, 'b/.env'), 'MINE=1\n')],
    ['is gone', () => rmSync(join(root, 'b/.env'))],
    [
      'becomes a link out of the project',
      () => {
        rmSync(join(root, 'b/.env'));
        symlinkSync('../../outside', join(root, 'b/.env'));
      },
    ],
    [
      'lies in a folder that becomes a link out of the project',
      () => {
        renameSync(join(root, 'b'), join(root, 'c'));
        symlinkSync(folder, join(root, 'b'));
      },
    ],
  ])('%s: it stays so, and nothing is written or leased', async (_name, meddle) => {
    put({ '.env': 'API_PORT=4000\n', 'b/.env': 'WEB_PORT=3000\n' });
    for (const name of ['outside', '.env']) writeFileSync(join(folder, name), outside);
    let meant: Record<string, string> = {};
    await expect(
      prepare(() => {
        meddle();
        meant = { env: read('.env') };
      }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/FILE_NOT_EDITABLE|REFUSED/) });
    expect(read('.env')).toBe(meant.env);
    for (const name of ['outside', '.env']) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(outside);
    }
    expect(await leases()).toEqual([]);
    expect(await restore()).toMatchObject({ undone: 0, kept: [] });
  });
});

describe('a file that changes between preparing and restoring', () => {
  it('keeps what somebody wrote, and gets its numbers back', async () => {
    put({ '.env': 'WEB_PORT=3000\nAPI_PORT=4000\n' });
    await prepare();
    writeFileSync(join(root, '.env'), `# mine\n${read('.env').replace('API', 'OTHER')}X=1`);
    expect((await restore()).kept).toEqual([]);
    expect(read('.env')).toBe('# mine\nWEB_PORT=3000\nOTHER_PORT=4000\nX=1');
  });

  it.each<[string, () => void]>([
    ['is gone', () => undefined],
    ['is a link out of the project', () => symlinkSync('../outside', join(root, '.env'))],
    ['is a folder', () => mkdirSync(join(root, '.env'))],
  ])('%s: that is told, and the rest is restored', async (_name, replace) => {
    put({ '.env': 'WEB_PORT=3000\n', 'b/.env': 'API_PORT=4000\n' });
    const { ports } = await prepare();
    const outside = `WEB_PORT=${ports.WEB_PORT}\n`;
    writeFileSync(join(folder, 'outside'), outside);
    rmSync(join(root, '.env'));
    replace();
    const { kept } = await restore();
    expect(kept).toMatchObject([{ path: '.env' }]);
    expect(read('b/.env')).toBe('API_PORT=4000\n');
    expect(readFileSync(join(folder, 'outside'), 'utf8')).toBe(outside);
    expect(await leases()).toEqual([]);
  });
});

describe('a file that is renamed between preparing and restoring', () => {
  const FILE = 'WEB_PORT=3000\nURL=http://localhost:3000\n';
  const move = (from: string, to: string) => renameSync(join(root, from), join(root, to));

  it.each<[string, string, () => void]>([
    ['alone', 'a/.env.local', () => move('a/.env', 'a/.env.local')],
    ['to a name that says nothing', 'a/old', () => move('a/.env', 'a/old')],
    ['with its folder', 'b/.env', () => move('a', 'b')],
    [
      'and another one has its name',
      'b/.env',
      () => {
        move('a', 'b');
        put({ 'a/.env': 'OTHER_PORT=5000\n' });
      },
    ],
    [
      'and leaves a link',
      'real/.env',
      () => {
        move('a', 'real');
        symlinkSync('real', join(root, 'a'));
      },
    ],
  ])('%s: it gets its bytes under its new name', async (_name, path, rename) => {
    put({ 'a/.env': FILE, '.env': 'API_PORT=4000\n' });
    await prepare();
    rename();
    const { kept, restoredFiles } = await restore();
    expect(kept.filter(({ line }) => line === undefined)).toEqual([]);
    expect(restoredFiles).toContain(path);
    expect(read(path)).toBe(FILE);
    expect(read('.env')).toBe('API_PORT=4000\n');
    expect(await leases()).toEqual([]);
  });

  it('with one of the same bytes: both get them', async () => {
    put({ 'a/x/.env': FILE, 'a/y/.env': FILE });
    await prepare();
    move('a', 'b');
    expect((await restore()).kept).toEqual([]);
    expect([read('b/x/.env'), read('b/y/.env')]).toEqual([FILE, FILE]);
  });

  it('and copied: which of them is it, is not guessed, and all are told', async () => {
    put({ 'a/.env': FILE });
    await prepare();
    const written = read('a/.env');
    move('a', 'b');
    put({ 'c/.env': written });
    const { kept } = await restore();
    expect(kept.map(({ path }) => path)).toEqual([
      'a/.env',
      'b/.env',
      'b/.env',
      'c/.env',
      'c/.env',
    ]);
    expect(read('b/.env')).toBe(written);
  });

  it('within another checkout: that has a journal of its own', async () => {
    put({ 'a/.env': FILE, 'other/x': '' });
    await prepare();
    const written = read('a/.env');
    git('init', '-q', 'other');
    move('a/.env', 'other/.env');
    expect((await restore()).kept).toContainEqual({ path: 'a/.env', reason: 'it was removed' });
    expect(read('other/.env')).toBe(written);
  });

  it('is put back by the next prepare, which has to begin anew', async () => {
    put({ 'a/.env': FILE, '.env': 'API_PORT=4000\n' });
    const { ports } = await prepare();
    move('a', 'b');
    put({ '.env.local': 'NEW_PORT=6000\n' });
    expect((await prepare()).ports).toMatchObject(ports);
    expect(await restore()).toMatchObject({ kept: [] });
    expect(read('b/.env')).toBe(FILE);
  });
});

it('tells which numbers stay where a line was moved to another file', async () => {
  put({ '.env': 'WEB_PORT=3000\nAPI_PORT=4000\n' });
  const { ports } = await prepare();
  const [first = '', second = ''] = read('.env').split('\n');
  put({ '.env': `${second}\n`, '.env.local': `# mine\n${first}\n` });
  const { kept } = await restore();
  expect(kept).toContainEqual({
    path: '.env.local',
    line: 2,
    reason: expect.stringContaining(`it says ${ports.WEB_PORT}, which was reserved`),
  });
  expect(read('.env')).toBe('API_PORT=4000\n');
});

it('tells which numbers stay in a file that was renamed and changed meanwhile', async () => {
  put({ 'a/.env': 'WEB_PORT=3000\nURL=http://localhost:3000\n', '.env': 'API_PORT=4000\n' });
  const { ports } = await prepare();
  renameSync(join(root, 'a'), join(root, 'b'));
  appendFileSync(join(root, 'b/.env'), 'MINE=1\n');
  const { kept } = await restore();
  const reason = expect.stringContaining(`it says ${ports.WEB_PORT}, which was reserved`);
  expect(kept).toEqual([
    { path: 'a/.env', reason: 'it was removed' },
    { path: 'b/.env', line: 1, reason },
    { path: 'b/.env', line: 2, reason },
  ]);
  expect(kept[1]?.reason).toMatch(/and 3000 stood there before$/);
  expect(read('.env')).toBe('API_PORT=4000\n');
  expect(await leases()).toEqual([]);
});

describe('a submodule', () => {
  it('is its own project: prepared by itself, and left alone by the one around it', async () => {
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    writeFileSync(join(inner, '.env'), 'INNER_PORT=5000\n');
    const commit = ['-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '-qm', 's'];
    for (const words of [['init', '-q'], ['add', '.'], commit]) {
      execFileSync('git', words, { cwd: inner, stdio: 'pipe' });
    }
    put({ '.env': 'WEB_PORT=3000\n' });
    git('init', '-q');
    git('submodule', '--quiet', 'add', inner, 'mod');
    const before = await snapshot(root);

    expect(Object.keys((await prepare()).ports)).toEqual(['WEB_PORT']);
    expect(read('mod/.env')).toBe('INNER_PORT=5000\n');
    const { ports } = await prepareProject(settings(join(root, 'mod')));
    expect(read('mod/.env')).toBe(`INNER_PORT=${ports.INNER_PORT}\n`);
    await restore(join(root, 'mod'));
    await restore();
    expect(await snapshot(root)).toEqual(before);
    expect(await leases()).toEqual([]);
  });
});

describe('a name', () => {
  const NAMES = [
    'with space',
    ' leading and trailing ',
    '-dash',
    '--flag=x',
    'quo"te',
    "apo'strophe",
    'back\\slash',
    'new\nline',
    'tab\there',
    'caf\u00e9',
    'cafe\u0301',
    '\u{1f600}',
    '$(x)`y`',
    '*?[a]',
    'a => b',
    'dev null',
    '\u007f\u0001',
    'percent%41',
    'x.orig\r',
  ];

  it.each(NAMES)('%j is prepared, restored, and in a diff that git applies', async (name) => {
    const path = `${name}/.env`;
    put({ [path]: 'WEB_PORT=3000\nURL=http://localhost:3000' });
    git('init', '-q');
    const before = await snapshot(root);
    const proposed = await proposeChanges(settings(root));
    expect(proposed.changes.map((change) => change.path)).toEqual([path]);
    execFileSync('git', ['apply', '--whitespace=nowarn'], {
      cwd: root,
      input: unifiedDiff(proposed.changes),
    });
    const number = proposed.ports.WEB_PORT;
    expect(read(path)).toBe(`WEB_PORT=${number}\nURL=http://localhost:${number}`);
    put({ [path]: 'WEB_PORT=3000\nURL=http://localhost:3000' });

    const { ports } = await prepare();
    expect(read(path)).toBe(`WEB_PORT=${ports.WEB_PORT}\nURL=http://localhost:${ports.WEB_PORT}`);
    await restore();
    expect(await snapshot(root)).toEqual(before);
  });

  it.each([
    ['', 'x'],
    ['', '\u00fc'],
    ['xx', '\u6f22'],
    ['xx', '\u{1f600}'],
  ])('of 255 bytes, %j and then %j, is one as good', async (first, sign) => {
    const free = 255 - Buffer.byteLength(`${first}.json`);
    const path = `${first}${sign.repeat(free / Buffer.byteLength(sign))}.json`;
    put({
      [path]: '{"port": 3000}',
      'portkeeper.yaml': 'files: [{ path: "*.json", at: port, name: WEB_PORT }]\n',
    });
    const before = await snapshot(root);
    const { changedFiles } = await prepare();
    expect(changedFiles).toEqual([path]);
    await restore();
    expect(await snapshot(root)).toEqual(before);
  });

  it('that is no UTF-8 is told, and all others are prepared', async () => {
    put({ '.env': 'WEB_PORT=3000\n' });
    const odd = Buffer.from(`${root}/caf\xe9`, 'latin1');
    mkdirSync(odd);
    writeFileSync(Buffer.concat([odd, Buffer.from('/.env')]), 'API_PORT=4000\n');
    git('init', '-q');
    const { changedFiles, detection } = await prepare();
    expect(changedFiles).toEqual(['.env']);
    expect(detection.problems).toMatchObject([{ message: expect.stringContaining('UTF-8') }]);
    await restore();
    expect(read('.env')).toBe('WEB_PORT=3000\n');
  });
});
