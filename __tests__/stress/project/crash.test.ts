import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { prepareProject } from '../../../src/prepare.js';
import { folderOwner, PortRegistry } from '../../../src/registry/index.js';
import { restoreProject } from '../../../src/restore.js';
import { compileSource } from '../../project/compiled-library.js';
import {
  initGit,
  removeProjects,
  snapshot,
  temporaryProject,
} from '../../project/temporary-project.js';
import { each } from '../fates.js';

// A process is killed at each step that `prepare` and `restore` take in the file system: of the
// project, of the journal and of the registry. Whoever comes next finds one of two states.

const LONG = 600_000;
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
let library: Awaited<ReturnType<typeof compileSource>>;
beforeAll(async () => {
  library = await compileSource(/^(?!(action|cli|holder)\/).*\.ts$/);
}, LONG);
afterAll(async () => {
  await library.remove();
  await removeProjects();
});

const WAYS = [
  { name: 'patch', mode: 'patch', isOutside: false },
  { name: 'overlay', mode: 'overlay', isOutside: false },
  { name: 'overlay in a temporary folder', mode: 'overlay', isOutside: true },
] as const;
type Way = (typeof WAYS)[number];
type What = 'prepare' | 'restore';

interface Scene {
  readonly way: Way;
  readonly root: string;
  readonly registry: string;
  readonly temporary: string;
  /** All of the project before anything was done, its git folder included. */
  readonly before: Record<string, string>;
}

async function newScene(way: Way): Promise<Scene> {
  const folder = await temporaryProject({
    'project/.env': '\ufeffWEB_PORT=3000\r\nAPI_PORT="4000" # the API\r\nURL=http://localhost:3000',
    'project/compose.yaml':
      'services:\n  web:\n    image: web\n    ports: ["${WEB_PORT}:80", "5432:5432"]\n',
    'project/apps/web/package.json': '{ "scripts": {\t"dev": "vite --port 5173" } }\n',
    'project/portkeeper.yaml': 'outputs:\n  - { type: env, path: out/.env.ports }\n',
  });
  const root = join(folder, 'project');
  chmodSync(join(root, '.env'), 0o600);
  chmodSync(join(root, 'compose.yaml'), 0o640);
  await initGit(root);
  const [registry, temporary] = [join(folder, 'registry'), join(folder, 'temporary')];
  for (const each of [registry, temporary]) mkdirSync(each, { mode: 0o700 });
  return { way, root, registry, temporary, before: await snapshot(root) };
}

const RANDOM = 'random' as const;

/** What a command is asked for, here or in a process of its own. */
function settingsOf({ way, root, temporary }: Scene) {
  return {
    ...{ directory: root, mode: way.mode, reuse: true, hold: false, strategy: RANDOM },
    ...(way.isOutside && { temporaryFolder: temporary }),
  };
}

/** Runs it in a process of its own; with `fatal` it is killed there. */
async function run(what: What, scene: Scene, fatal = 0): Promise<string> {
  const { root, registry } = scene;
  const order = JSON.stringify({
    what,
    registry,
    library: JSON.parse(library.url('')),
    ...settingsOf(scene),
  });
  const words = ['--import', new URL('faults.mjs', import.meta.url).href, here('one.mjs'), order];
  const faults = JSON.stringify({ folder: join(root, '..'), fatal });
  const child = spawn(process.execPath, words, {
    env: { PATH: process.env.PATH, PORTKEEPER_FAULTS: faults },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? (code === 0 ? said : `code ${code}`)));
  });
}

/** A lock whose holder is gone is nobody's after some seconds: they go by. */
function letLocksAge(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const long = statSync(path).mtimeMs / 1000 - 60;
    if (entry.name.endsWith('.lock')) utimesSync(path, long, long);
  }
}

function prepare(scene: Scene) {
  const { root, registry } = scene;
  const environment = { PATH: process.env.PATH ?? '', PORTKEEPER_REGISTRY: registry };
  const owned = { owner: folderOwner(root), registry: new PortRegistry({ registry, environment }) };
  return prepareProject({ ...settingsOf(scene), environment, ...owned });
}

/**
 * Every byte and mode of the project is as it was, and nothing of ours is left anywhere, although
 * the restore is not told which registry was used.
 */
async function expectRestored({ root, registry, temporary, before }: Scene): Promise<void> {
  await restoreProject({ directory: root, environment: { HOME: join(root, '..') } });
  expect(await snapshot(root)).toEqual(before);
  expect(readdirSync(temporary)).toEqual([]);
  expect(await new PortRegistry({ registry }).status()).toEqual([]);
}

/** The bytes that the project must have once it is prepared with these numbers. */
function expectPrepared(
  now: Record<string, string>,
  { way, before }: Scene,
  ports: Readonly<Record<string, number>>,
): void {
  expect(now['out/.env.ports']).toContain(`WEB_PORT=${ports.WEB_PORT}`);
  for (const name of ['.env', 'compose.yaml', 'apps/web/package.json', 'portkeeper.yaml']) {
    const moved = (before[name] as string)
      .replaceAll('3000', `${ports.WEB_PORT}`)
      .replace('4000', `${ports.API_PORT}`)
      .replace('"5432:', `"${ports.WEB_PORT_5432}:`)
      .replace('5173', `${ports.WEB_DEV_PORT}`);
    expect(now[name]).toBe(way.mode === 'patch' ? moved : before[name]);
  }
}

async function prepareAnew(scene: Scene): Promise<void> {
  const { ports, overlays } = await prepare(scene);
  expectPrepared(await snapshot(scene.root), scene, ports);
  for (const { path } of overlays) expect(statSync(path).isFile()).toBe(true);
}

/**
 * What the dead left, for each who may come next: one death serves both. The folders themselves
 * stay, as a lease knows its project by the number of its folder.
 */
async function keep({ root }: Scene) {
  const folder = dirname(root);
  const copy = `${folder}-kept`;
  const seen = await snapshot(folder);
  await copyAll(folder, copy);
  return {
    async putBack(): Promise<void> {
      for (const name of readdirSync(folder)) {
        for (const old of readdirSync(join(folder, name))) {
          rmSync(join(folder, name, old), { recursive: true });
        }
      }
      // In one go: links to one file stay links to one file.
      await copyAll(`${copy}/.`, folder);
      expect(await snapshot(folder)).toEqual(seen);
    },
    remove(): void {
      for (const each of [folder, copy]) rmSync(each, { recursive: true });
    },
  };
}

/** With times, modes and links. */
async function copyAll(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

/** Of what a test says the first lines that tell anything: hundreds of cases may fail alike. */
function brief({ message }: Error): string {
  return message
    .split('\n')
    .filter((line) => /^[-+]|\w/.test(line))
    .slice(0, 12)
    .join('\n');
}

/** What a file goes through until all of it is on the disk: each is a state to be found in. */
const OF_A_FILE = ['openSync', 'writeFileSync', 'fchmodSync', 'fsync', 'closeSync'];

/** All steps that a run takes where nobody kills it. */
async function stepsOf(what: What, way: Way): Promise<number[]> {
  const scene = await newScene(way);
  if (what === 'restore') await prepare(scene);
  const names: string[] = JSON.parse(await run(what, scene));
  expect(names).toEqual(expect.arrayContaining(['renameSync', 'unlinkSync', ...OF_A_FILE]));
  return names.map((_, index) => index + 1);
}

/** What is wrong after a death at this step, for each who may come next. */
async function faultsAfter(step: number, what: What, way: Way): Promise<object[]> {
  const scene = await newScene(way);
  if (what === 'restore') await prepare(scene);
  expect(await run(what, scene, step)).toBe('SIGKILL');
  letLocksAge(scene.root);
  const remains = await keep(scene);
  const faults: object[] = [];
  for (const next of ['restore', 'prepare']) {
    try {
      if (next === 'prepare') {
        await remains.putBack();
        await prepareAnew(scene);
      }
      await expectRestored(scene);
    } catch (error) {
      faults.push({ step, next, error: brief(error as Error) });
    }
  }
  remains.remove();
  return faults;
}

describe.each(WAYS)('in the mode $name, whoever is killed at any step', (way) => {
  test.each(['prepare', 'restore'] as const)(
    'of %s leaves what a restore takes back, and what can be prepared anew',
    async (what) => {
      const steps = await stepsOf(what, way);
      const wrong: object[] = [];
      await each(steps, async (step) => {
        try {
          wrong.push(...(await faultsAfter(step, what, way)));
        } catch (error) {
          wrong.push({ step, error: brief(error as Error) });
        }
      });
      expect(wrong).toEqual([]);
    },
    LONG,
  );
});
