import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { type FakeEngine, startEngine } from '../fake-engine.js';
import { useOwnPorts } from '../own-ports.js';

// A port that nobody listens on, and that a container has or will have once it is started.

const own = await useOwnPorts(3);
const [RUNNING, CREATED, FREE] = [own.first, own.first + 1, own.first + 2];
let folder: string;
let engine: FakeEngine;
let registry: PortRegistry;

const LIST = [
  { Id: 'a1', Names: ['/web'], State: 'running', Ports: [{ PublicPort: RUNNING, Type: 'tcp' }] },
  { Id: 'b2', Names: ['/db'], State: 'created', Ports: [] },
];
const DETAILS = { HostConfig: { PortBindings: { '5432/tcp': [{ HostPort: `${CREATED}` }] } } };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-published-'));
  engine = await startEngine(folder, (url) => ({
    status: 200,
    body: url.startsWith('/containers/json') ? LIST : DETAILS,
  }));
  const environment = { DOCKER_HOST: engine.host };
  registry = new PortRegistry({ registry: join(folder, 'registry'), environment });
});

afterEach(() => {
  engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  ['publishes', RUNNING, 'web'],
  ['will publish', CREATED, 'db'],
])('what a container %s is given to nobody, who is told its name', async (_how, port, name) => {
  await expect(registry.reserve({ ports: [`P=${port}`] })).rejects.toMatchObject({
    code: 'NO_FREE_PORT',
    message: expect.stringContaining(`${port} is published by the container ${name}`),
  });
});

it('is passed over in a range', async () => {
  expect((await registry.reserve({ range: own.range })).ports).toEqual({ PORT: FREE });
});
