import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

// Containers that share a registry, as dev containers of one engine do by the feature's volume. Each has a workspace
// of its own, and all have it at the same path.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const image = process.env.PORTKEEPER_DEVCONTAINER_NODE ?? '';
let folder: string;
const containers: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-shared-'));
});

afterEach(() => {
  for (const id of containers.splice(0)) docker('rm', '--force', id);
  rmSync(folder, { recursive: true, force: true });
});

function docker(...words: string[]): string {
  return execFileSync('docker', words, { encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** A container that works on this workspace; a first one declares WEB_PORT=3000 in it. */
function start(workspace: string, ...options: string[]): string {
  const path = join(folder, workspace);
  if (mkdirSync(path, { recursive: true }) !== undefined) {
    writeFileSync(join(path, '.env'), 'WEB_PORT=3000\n');
  }
  const mounts = [
    ...['--volume', `${path}:/workspace`, '--volume', `${join(folder, 'registry')}:/registry`],
    ...['--volume', `${join(root, 'dist')}:/portkeeper:ro`],
  ];
  const variables = ['PORTKEEPER_PLACE=devcontainer', 'PORTKEEPER_REGISTRY=/registry'];
  const env = variables.flatMap((variable) => ['--env', variable]);
  const words = ['run', '--detach', '--init', ...mounts, ...env, '--workdir', '/workspace'];
  const id = docker(...words, ...options, image, 'sleep', 'infinity');
  containers.push(id);
  return id;
}

function remove(id: string): void {
  docker('rm', '--force', id);
  containers.splice(containers.indexOf(id), 1);
}

function portkeeper(id: string, ...words: string[]): string {
  return docker('exec', id, 'node', '/portkeeper/cli/index.js', ...words);
}

const declared = (workspace: string) => readFileSync(join(folder, workspace, '.env'), 'utf8');

function leases(id: string): { id: string; port: number }[] {
  return JSON.parse(portkeeper(id, 'status', '--json')).leases;
}

it('keeps them apart where they share a network, and ends nobody else’s lease', () => {
  const first = start('one');
  const second = start('two', '--network', `container:${first}`);
  portkeeper(first, 'prepare', '--quiet');
  portkeeper(second, 'prepare', '--quiet');
  expect(declared('one')).toBe('WEB_PORT=3000\n');
  expect(declared('two')).toMatch(/^WEB_PORT=(?!3000\n)\d+\n$/);
  const before = leases(first);
  for (const id of [first, second]) {
    portkeeper(id, 'gc');
    portkeeper(id, 'prepare', '--quiet');
    expect(leases(id)).toEqual(before);
  }
  portkeeper(second, 'restore');
  portkeeper(second, 'release', '--owner', '/workspace');
  expect(leases(second).map(({ port }) => port)).toEqual([3000]);
  expect(declared('two')).toBe('WEB_PORT=3000\n');
});

it('lets one that is built anew have its ports again, and leaves none behind', () => {
  const [before, other] = [start('one'), start('two')];
  for (const id of [before, other]) portkeeper(id, 'prepare', '--quiet');
  remove(before);
  const after = start('one');
  portkeeper(after, 'prepare', '--quiet');
  expect(declared('one')).toBe('WEB_PORT=3000\n');
  expect(leases(after).map(({ port }) => port)).toEqual([3000, 3000]);
});

it('gives the number of a network that is gone to the next, with all of its ports', () => {
  const network = (id: string) => docker('exec', id, 'readlink', '/proc/self/ns/net');
  const first = start('one');
  portkeeper(first, 'prepare', '--quiet');
  const number = network(first);
  remove(first);
  const seen: string[] = [];
  for (let tries = 1; tries <= 20 && seen.at(-1) !== number; tries++) {
    const next = start(`next-${tries}`);
    seen.push(network(next));
    portkeeper(next, 'prepare', '--quiet');
    expect(declared(`next-${tries}`)).toBe('WEB_PORT=3000\n');
    if (seen.at(-1) !== number) remove(next);
  }
  expect(seen).toContain(number);
});
