import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';
import { useOwnPorts } from '../own-ports.js';

// A lease that is a container's, asked of something that speaks as an engine does, over a socket.

const CONTAINER = 'c'.repeat(64);
const { range: RANGE } = await useOwnPorts(20);

/** What the engine says; 'nothing' is an engine that never answers. */
interface Engine {
  id: string;
  answer: { status: number; body: object } | 'nothing';
}

let folder: string;
let engine: Engine;
let server: Server;
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
  server = createServer((request, response) => {
    if (/^\/containers\/[0-9a-f]/.test(request.url ?? '')) questions += 1;
    const say = (status: number, body: object) =>
      response.writeHead(status).end(JSON.stringify(body));
    if (request.url === '/info') say(200, { ID: engine.id });
    else if (request.url?.startsWith('/containers/json')) say(200, []);
    else if (engine.answer !== 'nothing') say(engine.answer.status, engine.answer.body);
  });
  const isWindows = process.platform === 'win32';
  const socket = isWindows ? `//./pipe/${basename(folder)}` : join(folder, 'socket');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const environment = { DOCKER_HOST: `${isWindows ? 'npipe' : 'unix'}://${socket}` };
  registry = new PortRegistry({ registry: join(folder, 'registry'), environment });
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
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
