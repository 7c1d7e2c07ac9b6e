import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { restoreProject } from '../../src/restore.js';
import {
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
