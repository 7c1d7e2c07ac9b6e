import { createServer, type Server } from 'node:net';
import { expect, it } from '@jest/globals';
import { Job, leases, portsOf, useJobs } from '../runner/job.js';
import { answers, compose } from './job-stack.js';

// Jobs of several runners on one host, with the bundles that ship.

useJobs();

it('keeps two jobs apart: both stacks are up at once, each on its own ports', async () => {
  const pair = [new Job('one'), new Job('two')];
  const both = await Promise.all(pair.map(async (job) => [job, await job.main()] as const));
  const steps = both.map(([, step]) => step);
  const all = steps.flatMap((step) => Object.values(portsOf(step)));
  expect(new Set(all).size).toBe(10);
  try {
    for (const [job, step] of both) compose(job, step, 'up', '--detach');
    for (const step of steps) {
      const { WEB_PORT = 0, API_PORT = 0, MAIL_PORT = 0 } = portsOf(step);
      for (const port of [WEB_PORT, API_PORT, MAIL_PORT]) expect(await answers(port)).toBe(true);
    }
  } finally {
    for (const [job, step] of both) compose(job, step, 'down', '--timeout', '0');
  }
  await Promise.all(pair.map((job) => job.post()));
  for (const job of pair) {
    expect(job.git('status', '--porcelain')).toBe('');
    expect(job.looks()).toEqual(job.before);
  }
  expect(await leases()).toEqual([]);
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
    const steps = await Promise.all(eight.map((job) => job.main()));
    await bindAll(steps.flatMap((step) => Object.values(portsOf(step))));
    for (const job of eight) expect(job.git('status', '--porcelain')).not.toBe('');
    const posts = await Promise.all(eight.map((job) => job.post()));
    expect(posts.map(({ code }) => code)).toEqual(Array(8).fill(0));
    for (const job of eight) expect(job.looks()).toEqual(job.before);
  }
  expect(await leases()).toEqual([]);
}, 300_000);

it('lets the next job in a checkout finish what a killed one left', async () => {
  const job = new Job('killed');
  const first = portsOf(await job.main());
  await job.kill();
  const second = await job.main();
  expect(Object.keys(portsOf(second))).toEqual(Object.keys(first));
  expect(second.log).toContain('3000 → '); // it found the project as it was
  await job.post();
  expect(job.looks()).toEqual(job.before);
  expect(await leases()).toEqual([]);
});
