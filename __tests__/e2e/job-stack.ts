import { execFileSync } from 'node:child_process';
import type { Job, Step } from '../runner/job.js';

/** Runs `docker compose` as a later step of the job does, in what the action's step exported. */
export function compose(job: Job, { env }: Step, ...words: string[]): string {
  return execFileSync('docker', ['compose', ...words], {
    cwd: job.checkout,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, STACK_IMAGE: process.env.PORTKEEPER_TEST_IMAGE },
  });
}

/** Whether a web server serves its page there. */
export async function answers(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return response.ok && (await response.text()).length > 0;
}
