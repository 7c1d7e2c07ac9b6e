import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readPublishedPorts } from '../../src/ports/docker.js';
import { findDockerEndpoints, parseDockerHost } from '../../src/ports/docker-endpoint.js';
import { Machine } from '../../src/ports/machine.js';

// Engines that are real sockets and say what a test wants. Whatever engine this machine has is
// asked as well: its answers are let through.

let folder: string;
const servers: Server[] = [];
const sockets: Socket[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pk-docker-'));
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

type Answer = (path: string, socket: Socket) => void;

/** @returns its address */
async function engine(answer: Answer): Promise<string> {
  const path =
    process.platform === 'win32' ? `//./pipe/pk-${Math.random()}` : join(folder, 'engine.sock');
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.once('data', (data) => answer(String(data).split(' ')[1] ?? '', socket));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return path;
}

function json(value: unknown, status = '200 OK'): string {
  return `HTTP/1.0 ${status}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(value)}`;
}

function addressOf(path: string): string {
  return `${process.platform === 'win32' ? 'npipe' : 'unix'}://${path}`;
}

async function ask(path: string) {
  const asked = await readPublishedPorts({ DOCKER_HOST: addressOf(path) }, undefined);
  const problems = asked.problems.filter(({ message }) => message.includes(path));
  return { ...asked, problems, answered: asked.engines.includes(path) };
}

const LIST = [
  {
    Id: 'a1',
    Names: ['/shop-web-1'],
    State: 'running',
    Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
    Ports: [
      { IP: '0.0.0.0', PrivatePort: 80, PublicPort: 18080, Type: 'tcp' },
      { IP: '::', PrivatePort: 80, PublicPort: 18080, Type: 'tcp' },
      { PrivatePort: 53, PublicPort: 18053, Type: 'udp' },
      { PrivatePort: 9000, Type: 'tcp' },
    ],
  },
  { Id: 'b2', Names: ['/waiting'], State: 'created', Ports: [] },
  { Id: 'c3', Names: ['/flapping'], State: 'restarting', Ports: [] },
  { Id: 'd4', Names: ['/gone'], State: 'created', Ports: [] },
  { Id: 'e5', Names: ['/over'], State: 'exited', Ports: [] },
];

const DETAILS: Record<string, unknown> = {
  b2: {
    HostConfig: {
      PortBindings: {
        '5432/tcp': [{ HostIp: '', HostPort: '18432' }],
        '80/tcp': [{ HostPort: '' }, { HostPort: '18000-18010' }],
        '81/tcp': null,
      },
    },
  },
  c3: { HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '18081' }] } } },
  e5: { HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '18082' }] } } },
};

it('finds what running containers publish, and what created ones will', async () => {
  const path = await engine((url, socket) => {
    const id = /containers\/(\w+)\/json/.exec(url)?.[1] ?? '';
    if (url.startsWith('/containers/json')) socket.end(json(LIST));
    else if (id in DETAILS) socket.end(json(DETAILS[id]));
    else socket.end(json({ message: 'No such container' }, '404 Not Found'));
  });
  const { containers, problems, answered } = await ask(path);
  expect({ problems, answered }).toEqual({ problems: [], answered: true });
  // The machine's own engines were asked as well.
  const names = LIST.map(({ Names: [name = ''] }) => name.slice(1));
  const ours = [...containers].filter(([, { name }]) => names.includes(name));
  expect(Object.fromEntries(ours)).toEqual({
    'tcp-18080': {
      name: 'shop-web-1',
      state: 'running',
      composeProject: 'shop',
      composeService: 'web',
    },
    'udp-18053': expect.objectContaining({ name: 'shop-web-1' }),
    'tcp-18432': { name: 'waiting', state: 'created' },
    'tcp-18081': { name: 'flapping', state: 'restarting' },
  });
});

describe('an engine that', () => {
  it.each<[string, Answer, RegExp]>([
    ['never answers', () => {}, /did not answer within 1500 ms/],
    ['never ends its answer', endless, /did not answer within 1500 ms|too large/],
    ['says what is no HTTP', (_, socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), /not HTTP/],
    ['hangs up', (_, socket) => socket.destroy(), /not HTTP|ECONNRESET/],
    ['fails', (_, socket) => socket.end(json({ message: 'x' }, '500 Server Error')), /status 500/],
    ['is a proxy that forbids it', (_, s) => s.end(json({}, '403 Forbidden')), /status 403/],
    ['says what is no JSON', (_, socket) => socket.end('HTTP/1.0 200 OK\r\n\r\n<html>'), /JSON/],
    ['says what is no list', (_, socket) => socket.end(json({ message: 'hello' })), /no list/],
    ['knows no such question', (_, socket) => socket.end(json({}, '404 Not Found')), /no list/],
  ])('%s costs a note, and no port', async (_, answer, message) => {
    const path = await engine(answer);
    const { problems, answered } = await ask(path);
    expect(answered).toBe(false);
    expect(problems).toEqual([{ message: expect.stringMatching(message), isForbidden: false }]);
  });

  it('lists nonsense is taken for what can be read of it', async () => {
    const nonsense = [null, 7, { Ports: 'x' }, { Ports: [null, { PublicPort: -1, Type: 'tcp' }] }];
    const known = { Id: 'f6', State: 'running', Ports: [{ PublicPort: 18099, Type: 'tcp' }] };
    const path = await engine((_, socket) => socket.end(json([...nonsense, known])));
    const { containers, problems } = await ask(path);
    expect(problems).toEqual([]);
    expect(containers.get('tcp-18099')).toEqual({ name: 'f6', state: 'running' });
  });

  it('answered while this process was not let run has answered', async () => {
    const path = await engine((_, socket) => {
      socket.end(json(LIST.slice(0, 1)));
      for (const start = performance.now(); performance.now() - start < 2000; );
    });
    expect(await ask(path)).toMatchObject({ problems: [], answered: true });
  });

  it('left its socket behind is none', async () => {
    const path = await engine(() => {});
    const [server] = servers.splice(0);
    await new Promise((done) => server?.close(done));
    expect(await ask(path)).toMatchObject({ problems: [], answered: false });
  });
});

function endless(_: string, socket: Socket): void {
  socket.write('HTTP/1.0 200 OK\r\n\r\n[');
  const more = () =>
    socket.write('null,'.repeat(1000), () => socket.destroyed || setImmediate(more));
  more();
}

it('is asked again a second later for what it publishes, and not for what it said', async () => {
  let asked = 0;
  const path = await engine((_, socket) => {
    asked += 1;
    socket.end(json([]));
  });
  const machine = new Machine({ DOCKER_HOST: addressOf(path) });
  await machine.published();
  await delay(1100);
  expect((await machine.lastPublished()).engines).toContain(path);
  expect(asked).toBe(1);
  await machine.published();
  expect(asked).toBe(2);
});

describe('the engines to ask', () => {
  it.each([
    ['unix:///run/docker.sock', { socketPath: '/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { socketPath: '//./pipe/docker_engine' }],
    ['tcp://10.0.0.1:2375', { host: '10.0.0.1', port: 2375 }],
    ['tcp://[::1]', { host: '::1', port: 2375 }],
    [
      'ssh://me:secret@host',
      expect.stringMatching(/^the Docker host ssh:\/\/host cannot be asked/),
    ],
  ])('are read from %s', (host, endpoint) => {
    expect(parseDockerHost(host)).toEqual(endpoint);
  });

  it('include the one of the chosen context, and say who cannot be asked', async () => {
    const id = '60b9683c6c2b05b8adc06ff4d150b15a5c69d74c7a7ee35bd733df12861dd2b0'; // of `my-context`
    const meta = join(folder, 'contexts', 'meta', id);
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(folder, 'config.json'), '{ "currentContext": "my-context" }');
    writeFileSync(
      join(meta, 'meta.json'),
      '{ "Endpoints": { "docker": { "Host": "unix:///x.sock" } } }',
    );
    const chosen = await findDockerEndpoints({ DOCKER_CONFIG: folder }, undefined);
    expect(chosen.endpoints[0]).toEqual({ socketPath: '/x.sock' });
    const far = { DOCKER_HOST: 'tcp://10.0.0.1:2376', DOCKER_TLS_VERIFY: '1' };
    expect((await findDockerEndpoints(far, undefined)).problem).toMatch(
      /10\.0\.0\.1:2376 wants TLS/,
    );
  });

  (process.platform === 'win32' ? it.skip : it)(
    'leave out what was named and is no socket, and say so',
    async () => {
      const path = join(folder, 'notes.txt');
      writeFileSync(path, '');
      const named = { DOCKER_HOST: `unix://${path}` };
      const { endpoints, problem } = await findDockerEndpoints(named, undefined);
      expect(endpoints).not.toContainEqual({ socketPath: path });
      expect(problem).toBe(`the container engine at ${path} cannot be asked, as that is no socket`);
      expect((await readPublishedPorts(named, undefined)).problems).toContainEqual(
        expect.objectContaining({ message: problem }),
      );
    },
  );

  it('include rootless ones, of Docker and Podman', async () => {
    mkdirSync(join(folder, 'podman'));
    const paths = [join(folder, 'docker.sock'), join(folder, 'podman', 'podman.sock')];
    for (const path of paths) writeFileSync(path, '');
    const { endpoints } = await findDockerEndpoints({ XDG_RUNTIME_DIR: folder }, undefined);
    const found = endpoints.map((one) => ('socketPath' in one ? one.socketPath : ''));
    expect(found.filter((path) => path.startsWith(folder))).toEqual(
      process.platform === 'win32' ? [] : paths,
    );
  });
});
