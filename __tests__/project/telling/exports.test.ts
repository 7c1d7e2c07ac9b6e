import { afterAll, expect, it } from '@jest/globals';
import type { PortNumber } from '../../../src/ports/index.js';
import { detect } from '../../../src/project/detect.js';
import { planExports } from '../../../src/project/telling/exports.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

it.each<[string, string, string | undefined]>([
  ['API_URL', 'http://localhost:4000/x', 'http://localhost:20001/x'],
  ['API_URL', 'http://example.com:4000', undefined],
  [
    'BROKERS',
    'localhost:9092,other:9092,127.0.0.1:9092',
    'localhost:20002,other:9092,127.0.0.1:20002',
  ],
  [
    'ConnectionStrings__Db',
    'Server=localhost,4000;Database=4000',
    'Server=localhost,20001;Database=4000',
  ],
  ['DSN', 'u:p@tcp(127.0.0.1:9092)/9092', 'u:p@tcp(127.0.0.1:20002)/9092'],
  ['APP_URL', 'http://localhost', 'http://localhost:20003'],
  ['B', 'http://localhost/,http://localhost:80', 'http://localhost:20003/,http://localhost:20003'],
  ['CORS_ORIGINS', 'http://localhost', undefined],
  ['DB_URL', 'postgres://localhost/db', undefined],
  ['WEB_PORT', '4000', '20001'],
  ['A_TIMEOUT', '4000', undefined],
  ['NODE_OPTIONS', 'http://localhost:4000', undefined],
])('a variable of the environment follows a moved port: %s=%s', async (name, value, expected) => {
  const root = await temporaryProject({
    '.env': 'WEB_PORT=4000\n',
    'compose.yaml':
      'services: { kafka: { image: x, ports: ["9092:9092"] }, site: { image: x, ports: ["80:80"] } }',
  });
  const detection = await detect(root);
  const numbers = new Map([
    ['WEB_PORT', 20001 as PortNumber],
    ['KAFKA_PORT', 20002 as PortNumber],
    ['SITE_PORT', 20003 as PortNumber],
  ]);
  const { WEB_PORT, KAFKA_PORT, ...others } = planExports(detection, numbers, {
    [name]: value,
  }).variables;
  expect([WEB_PORT, KAFKA_PORT]).toEqual(['20001', '20002']);
  expect({ WEB_PORT, ...others }[name]).toBe(expected);
});

it('a variable that takes a path keeps its value, and follows a moved port in an address', async () => {
  const root = await temporaryProject({
    'compose.yaml': 'services: { a: { image: x, ports: ["${DOCKER_CONFIG:-4000}:80"] } }',
  });
  const detection = await detect(root, {
    ports: ['NODE_PORT', 'DOCKER_CONFIG'].map((name, i) => ({
      name,
      protocols: ['tcp'] as const,
      port: (4001 - i) as PortNumber,
    })),
  });
  const numbers = new Map([
    ['NODE_PORT', 20001 as PortNumber],
    ['DOCKER_CONFIG', 20002 as PortNumber],
  ]);
  const environment = { DOCKER_CONFIG: '/home/x', AWS_ENDPOINT_URL: 'http://localhost:4001' };
  const { variables, withheld } = planExports(detection, numbers, environment, { all: true });
  expect(variables).toEqual({
    NODE_PORT: '20001',
    AWS_ENDPOINT_URL: 'http://localhost:20001',
  });
  expect(new Set(withheld.map(({ name }) => name))).toEqual(new Set(['DOCKER_CONFIG']));
});

const PACKAGES = { 'package.json': '{}', 'apps/api/package.json': '{}' };

it('a URL without a port stays where a variable beside it says one', async () => {
  const root = await temporaryProject({
    'compose.yaml': 'services: { site: { image: x, ports: ["80:80"] } }',
  });
  const numbers = new Map([['SITE_PORT', 20001 as PortNumber]]);
  const environment = { API_URL: 'http://localhost', API_PORT: '3000' };
  const { variables } = planExports(await detect(root), numbers, environment);
  expect(variables).toEqual({ SITE_PORT: '20001' });
});

it.each<[string, Record<string, string>, boolean]>([
  ['one package of several', { ...PACKAGES, 'apps/api/.env': 'PORT=4000\n' }, false],
  [
    'a command of one package of several',
    { ...PACKAGES, 'apps/api/package.json': '{"scripts":{"dev":"PORT=4000 node x"}}' },
    false,
  ],
  ['the only package', { 'apps/api/package.json': '{}', 'apps/api/.env': 'PORT=4000\n' }, true],
  ['the whole project', { ...PACKAGES, '.env': 'PORT=4000\n' }, true],
])('PORT of %s is set for all programs: %#', async (_whose, tree, isSet) => {
  const detection = await detect(await temporaryProject(tree));
  expect(detection.ports.map(({ name }) => name)).toEqual(['PORT']);
  const numbers = new Map([['PORT', 20001 as PortNumber]]);
  for (const all of [true, false]) {
    const { variables, withheld } = planExports(detection, numbers, {}, { all });
    expect(variables).toEqual(isSet ? { PORT: '20001' } : {});
    expect(withheld.map(({ reason }) => reason).join()).toMatch(isSet ? /^$/ : /apps\/api/);
  }
});

it('PORT of one package is set where somebody asked for it by name', async () => {
  const root = await temporaryProject({ ...PACKAGES, 'apps/api/.env': 'PORT=4000\n' });
  const ports = [{ name: 'PORT', protocols: ['tcp'] as const, port: 4000 as PortNumber }];
  const detection = await detect(root, { ports });
  const numbers = new Map([['PORT', 20001 as PortNumber]]);
  expect(planExports(detection, numbers, {}).variables).toEqual({ PORT: '20001' });
});

it('a variable that is called like what every object has is one like any other', async () => {
  const names = ['constructor', '__proto__'];
  const ports = names.map((name) => ({ name, protocols: ['tcp'] as const }));
  const detection = await detect(await temporaryProject({ '.env': 'WEB_PORT=4000\n' }), { ports });
  const numbers = new Map(detection.ports.map(({ name }, i) => [name, (20001 + i) as PortNumber]));
  const environment = { URL: 'http://localhost:4000/${toString}', WEB: '${constructor}:4000' };
  const { variables } = planExports(detection, numbers, environment);
  expect(Object.keys(variables)).toEqual(expect.arrayContaining(['URL', 'WEB_PORT', ...names]));
});
