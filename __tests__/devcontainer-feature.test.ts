import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { VERSION } from '../src/version.js';

// The dev container feature, as far as it can be judged without a container.

const source = join('devcontainer-feature', 'src', 'portkeeper');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-feature-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('has the version of the package', () => {
  expect(JSON.parse(readFileSync(join(source, 'devcontainer-feature.json'), 'utf8')).version).toBe(
    VERSION,
  );
});

it('has a README that says what its options are', () => {
  execFileSync(process.execPath, ['scripts/generate-feature-readme.mjs', '--check']);
});

it('is packaged with the bundles that ship, and nothing else', async () => {
  const script = pathToFileURL(join(process.cwd(), 'scripts', 'feature.mjs')).href;
  const { packageFeature, carried } = await import(script);
  await packageFeature(join(folder, 'out'));
  for (const name of carried) {
    const packaged = join(folder, 'out', 'src', 'portkeeper', name, 'index.js');
    expect(readFileSync(packaged)).toEqual(readFileSync(join('dist', name, 'index.js')));
  }
});

const asRoot = process.getuid?.() === 0;

/** Nothing is installed: it ends before. */
function install(options: Readonly<Record<string, string>>) {
  cpSync(source, folder, { recursive: true });
  const env = { PATH: process.env.PATH, ...options };
  return spawnSync('sh', [join(folder, 'install.sh')], { env, encoding: 'utf8' });
}

it('refuses to be installed half: not as root, or without the command line', () => {
  const { status, stderr } = install({});
  expect(status).toBe(1);
  expect(stderr).toMatch(asRoot ? /command line is missing/ : /Only root/);
});

it('refuses a version that it does not carry, before anything is installed', () => {
  mkdirSync(join(folder, 'cli'));
  writeFileSync(join(folder, 'cli', 'index.js'), '');
  const { status, stderr } = install({ VERSION: '7' });
  expect(status).toBe(1);
  expect(stderr).toMatch(asRoot ? /carries version .*, and not 7/ : /Only root/);
});
