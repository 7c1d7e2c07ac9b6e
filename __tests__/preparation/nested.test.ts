import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { applyChanges, readJournal, withProjectLock } from '../../src/project/journal/index.js';
import { PortRegistry } from '../../src/registry/index.js';
import { restoreProject } from '../../src/restore.js';
import { crashingFiles } from '../project/crashing-files.js';
import {
  changeOf,
  initGit,
  removeProjects,
  snapshot,
  temporaryProject,
} from '../project/temporary-project.js';
import { Repository } from './repository.js';

// A folder of a repository is prepared, and one within it or around it as well: both change one file.

let registry: Repository;
beforeEach(() => {
  registry = new Repository(
    fileURLToPath(new URL('../fixtures/voting-app/before', import.meta.url)),
  );
});
afterEach(async () => {
  registry.remove();
  await removeProjects();
});

const FILES = {
  '.env': 'PORT=3000\n',
  'app/.env': 'APP_PORT=4444\n',
  'app/api/.env': 'API_PORT=3333\nURL=http://localhost:3333\n',
};

/** `+` prepares a folder, `-` restores it: the root, `app` in it, and `app/api` in that. */
const ORDERS = [
  '+app +root -app -root',
  '+app +root -root -app',
  '+root +app -root -app',
  '+root +app -app -root',
  '+api +app +root -api -app -root',
  '+api +root +app -root -api -app',
  '+root +app +api -root -app -api',
  '+root +app +root -app -root',
  '+app +root +app -root -app',
];
const FOLDERS: Record<string, string> = { root: '', app: 'app', api: 'app/api' };

describe.each(['with git', 'without git'])('%s', (git) => {
  it.each(ORDERS)('the last restore gives the very bytes back: %s', async (order) => {
    const root = await temporaryProject(FILES);
    if (git === 'with git') await initGit(root);
    const before = await snapshot(root);
    const kept: unknown[] = [];
    for (const step of order.split(' ')) {
      const directory = join(root, FOLDERS[step.slice(1)] ?? '');
      if (step.startsWith('+')) await registry.prepare(directory);
      else kept.push(...(await restore(directory)).kept);
    }
    expect(kept).toEqual([]);
    expect(await snapshot(root)).toEqual(before);
  });
});

describe('what a killed command left', () => {
  const OWN = { '': Object.keys(FILES), app: ['.env', 'api/.env'] } as const;

  /** @returns the files that it had changed by then; undefined where it came to its end. */
  async function killAt(n: number, root: string, folder: keyof typeof OWN) {
    const directory = join(root, folder);
    const replaced = { 3000: '20411', 3333: '20412', 4444: '20413' };
    const edits = await Promise.all(OWN[folder].map((path) => changeOf(directory, path, replaced)));
    const { files } = crashingFiles(n, 'after');
    await applyChanges(directory, edits, {}, { files }).catch(() => undefined);
    const state = (await readJournal(directory)).map((entry) => entry.state);
    return { ended: state[0] === 'written', begun: state[0] === 'writing' };
  }

  it.each([
    ['within the project', 'app', ''],
    ['around the project', '', 'app'],
  ] as const)('%s is put back by the next prepare, and by restore', async (_, killed, next) => {
    const root = await temporaryProject(FILES);
    await initGit(root);
    const before = await snapshot(root);
    const directory = join(root, next);
    let interrupted = 0;
    for (let n = 1; ; n += 1) {
      const { ended, begun } = await killAt(n, root, killed);
      if (ended) break;
      if (begun) interrupted += 1;
      if (n % 2 === 0) {
        const { leases } = await registry.prepare(directory);
        const declared = readFileSync(join(root, 'app/api/.env'), 'utf8');
        expect(declared).toContain(
          `API_PORT=${leases.find(({ name }) => name === 'API_PORT')?.port}`,
        );
      }
      expect((await restore(directory)).kept).toEqual([]);
      // What was killed before it had an entry left a file of its own there: for its next command.
      if (!begun) await restore(join(root, killed));
      expect(await snapshot(root)).toEqual(before);
    }
    expect(interrupted).toBeGreaterThan(5);
  });

  it('is left to whoever is at work there', async () => {
    const root = await temporaryProject(FILES);
    await initGit(root);
    await killAt(6, root, 'app');
    const before = await snapshot(root);
    await withProjectLock(join(root, 'app'), async () => {
      await restore(root);
      expect(await readJournal(join(root, 'app'))).toMatchObject([{ state: 'writing' }]);
    });
    expect(Object.keys(await snapshot(root))).toEqual(Object.keys(before));
    await restore(root);
    expect(await readJournal(join(root, 'app'))).toEqual([]);
  });

  it('elsewhere in the repository, or in the project that this is a copy of, is left alone', async () => {
    const root = await temporaryProject({ ...FILES, 'web/.env': 'PORT=5000\n' });
    await initGit(root);
    await killAt(6, root, 'app');
    const copy = await temporaryProject();
    cpSync(root, copy, { recursive: true });
    const [before, copied] = [await snapshot(root), await snapshot(copy)];
    for (const directory of [join(root, 'web'), copy]) await restore(directory);
    expect(await snapshot(root)).toEqual(before);
    expect(await snapshot(copy)).toEqual(copied);
  });
});

it('gives the very bytes back also where the clock was set back between the two', async () => {
  const root = await temporaryProject(FILES);
  const before = await snapshot(root);
  await registry.prepare(root);
  const journal = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.json'),
  );
  for (const path of journal) {
    const text = readFileSync(join(root, path), 'utf8');
    writeFileSync(join(root, path), text.replace(/"createdAt":"\d{4}/, '"createdAt":"2999'));
  }
  await registry.prepare(join(root, 'app'));
  const kept = [...(await restore(root)).kept, ...(await restore(join(root, 'app'))).kept];
  expect(journal).toHaveLength(1);
  expect(kept).toEqual([]);
  expect(await snapshot(root)).toEqual(before);
});

it('says which restore the rest waits for', async () => {
  const root = await temporaryProject(FILES);
  const told: string[] = [];
  await registry.prepare(root);
  await registry.prepare(join(root, 'app'));
  const { restoredFiles } = await restore(root, told);
  expect(restoredFiles).toEqual(['.env']);
  expect(told).toEqual([expect.stringMatching(/portkeeper restore .*app$/)]);
  const last = await restore(join(root, 'app'));
  expect([...last.restoredFiles].sort()).toEqual(['.env', 'api/.env']);
});

it.each(['with git', 'without git'])('says what is prepared by itself within, %s', async (git) => {
  const root = await temporaryProject(FILES);
  if (git === 'with git') await initGit(root);
  const [app, api] = [join(root, 'app'), join(root, 'app/api')];
  for (const folder of [api, app]) await registry.prepare(folder);
  const told: string[] = [];
  expect((await restore(root, told)).undone).toBe(0);
  expect(told).toEqual([expect.stringContaining(`left so: ${app}, ${api}. portkeeper restore`)]);
  await restore(app, told);
  expect(told.slice(1)).toEqual([expect.stringContaining(`left so: ${api}.`)]);
  await restore(api, told);
  await restore(root, told);
  expect(told).toHaveLength(2);
});

it('waits for no journal that cannot be trusted, and leaves that as it is', async () => {
  const root = await temporaryProject(FILES);
  const planted = join(root, 'app', '.portkeeper', 'e3b0c44298fc1c14', '1.json');
  mkdirSync(dirname(planted), { recursive: true });
  writeFileSync(planted, '{"schema":1,"state":"written"}', { mode: 0o600 });
  const before = await snapshot(root);
  await registry.prepare(root);
  await restore(root);
  expect(await snapshot(root)).toEqual(before);
});

function restore(directory: string, told: string[] = []) {
  return restoreProject({
    directory,
    environment: { PORTKEEPER_REGISTRY: registry.registry },
    reporter: { warn: () => undefined, info: (text) => told.push(text), debug: () => undefined },
  });
}

it('tells the numbers of before where a prepared file was renamed and changed, and prepares again', async () => {
  const root = await temporaryProject(FILES);
  const { ports } = await registry.prepare(root);
  renameSync(join(root, 'app'), join(root, 'application'));
  writeFileSync(join(root, 'application', '.env'), '# mine\n', { flag: 'a' });
  writeFileSync(join(root, '.env.local'), 'NEW_PORT=6000\n');
  await registry.prepare(root);
  const says = `it says ${ports.APP_PORT}, which was reserved for this folder, and 4444 stood there`;
  expect(registry.warnings).toContainEqual(
    expect.stringMatching(`^application/.env:1 is taken as it is: ${says}`),
  );
});

describe.each(['with git', 'without git'])(
  'a folder that is renamed while it is prepared, %s',
  (git) => {
    it.each([
      '+root +app mv -root -application',
      '+root +app mv -application -root',
      '+app +root mv -root -application',
      '+app +root mv -application -root',
    ])('gives the very bytes back together with what is around it: %s', async (order) => {
      const root = await temporaryProject(FILES);
      if (git === 'with git') await initGit(root);
      const before = await snapshot(join(root, 'app'));
      for (const step of order.split(' ')) {
        const name = step.slice(1);
        const directory = name === 'root' ? root : join(root, name);
        if (step === 'mv') renameSync(join(root, 'app'), join(root, 'application'));
        else if (step.startsWith('+')) await registry.prepare(directory);
        else expect((await restore(directory)).kept).toEqual([]);
      }
      expect(await snapshot(join(root, 'application'))).toEqual(before);
      expect(readFileSync(join(root, '.env'), 'utf8')).toBe(FILES['.env']);
      const left = Object.keys(await snapshot(root)).filter((path) => path.includes('portkeeper'));
      expect(left).toEqual([]);
      expect(await new PortRegistry({ registry: registry.registry }).status()).toEqual([]);
    });
  },
);

describe('a folder of a repository that is renamed while it is prepared', () => {
  it('is put back under its new name', async () => {
    const root = await temporaryProject(FILES);
    await initGit(root);
    const [old, renamed] = [join(root, 'app'), join(root, 'application')];
    const before = await snapshot(old);
    await registry.prepare(old);
    expect(await snapshot(old)).not.toEqual(before);
    renameSync(old, renamed);
    expect((await restore(renamed)).undone).toBe(1);
    expect(await snapshot(renamed)).toEqual(before);
    expect((await restore(renamed)).undone).toBe(0);
  });

  describe('and another one takes its name', () => {
    async function renamed() {
      const root = await temporaryProject(FILES);
      await initGit(root);
      const [old, other] = [join(root, 'app'), join(root, 'sub', 'application')];
      const before = await snapshot(old);
      const first = await registry.prepare(old);
      mkdirSync(dirname(other));
      renameSync(old, other);
      mkdirSync(join(old, 'api'), { recursive: true });
      for (const path of ['app/.env', 'app/api/.env'] as const) {
        writeFileSync(join(root, path), FILES[path]);
      }
      return { root, old, other, before, first: Object.values(first.ports) };
    }

    it.each(['the renamed one', 'the new one'])(
      'gives both their bytes: first %s',
      async (which) => {
        const { old, other, before, first } = await renamed();
        const second = Object.values((await registry.prepare(old)).ports);
        expect(second.filter((port) => first.includes(port))).toEqual([]);
        const order = which === 'the new one' ? [old, other] : [other, old];
        for (const folder of order) {
          expect(await restore(folder)).toMatchObject({ undone: 1, kept: [] });
        }
        expect(await snapshot(other)).toEqual(before);
        expect(await snapshot(old)).toEqual(before);
        const keeper = new PortRegistry({ registry: registry.registry });
        expect(await keeper.status()).toEqual([]);
      },
    );

    it('ends the journal of the renamed one where that is removed', async () => {
      const { root, old, other, before } = await renamed();
      await registry.prepare(old);
      await restore(old);
      rmSync(other, { recursive: true });
      await restore(old);
      expect(await snapshot(old)).toEqual(before);
      expect(readdirSync(join(root, '.git'))).not.toContain('portkeeper');
    });
  });

  it('leaves the journal of a removed one alone, whose inode another may have', async () => {
    const root = await temporaryProject(FILES);
    await initGit(root);
    await registry.prepare(join(root, 'app'));
    for (const name of ['.env', 'api']) rmSync(join(root, 'app', name), { recursive: true });
    renameSync(join(root, 'app'), join(root, 'other'));
    expect((await restore(join(root, 'other'))).undone).toBe(0);
  });
});
