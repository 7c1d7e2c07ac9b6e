import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Job, leases, portsOf, useJobs } from '../runner/job.js';
import { answers, compose } from './job-stack.js';

// Jobs in overlay mode on one host, with the bundles that ship and real containers.

useJobs();

/** What the override leaves of shared names: nothing, or both could not be up at once. */
const PROJECT = {
  'compose.yaml': `include: [infra/compose.yaml]
services:
  web:
    image: \${STACK_IMAGE}
    container_name: overlay-web
    ports: ["8080:80", "127.0.0.1:\${ADMIN_PORT:-8081}:80"]
    networks: [own]
    volumes: [data:/data]
networks: { own: { name: overlay-net, ipam: { config: [{ subnet: 10.213.7.0/24 }] } } }
volumes: { data: { name: overlay-data } }
`,
  'compose.override.yaml':
    'services: { web: { environment: { PAGE: "http://localhost:${ADMIN_PORT:-8081}" } } }\n',
  'infra/.env': 'ADDRESS=127.0.0.1\n',
  'infra/compose.yaml':
    'services: { db: { image: "${STACK_IMAGE}", ports: ["${ADDRESS}:5432:80"] } }\n',
};

it.each([
  ['the example', undefined, ['WEB_PORT', 'API_PORT', 'MAIL_PORT']],
  ['one with all that is shared by name', PROJECT, ['WEB_PORT', 'ADMIN_PORT', 'DB_PORT']],
])('keeps two jobs apart and touches no file: %s', async (_name, files, names) => {
  const pair = [new Job('one', files), new Job('two', files)];
  const overlay = { INPUT_MODE: 'overlay' };
  const both = await Promise.all(pair.map(async (job) => [job, await job.main(overlay)] as const));
  try {
    for (const [job, step] of both) compose(job, step, 'up', '--detach');
    for (const [job, step] of both) {
      const ports = portsOf(step);
      for (const name of names) expect(await answers(ports[name] ?? 0)).toBe(true);
      expect(step.output['changed-files']).toBe('[]');
      expect(job.git('status', '--porcelain', '--ignored')).toBe('');
      expect(step.output['compose-file']).toBe(step.env.COMPOSE_FILE);
      const override = step.env.COMPOSE_FILE?.split(':').at(-1) ?? '';
      expect(override.startsWith(join(job.temp, 'portkeeper-'))).toBe(true);
    }
  } finally {
    for (const [job, step] of both) compose(job, step, 'down', '--volumes', '--timeout', '0');
  }
  await Promise.all(pair.map((job) => job.post()));
  for (const [job, step] of both) {
    expect(job.looks()).toEqual(job.before);
    expect(existsSync(step.env.COMPOSE_FILE?.split(':').at(-1) ?? '')).toBe(false);
  }
  expect(await leases()).toEqual([]);
});

it('takes the override of a killed job away', async () => {
  const job = new Job('killed');
  const first = await job.main({ INPUT_MODE: 'overlay' });
  const override = first.env.COMPOSE_FILE?.split(':').at(-1) ?? '';
  await job.kill();
  expect(existsSync(override)).toBe(true);
  await job.main();
  expect(existsSync(override)).toBe(false);
  await job.post();
  expect(job.looks()).toEqual(job.before);
});
