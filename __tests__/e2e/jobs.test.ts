import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';

// Jobs of several runners on one host, with the bundles that ship.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const worker = join(dirname(fileURLToPath(import.meta.url)), 'worker.mjs');
const FILES = ['.env', 'compose.yaml', 'package.json'];
let folder: string;
const jobs: Job[] = [];

interface Step {
  readonly code: number;
  readonly log: string;
  readonly env: Record<string, string>;
  readonly output: Record<string, string>;
}

/** One runner's job: its own checkout, temporary folder and worker. */
class Job {
  readonly checkout: string;
  readonly before: string[];
  readonly #temp: string;
  #worker: ChildProcess | undefined;

  constructor(name: string) {
    this.checkout = join(folder, name, 'stack');
    this.#temp = join(folder, name, 'temp');
    cpSync(join(root, 'examples', 'stack'), this.checkout, { recursive: true });
    this.git('init', '--quiet');
    this.git('add', '--all', '--force');
    this.git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 's');
    this.before = this.looks();
    jobs.push(this);
  }

  git(...words: string[]): string {
    return execFileSync('git', words, { cwd: this.checkout, encoding: 'utf8' });
  }

  looks(): string[] {
    const read = (name: string) => readFileSync(join(this.checkout, name), 'latin1');
    return FILES.map((name) => `${statSync(join(this.checkout, name)).mode} ${read(name)}`);
  }

  start(): Promise<Step> {
    this.#worker = spawn(process.execPath, [worker, root, this.checkout, this.#temp], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, PORTKEEPER_REGISTRY: join(folder, 'registry') },
    });
    return this.#answer();
  }

  post(): Promise<Step> {
    const answer = this.#answer();
    this.#worker?.stdin?.write('post\n');
    return answer;
  }

  kill(): void {
    this.#worker?.kill('SIGKILL');
  }

  compose(env: Record<string, string>, ...words: string[]): string {
    return execFileSync('docker', ['compose', ...words], {
      cwd: this.checkout,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env, STACK_IMAGE: process.env.PORTKEEPER_TEST_IMAGE },
    });
  }

  #answer(): Promise<Step> {
    let text = '';
    return new Promise((resolve, reject) => {
      this.#worker?.once('exit', () => reject(new Error(`The worker ended: ${text}`)));
      this.#worker?.stdout?.on('data', (data) => {
        text += data;
        if (!text.endsWith('\n')) return;
        this.#worker?.stdout?.removeAllListeners('data');
        this.#worker?.removeAllListeners('exit');
        resolve(JSON.parse(text));
      });
    });
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-jobs-'));
});

afterEach(() => {
  for (const job of jobs.splice(0)) job.kill();
  rmSync(folder, { recursive: true, force: true });
});

function portsOf({ output, log, code }: Step): Record<string, number> {
  if (code !== 0) throw new Error(log);
  return JSON.parse(output.ports ?? '');
}

async function answers(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return response.ok && (await response.text()).length > 0;
}

it('keeps two jobs apart: both stacks are up at once, each on its own ports', async () => {
  const pair = [new Job('one'), new Job('two')];
  const steps = await Promise.all(pair.map((job) => job.start()));
  const all = steps.flatMap((step) => Object.values(portsOf(step)));
  expect(new Set(all).size).toBe(10);
  try {
    for (const [i, job] of pair.entries()) job.compose(steps[i]?.env ?? {}, 'up', '--detach');
    for (const step of steps) {
      const { WEB_PORT = 0, API_PORT = 0, MAIL_PORT = 0 } = portsOf(step);
      for (const port of [WEB_PORT, API_PORT, MAIL_PORT]) expect(await answers(port)).toBe(true);
    }
  } finally {
    for (const [i, job] of pair.entries())
      job.compose(steps[i]?.env ?? {}, 'down', '--timeout', '0');
  }
  await Promise.all(pair.map((job) => job.post()));
  for (const job of pair) {
    expect(job.git('status', '--porcelain')).toBe('');
    expect(job.looks()).toEqual(job.before);
  }
  expect(await new PortRegistry({ registry: join(folder, 'registry') }).status()).toEqual([]);
});

/** The referee: whoever binds all ports at once, each alone, sees any that was given twice. */
async function bindAll(ports: readonly number[]): Promise<void> {
  const servers: Server[] = [];
  try {
    for (const port of ports) {
      const server = createServer();
      servers.push(server);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port, host: '127.0.0.1' }, resolve);
      });
    }
  } finally {
    for (const server of servers) server.close();
  }
}

it('keeps eight jobs apart, twenty times', async () => {
  const eight = Array.from({ length: 8 }, (_, i) => new Job(`job-${i}`));
  for (let round = 0; round < 20; round++) {
    const steps = await Promise.all(eight.map((job) => job.start()));
    await bindAll(steps.flatMap((step) => Object.values(portsOf(step))));
    for (const job of eight) expect(job.git('status', '--porcelain')).not.toBe('');
    const posts = await Promise.all(eight.map((job) => job.post()));
    expect(posts.map(({ code }) => code)).toEqual(Array(8).fill(0));
    for (const job of eight) expect(job.looks()).toEqual(job.before);
  }
  expect(await new PortRegistry({ registry: join(folder, 'registry') }).status()).toEqual([]);
}, 300_000);

it('lets the next job in a checkout finish what a killed one left', async () => {
  const job = new Job('killed');
  const first = portsOf(await job.start());
  job.kill();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const second = await job.start();
  expect(Object.keys(portsOf(second))).toEqual(Object.keys(first));
  expect(second.log).toContain('3000 → '); // it found the project as it was
  await job.post();
  expect(job.looks()).toEqual(job.before);
  expect(await new PortRegistry({ registry: join(folder, 'registry') }).status()).toEqual([]);
});
