import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/project/config/index.js';
import { silent } from '../../../src/reporter.js';
import { cpuMsOf } from '../../cpu-time.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const load = async (text: string, name = 'portkeeper.yaml') =>
  loadConfig(await temporaryProject({ [name]: text }));

const everything = `
range: 20000-32767
strategy: stable
host: 127.0.0.1
hold: false
ttl: 1h30m
mode: overlay
detect: false
compose-project-name: off
ports:
  WEB_PORT: 3000                      # declared
  DB_PORT: { port: 5432, range: 25000-25999 }
  STATSD_PORT: { port: 8125, protocol: udp }
  DNS_PORT: 53/tcp+udp
  ANY_PORT:
files:
  - { path: config/app.json, at: server.port, name: WEB_PORT }
  - { path: x.yml, at: [services, 0, "a.b"] }
  - { path: "services/*/settings.py", pattern: 'PORT\\s*=\\s*(?<port>\\d+)' }
ignore: ["legacy/**"]
outputs:
  - { type: env, path: .env.ports }
  - { type: json, path: ./config.json, map: { a: { b: ["\${WEB_PORT}"] } } }
`;

const parsed = {
  range: { from: 20_000, to: 32_767 },
  strategy: 'stable',
  host: '127.0.0.1',
  hold: false,
  ttlMs: 5_400_000,
  mode: 'overlay',
  detect: false,
  composeProjectName: 'off',
  ports: [
    { name: 'WEB_PORT', protocols: ['tcp'], port: 3000 },
    { name: 'DB_PORT', protocols: ['tcp'], port: 5432, range: { from: 25_000, to: 25_999 } },
    { name: 'STATSD_PORT', protocols: ['udp'], port: 8125 },
    { name: 'DNS_PORT', protocols: ['tcp', 'udp'], port: 53 },
    { name: 'ANY_PORT', protocols: ['tcp'] },
  ],
  files: [
    { path: 'config/app.json', at: ['server', 'port'], name: 'WEB_PORT' },
    { path: 'x.yml', at: ['services', 0, 'a.b'] },
    { path: 'services/*/settings.py', pattern: 'PORT\\s*=\\s*(?<port>\\d+)' },
  ],
  ignore: ['legacy/**'],
  outputs: [
    { type: 'env', path: '.env.ports' },
    { type: 'json', path: 'config.json', map: { a: { b: [`\${WEB_PORT}`] } } },
  ],
};

describe('the configuration', () => {
  it('is read from YAML', async () => {
    expect(await load(everything)).toMatchObject({ path: 'portkeeper.yaml', ...parsed });
  });

  it.each(['portkeeper.json', 'package.json'])('is read from %s', async (name) => {
    const json = { strategy: 'lowest', ttl: 'none', ports: { A: 1 }, $schema: 'x' };
    const text = JSON.stringify(name === 'package.json' ? { name: 'x', portkeeper: json } : json);
    expect(await load(text, name)).toEqual({
      path: name,
      strategy: 'lowest',
      ttlMs: null,
      ports: [{ name: 'A', protocols: ['tcp'], port: 1 }],
      files: [],
      ignore: [],
      outputs: [],
    });
  });

  it('says nothing where there is none, or an empty one', async () => {
    expect(
      await load('{"name":"x","dependencies":{"portkeeper":"1"}}', 'package.json'),
    ).toBeUndefined();
    expect(await loadConfig(await temporaryProject())).toBeUndefined();
    expect(await load('# nothing yet\n', 'portkeeper.yml')).toMatchObject({ ports: [], files: [] });
  });

  it.each([
    ['package.json', undefined],
    ['portkeeper.yaml', { code: 'BAD_CONFIG', message: /portkeeper\.yaml is a folder$/ }],
  ])('is no folder: %s', async (name, refused) => {
    const loaded = loadConfig(await temporaryProject({ [`${name}/x`]: '' }));
    if (refused === undefined) expect(await loaded).toBeUndefined();
    else
      await expect(loaded).rejects.toMatchObject({
        code: refused.code,
        message: expect.stringMatching(refused.message),
        hint: expect.stringContaining('Rename it'),
      });
  });

  it('is read from the file that the user names, wherever it is', async () => {
    const root = await temporaryProject({
      'conf/mine.yml': 'ports: { A: 1 }',
      'portkeeper.yaml': '',
    });
    expect(await loadConfig(root, 'conf/mine.yml')).toMatchObject({
      path: 'conf/mine.yml',
      ports: [{ name: 'A' }],
    });
    const other = await temporaryProject();
    expect(await loadConfig(other, join(root, 'conf/mine.yml'))).toMatchObject({
      ports: [{ name: 'A' }],
    });
    await expect(loadConfig(root, 'nope.yml')).rejects.toMatchObject({
      code: 'BAD_CONFIG',
      place: { file: 'nope.yml' },
    });
  });

  it('may stand in one file only', async () => {
    const root = await temporaryProject({
      'portkeeper.yaml': '',
      'package.json': '{\n  "portkeeper": {}\n}',
    });
    await expect(loadConfig(root)).rejects.toMatchObject({
      code: 'BAD_CONFIG',
      message: 'Both portkeeper.yaml and package.json ("portkeeper") configure PortKeeper',
      place: { file: 'package.json', line: 2, column: 17 },
    });
  });

  const hasFifos = process.platform !== 'win32';
  (hasFifos ? it : it.skip)('is told, and not waited for, where it is a pipe', async () => {
    const root = await temporaryProject();
    execFileSync('mkfifo', [join(root, 'portkeeper.yaml')]);
    await expect(loadConfig(root)).rejects.toMatchObject({
      code: 'BAD_CONFIG',
      place: { file: 'portkeeper.yaml' },
    });
  });

  it('is not read through a link that leads out of the project', async () => {
    const outside = await temporaryProject({ secret: 'password: hunter2' });
    const root = await temporaryProject();
    await symlink(join(outside, 'secret'), join(root, 'portkeeper.yaml'));
    await expect(loadConfig(root)).rejects.toMatchObject({ code: 'REFUSED' });
  });
});

describe('an error in the configuration', () => {
  it.each<[string, string, number, number, RegExp]>([
    ['an unknown key', 'ports: {}\nstratgy: x\n', 2, 1, /no key "stratgy".*mean "strategy"/],
    ['an unknown key far from all', 'zzzzzzzz: 1\n', 1, 1, /no key "zzzzzzzz".*Known are range/],
    ['a name of every object', 'toString: 1\n', 1, 1, /no key "toString"/],
    ['an unknown key deep down', 'ports:\n  A: { prt: 1 }\n', 2, 8, /no key "prt".*mean "port"/],
    ['a key twice', 'range: 1-2\nrange: 1-3\n', 2, 1, /stands twice/],
    [
      'an unknown alias',
      'ports:\n  A: *web\n',
      2,
      6,
      /cannot be read: The alias "\*web" stands for/,
    ],
    ['no YAML', 'ports: [\n', 2, 1, /cannot be read/],
    ['a wrong type', 'hold: maybe\n', 1, 7, /Expected true or false, and found "maybe"/],
    ['a list', '- a\n', 1, 1, /Expected a map, and found a list/],
    [
      'a bad port',
      'ports:\n  A: 99999\n',
      2,
      6,
      /Expected a port from 1 to 65535, and found 99999/,
    ],
    ['a bad range', 'range: 9-1\n', 1, 8, /ends before it begins.*1-9/],
    ['a bad name', 'ports:\n  my port: 1\n', 2, 3, /"my port" is not a name.*MY_PORT/],
    ['a bad choice', 'mode: pach\n', 1, 7, /one of patch, overlay/],
    ['a bad time', 'ttl: soon\n', 1, 6, /not a length of time.*6h/],
    ['a bad host', 'host: example.com\n', 1, 7, /not an address/],
    ['a row with neither', 'files:\n  - path: x\n', 2, 5, /either "at" or "pattern"/],
    ['a row with both', 'files:\n  - { path: x, at: a, pattern: "(?<port>1)" }\n', 2, 5, /either/],
    ['a row without a path', 'files:\n  - at: x\n', 2, 5, /"path" is missing/],
    [
      'a row of files elsewhere',
      'files:\n  - { path: "../*/.env", at: PORT }\n',
      2,
      13,
      /a glob of files inside the project/,
    ],
    [
      'a row of files elsewhere',
      'files:\n  - { path: /etc/x, at: A }\n',
      2,
      13,
      /inside the project/,
    ],
    ['a pattern without its group', 'files:\n  - { path: x, pattern: "a" }\n', 2, 25, /group/],
    [
      'an output elsewhere',
      'outputs:\n  - { type: env, path: ../x }\n',
      2,
      24,
      /inside the project/,
    ],
    [
      'a hook of git',
      'outputs:\n  - { type: env, path: .git/hooks/x }\n',
      2,
      24,
      /inside the project/,
    ],
    ['a map that is none', 'outputs:\n  - { type: env, path: x, map: 1 }\n', 2, 32, /map of names/],
  ])('is told with its place: %s', async (_name, text, line, column, wanted) => {
    const error: unknown = await load(text).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'BAD_CONFIG',
      place: { file: 'portkeeper.yaml', line, column },
    });
    const { message, hint } = error as { message: string; hint: string };
    expect(`${message} ${hint}`).toMatch(wanted);
  });

  it('is told in JSON just so', async () => {
    await expect(
      load('{\n  "ports": { "A": 1, "A": 2 } }', 'portkeeper.json'),
    ).rejects.toMatchObject({
      code: 'BAD_CONFIG',
      place: { file: 'portkeeper.json', line: 2, column: 22 },
    });
  });

  it.each([
    [
      'aliases that multiply',
      `a: &a [${'x,'.repeat(50)}]\n${'bcdefg'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(50)}]\n`)
        .join('')}`,
    ],
    ['deep nesting', '['.repeat(50_000)],
    ['size', `# ${'x'.repeat(300_000)}`],
  ])('%s ends soon, and well', async (_name, text) => {
    const refused = () => expect(load(text)).rejects.toMatchObject({ code: 'BAD_CONFIG' });
    expect(await cpuMsOf(refused)).toBeLessThan(3000);
  });
});

describe('the configuration of the Python PortKeeper', () => {
  const text = JSON.stringify({
    host: '127.0.0.1',
    ports: [
      { key: 'SERVICE_PORT', preferred: 8888, range: [8888, 8988] },
      { key: 'FRONTEND_PORT', preferred: 8080, owner: 'me' },
    ],
    outputs: [
      { type: 'env', path: '.env' },
      { map: { ignored: '1' } },
      { type: 'package_json', path: 'package.json', map: { a: '1' } },
      { type: 'js', map: { url: 'x' } },
    ],
  });

  it('is read, and means what it meant', async () => {
    expect(await load(text, 'pk.config.json')).toEqual({
      path: 'pk.config.json',
      strategy: 'preferred',
      host: '127.0.0.1',
      ports: [
        { name: 'SERVICE_PORT', protocols: ['tcp'], port: 8888, range: { from: 8888, to: 8988 } },
        { name: 'FRONTEND_PORT', protocols: ['tcp'], port: 8080 },
      ],
      files: [],
      ignore: [],
      outputs: [
        { type: 'env', path: '.env' },
        { type: 'env', path: '.env' },
        { type: 'json', path: 'package.json', map: { a: '1' } },
        { type: 'runtime_js', path: 'runtime-config.js', map: { url: 'x' } },
      ],
    });
  });

  it('gives way to ours, and says so', async () => {
    const root = await temporaryProject({
      'pk.config.json': text,
      'portkeeper.yaml': 'hold: true',
    });
    const said: string[] = [];
    const reporter = { ...silent, info: (message: string) => void said.push(message) };
    expect(await loadConfig(root, undefined, reporter)).toMatchObject({ path: 'portkeeper.yaml' });
    expect(said).toEqual([expect.stringContaining('pk.config.json')]);
  });

  it('tells its errors with their place', async () => {
    await expect(
      load('{\n  "ports": [{ "key": "A", "range": [2, 1] }]\n}', 'pk.config.json'),
    ).rejects.toMatchObject({
      code: 'BAD_CONFIG',
      place: { file: 'pk.config.json', line: 2, column: 36 },
    });
  });
});
