import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Repository } from '../preparation/repository.js';

// Many agents at once: a process for each worktree, of the program that ships.

const program = join(process.cwd(), 'dist', 'cli', 'index.js');
let repository: Repository;

beforeEach(() => {
  repository = new Repository(join('__tests__', 'fixtures', 'monorepo', 'before'));
});
afterEach(() => repository.remove());

type Prepared = { id: string; ports: Record<string, number> };

async function prepare(root: string): Promise<Prepared> {
  const child = spawn(process.execPath, [program, 'prepare', '--json'], {
    cwd: root,
    env: { ...process.env, PORTKEEPER_REGISTRY: repository.registry },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, stderr: code === 0 ? '' : await stderr }).toEqual({ code: 0, stderr: '' });
  const { id, ports } = JSON.parse(await stdout);
  return { id, ports };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

it('gives twelve worktrees that are prepared at once no port twice, and all the same tomorrow', async () => {
  const roots = Array.from({ length: 12 }, (_, i) => repository.worktree(`w${i}`));
  const first = await Promise.all(roots.map(prepare));
  const all = first.flatMap(({ ports }) => Object.values(ports));
  expect(all.length).toBeGreaterThanOrEqual(12 * 4);
  expect(new Set(all).size).toBe(all.length);
  reboot(repository.registry);
  const again = await Promise.all([...roots].reverse().map(prepare));
  expect(again.reverse()).toEqual(first);
}, 60_000);

/** What a restart leaves: the same files, written in a boot that is over. */
function reboot(registry: string): void {
  const claims = join(registry, 'claims');
  for (const network of readdirSync(claims)) {
    for (const key of readdirSync(join(claims, network))) rewriteBoot(join(claims, network, key));
  }
  const records = join(registry, 'reservations');
  for (const name of readdirSync(records)) rewriteBoot(join(records, name));
}

const OLD_BOOT = '0badb007';

function rewriteBoot(path: string): void {
  const text = readFileSync(path, 'utf8');
  const boot = /"boot":"([0-9a-f]+)"/.exec(text)?.[1] ?? text.split('.')[2] ?? '';
  writeFileSync(path, text.replaceAll(boot, OLD_BOOT));
}
