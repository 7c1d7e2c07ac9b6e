import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Job, leases, portsOf, useJobs } from '../runner/job.js';

// Putting back: as a courtesy at the end of a job, whatever became of its main step.

useJobs();

it('puts everything back, and does no harm again', async () => {
  const job = new Job('a');
  const step = await job.main();
  expect(await leases()).toHaveLength(5);
  for (const _ of ['once', 'twice']) {
    expect((await job.post()).code).toBe(0);
    expect(job.git('status', '--porcelain')).toBe('');
    expect(job.looks()).toEqual(job.before);
    expect(await leases()).toEqual([]);
  }
  expect(existsSync(step.output['env-file'] ?? '')).toBe(false);
});

it('releases what its own use reserved, of two uses in one job', async () => {
  const job = new Job('a', { 'a/.env': 'A_PORT=3000\n', 'b/.env': 'B_PORT=3000\n' });
  const uses = ['a', 'b'];
  for (const use of uses) await job.main({ 'INPUT_WORKING-DIRECTORY': use }, use);
  expect((await leases()).map(({ name }) => name).sort()).toEqual(['A_PORT', 'B_PORT']);
  await job.post('b', { 'INPUT_WORKING-DIRECTORY': 'b' });
  expect((await leases()).map(({ name }) => name)).toEqual(['A_PORT']);
  expect(readFileSync(join(job.checkout, 'b/.env'), 'utf8')).toBe('B_PORT=3000\n');
  await job.post('a', { 'INPUT_WORKING-DIRECTORY': 'a' });
  expect(job.looks()).toEqual(job.before);
  expect(await leases()).toEqual([]);
});

it('puts back two uses of one folder, in whichever order', async () => {
  const files = { '.env': 'A_PORT=3000\nB_PORT=4000\n' };
  for (const order of [
    ['one', 'two'],
    ['two', 'one'],
  ]) {
    const job = new Job(order.join(), files);
    await job.main({}, 'one');
    await job.main({}, 'two');
    for (const use of order) expect((await job.post(use)).code).toBe(0);
    expect(job.looks()).toEqual(job.before);
    expect(await leases()).toEqual([]);
  }
});

it('puts back the folder that it prepared, where a step turned the link to it elsewhere', async () => {
  const files = { 'a/.env': 'A_PORT=3000\n', 'b/.env': 'B_PORT=3000\n' };
  const job = new Job('a', files);
  const link = join(job.checkout, 'current');
  symlinkSync('a', link, 'dir');
  await job.main({ 'INPUT_WORKING-DIRECTORY': 'current' });
  rmSync(link);
  symlinkSync('b', link, 'dir');
  await job.post(undefined, { 'INPUT_WORKING-DIRECTORY': 'current' });
  rmSync(link);
  expect(job.looks()).toEqual(job.before);
  expect(await leases()).toEqual([]);
});

it.each([
  ['the journal', ['.git/portkeeper'], 9],
  ['all that was checked out, as a second checkout does', [], 0],
])('releases where a step took away %s', async (_, paths, kept) => {
  const job = new Job('a');
  await job.main();
  const gone = kept === 0 ? readdirSync(job.checkout) : paths;
  for (const path of gone) rmSync(join(job.checkout, path), { recursive: true });
  const post = await job.post();
  expect(post.code).toBe(0);
  expect(post.log.match(/no journal tells what stood there before/g) ?? []).toHaveLength(kept);
  expect(await leases()).toEqual([]);
});

it('leaves the files as they are where that is wanted, and releases', async () => {
  const job = new Job('a');
  const step = await job.main({ INPUT_RESTORE: 'false' });
  expect(step.log).toContain('::Changed: WEB_PORT: port ');
  await job.post();
  expect(readFileSync(join(job.checkout, '.env'), 'utf8')).toContain(
    `WEB_PORT=${portsOf(step).WEB_PORT}`,
  );
  expect(await leases()).toEqual([]);
});

it('keeps what somebody changed meanwhile', async () => {
  const job = new Job('a', { '.env': 'WEB_PORT=3000\n' });
  await job.main();
  appendFileSync(join(job.checkout, '.env'), 'NEW=1\n');
  expect((await job.post()).code).toBe(0);
  expect(readFileSync(join(job.checkout, '.env'), 'utf8')).toBe('WEB_PORT=3000\nNEW=1\n');
});

it('only warns where cleaning up is impossible', async () => {
  const job = new Job('a', { 'app/.env': 'WEB_PORT=3000\n' });
  const inputs = { 'INPUT_WORKING-DIRECTORY': 'app' };
  await job.main(inputs);
  rmSync(join(job.checkout, 'app'), { recursive: true });
  const { code, log } = await job.post('ports', inputs);
  expect({ code, log }).toEqual({ code: 0, log: expect.stringContaining('::warning::') });
});

/** At which moment main is stopped is the scheduler's choice: each must end well. */
it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'puts back what a main left that %s stopped',
  async (signal) => {
    const job = new Job('a');
    const names = readdirSync(job.checkout);
    for (const wait of [20, 60, 100, 140, 180, 240]) {
      const main = job.main({ INPUT_HOLD: 'true' });
      await new Promise((resolve) => setTimeout(resolve, wait));
      job.cancel(signal);
      await main;
      expect((await job.post()).code).toBe(0);
      expect(job.looks()).toEqual(job.before);
      expect(await leases()).toEqual([]);
      expect(readdirSync(job.checkout)).toEqual(names);
    }
  },
  60_000,
);
