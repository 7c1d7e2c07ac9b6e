import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse as parseProperties } from 'dot-properties';
import { parse as parseDotenv } from 'dotenv';
import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { type Prepared, prepareProject } from '../../src/prepare.js';
import type { LeftAlone } from '../../src/project/sites/site.js';
import { folderOwner, PortRegistry } from '../../src/registry/index.js';
import { restoreProject } from '../../src/restore.js';
import { snapshot } from '../project/temporary-project.js';
import { projects, type RandomFile, type RandomProject, render, SLOT } from './random-project.js';

/*
 * What is promised of whole projects: restore gives back the very bytes, prepare twice is prepare once, and
 * of what each file holds only the digits of its ports change. A counterexample comes with its seed
 * and path: PORTKEEPER_PROJECT_SEED and PORTKEEPER_PROJECT_PATH replay it, PORTKEEPER_PROJECT_RUNS
 * runs for longer.
 */

const { PORTKEEPER_PROJECT_RUNS, PORTKEEPER_PROJECT_SEED, PORTKEEPER_PROJECT_PATH } = process.env;
const runs = Number(PORTKEEPER_PROJECT_RUNS ?? 15);
const replay = {
  ...(PORTKEEPER_PROJECT_SEED && { seed: Number(PORTKEEPER_PROJECT_SEED) }),
  ...(PORTKEEPER_PROJECT_PATH && { path: PORTKEEPER_PROJECT_PATH }),
};

let folder: string;
let count = 0;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'portkeeper-random-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write({ files, ports, hasGit }: RandomProject): string {
  count += 1;
  const root = join(folder, `project-${count}`);
  for (const file of files) {
    const path = join(root, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, render(file, declared(ports)));
    chmodSync(path, file.mode);
  }
  if (hasGit) execFileSync('git', ['init', '--quiet'], { cwd: root });
  return root;
}

const declared = (ports: readonly number[]) => (port: number) => ports[port] ?? Number.NaN;

function prepare(root: string): Promise<Prepared> {
  return prepareProject({
    ...{ directory: root, owner: folderOwner(root), reuse: true, hold: false },
    ...{ registry: new PortRegistry({ registry: join(folder, 'registry') }), strategy: 'random' },
  });
}

/** The number that stands for each declared one now. */
function movesOf({ detection, ports }: Prepared): ReadonlyMap<number, number> {
  return new Map(
    detection.ports.flatMap(({ name, port }) => {
      const now = ports[name];
      return port === undefined || now === undefined ? [] : [[port, now]];
    }),
  );
}

/** What a file must be: each place has its new number, unless it is reported as left alone. */
function wanted(
  file: RandomFile,
  ports: readonly number[],
  moves: ReadonlyMap<number, number>,
  leftAlone: readonly LeftAlone[],
): Buffer {
  const lineOf = (at: number): number => file.template.slice(0, at).split('\n').length;
  const isLeft = (port: number, at: number): boolean =>
    leftAlone.some((left) => {
      return left.file === file.path && left.port === port && left.line === lineOf(at);
    });
  const slots = [...file.template.matchAll(SLOT)].map(({ index }) => index);
  let slot = 0;
  return render(file, (port) => {
    const number = declared(ports)(port);
    const at = slots[slot++] ?? 0;
    return isLeft(number, at) ? number : (moves.get(number) ?? number);
  });
}

/** As the programs read it whose file it is. */
function parse(path: string, bytes: Buffer): unknown {
  const text = bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  if (path.endsWith('.env')) return parseDotenv(text);
  if (path.endsWith('.json')) return JSON.parse(text);
  if (path.endsWith('.toml')) return parseToml(text);
  if (path.endsWith('.properties')) return parseProperties(text);
  return /\.ya?ml$/.test(path) ? parseYaml(text) : text;
}

function leavesOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value !== 'object' || value === null) return [[path, `${value}`]];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, `${path}/${key}`));
}

/** What is said behind the host of a URL of Redis, which may stand nowhere. */
const REDIS_PORT = /(redis:\/\/[^/?]*?):#(?=$|[/?])/;

/** Two documents differ in numbers alone, and in no more values than there are places. */
function expectAlike(file: RandomFile, before: Buffer, after: Buffer): void {
  const [old, now] = [before, after].map((bytes) => leavesOf(parse(file.path, bytes)));
  const plain = (leaves: typeof old) =>
    leaves?.map(([path, text]) => [path, text.replace(/\d+/g, '#').replace(REDIS_PORT, '$1')]);
  expect(plain(now)).toEqual(plain(old));
  const changed = old?.filter(([, text], index) => text !== now?.[index]?.[1]) ?? [];
  expect(changed.length).toBeLessThanOrEqual([...file.template.matchAll(SLOT)].length);
}

async function thereAndBack(project: RandomProject): Promise<void> {
  const { files, ports } = project;
  const root = write(project);
  const before = await snapshot(root);
  const prepared = await prepare(root);
  const after = await snapshot(root);
  const moves = movesOf(prepared);
  expect(moves.size).toBeGreaterThan(1);
  for (const file of files) {
    const bytes = wanted(file, ports, moves, prepared.detection.leftAlone);
    const looks = /^file \d+ \d+:\d+ /.exec(before[file.path] ?? '')?.[0];
    expect(after[file.path]).toBe(looks + bytes.toString('latin1'));
    expectAlike(file, render(file, declared(ports)), bytes);
  }
  const again = await prepare(root);
  expect(again.ports).toEqual(prepared.ports);
  expect(await snapshot(root)).toEqual(after);
  const restored = await restoreProject({
    directory: root,
    registry: new PortRegistry({ registry: join(folder, 'registry') }),
  });
  expect(restored.kept).toEqual([]);
  expect(await snapshot(root)).toEqual(before);
  rmSync(root, { recursive: true });
}

it(
  'gives back the very bytes of any project, and changes nothing but the numbers',
  async () => {
    await fc.assert(fc.asyncProperty(projects, thereAndBack), { numRuns: runs, ...replay });
    expect(await new PortRegistry({ registry: join(folder, 'registry') }).status()).toEqual([]);
  },
  60_000 + runs * 2000,
);
