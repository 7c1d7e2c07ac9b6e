import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { type EngineAnswer, type FakeEngine, startEngine } from '../fake-engine.js';
import { useOwnPorts } from '../own-ports.js';

// A lease that is a container's, asked of something that speaks as an engine does, over a socket.

const CONTAINER = 'c'.repeat(64);
const { range: RANGE } = await useOwnPorts(20);

interface Engine {
  id: string;
  /** To a question for the container. */
  answer: EngineAnswer;
}

let folder: string;
let engine: Engine;
let server: FakeEngine;
let registry: PortRegistry;
/** How often it was asked for a container by its id. */
let questions: number;

const running = { status: 200, body: { Id: CONTAINER, State: { Status: 'running' } } };
const withState = (Status: string) => ({ status: 200, body: { Id: CONTAINER, State: { Status } } });
const missing = { status: 404, body: { message: 'No such container' } };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-container-'));
  engine = { id: 'the engine', answer: running };
  questions = 0;
  server = await startEngine(folder, (url) => {
    if (/^\/containers\/[0-9a-f]/.test(url)) questions += 1;
    if (url === '/info') return { status: 200, body: { ID: engine.id } };
    return url.startsWith('/containers/json') ? { status: 200, body: [] } : engine.answer;
  });
  const environment = { DOCKER_HOST: server.host };
  registry = new PortRegistry({ registry: join(folder, 'registry'), environment });
});

afterEach(() => {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function reserveForContainer(): Promise<number> {
  const owner = await registry.containerOwner('web');
  const given = await registry.reserve({ owner, range: RANGE });
  return given.leases[0]?.port ?? 0;
}

it.each<[string, Partial<Engine>]>([
  ['the container is gone', { answer: missing }],
  ['the container is being removed', { answer: withState('removing') }],
])('ends when %s', async (_name, change) => {
  const port = await reserveForContainer();
  expect(await registry.gc()).toEqual([]);
  Object.assign(engine, change);
  expect(await registry.gc(['ttl'])).toEqual([]);
  const next = await registry.reserve({ ports: [`P=${port}`], owner: 'the next' });
  expect(next.ports).toEqual({ P: port });
});

it('is collected, and told why', async () => {
  await reserveForContainer();
  engine.answer = missing;
  expect(await registry.gc()).toMatchObject([{ death: 'container' }]);
  expect(await registry.status()).toEqual([]);
});

it.each<[string, Partial<Engine>]>([
  ['the container runs', {}],
  ['it was stopped, and may be started again', { answer: withState('exited') }],
  ['it is between two starts', { answer: withState('restarting') }],
  ['another engine does not have it', { id: 'another engine', answer: missing }],
  ['the engine fails', { answer: { status: 500, body: {} } }],
  ['the engine never answers', { answer: 'nothing' }],
])('lives while %s', async (_name, change) => {
  const port = await reserveForContainer();
  Object.assign(engine, change);
  expect(await registry.gc()).toEqual([]);
  const rival = registry.reserve({ ports: [`P=${port}`], owner: 'the next' });
  await expect(rival).rejects.toThrow(/leased by web/);
});

it('is asked for once, where there are several and the engine hangs', async () => {
  for (let n = 0; n < 3; n++) await reserveForContainer();
  engine.answer = 'nothing';
  questions = 0;
  expect(await registry.gc()).toEqual([]);
  expect(questions).toBe(1);
  expect(await registry.status()).toHaveLength(3);
});

it('is not given to a container that nobody knows', async () => {
  engine.answer = missing;
  await expect(registry.containerOwner('web')).rejects.toMatchObject({ code: 'USAGE' });
});
