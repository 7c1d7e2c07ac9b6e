import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from '@jest/globals';
import { type LeaseStatus, PortRegistry } from '../../src/registry/index.js';

// Jobs of runners on one host, with the bundles that ship.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const worker = join(dirname(fileURLToPath(import.meta.url)), 'worker.mjs');
let folder: string;
const jobs: Job[] = [];

export function useJobs(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portkeeper-jobs-'));
  });
  afterEach(async () => {
    for (const job of jobs.splice(0)) await job.kill();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** The registry that all jobs of a test share. */
export function registryFolder(): string {
  return join(folder, 'registry');
}

export function leases(): Promise<LeaseStatus[]> {
  return new PortRegistry({ registry: registryFolder() }).status();
}

export interface Step {
  readonly code: number | null;
  readonly log: string;
  /** The runner's files as the step left them, by the name of their variable. */
  readonly bytes: Readonly<Record<string, string>>;
  /** What a runner reads from them. */
  readonly env: Readonly<Record<string, string>>;
  readonly output: Readonly<Record<string, string>>;
}

/** One runner's job: its own checkout, temporary folder and worker. */
export class Job {
  readonly checkout: string;
  readonly temp: string;
  readonly before: string[];
  #worker: ChildProcess | undefined;
  #answers: ((step: Step) => void)[] = [];

  /** @param files the project, by path; by default the example. */
  constructor(name: string, files?: Readonly<Record<string, string>>) {
    this.checkout = join(folder, name, 'stack');
    this.temp = join(folder, name, 'temp');
    if (files === undefined) {
      cpSync(join(root, 'examples', 'stack'), this.checkout, { recursive: true });
    }
    for (const [path, text] of Object.entries(files ?? {})) {
      mkdirSync(dirname(join(this.checkout, path)), { recursive: true });
      writeFileSync(join(this.checkout, path), text);
    }
    this.git('init', '--quiet');
    this.git('add', '--all', '--force');
    this.git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 's');
    this.before = this.looks();
    jobs.push(this);
  }

  git(...words: string[]): string {
    return execFileSync('git', words, { cwd: this.checkout, encoding: 'utf8' });
  }

  /** Mode and bytes of every file that git tracks. */
  looks(): string[] {
    const paths = this.git('ls-files', '-z')
      .split('\0')
      .filter((path) => path !== '');
    return paths.map((path) => {
      const file = join(this.checkout, path);
      return `${path} ${statSync(file).mode} ${readFileSync(file, 'latin1')}`;
    });
  }

  /** @param env inputs (`INPUT_MODE`) and the job's variables */
  main(env: NodeJS.ProcessEnv = {}, use = 'ports'): Promise<Step> {
    return this.#ask({ step: 'main', use, env });
  }

  post(use = 'ports', env: NodeJS.ProcessEnv = {}): Promise<Step> {
    return this.#ask({ step: 'post', use, env });
  }

  cancel(signal: NodeJS.Signals): void {
    this.#running().stdin?.write(`${JSON.stringify({ cancel: signal })}\n`);
  }

  /** As a machine does that takes the job away: nothing of it runs on. */
  async kill(): Promise<void> {
    const running = this.#worker;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
    this.#worker = undefined;
  }

  #ask(asked: object): Promise<Step> {
    const running = this.#running();
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('The worker ended before the step did'));
      running.once('exit', ended);
      this.#answers.push((step) => {
        running.off('exit', ended);
        resolve(step);
      });
      running.stdin?.write(`${JSON.stringify(asked)}\n`);
    });
  }

  #running(): ChildProcess {
    this.#worker ??= this.#start();
    return this.#worker;
  }

  #start(): ChildProcess {
    const started = spawn(process.execPath, [worker, root, this.checkout, this.temp], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, PORTKEEPER_REGISTRY: registryFolder() },
    });
    if (started.stdout === null) throw new Error('The worker has no stdout');
    createInterface({ input: started.stdout }).on('line', (line) => {
      this.#answers.shift()?.(JSON.parse(line));
    });
    return started;
  }
}

export function portsOf({ output, log, code }: Step): Record<string, number> {
  if (code !== 0) throw new Error(log);
  return JSON.parse(output.ports ?? '');
}
