import { afterEach, describe, expect, it } from '@jest/globals';
import { detect } from '../../../src/project/detect.js';
import { findHandedOn, findUnreached } from '../../../src/project/telling/reach.js';
import { findTurboGaps } from '../../../src/project/telling/turbo-gaps.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';

// What does not follow where no file is edited, and what a user can do about it.

afterEach(removeProjects);

describe('numbers that the environment does not beat', () => {
  const unreached = async (tree: Record<string, string>) => {
    const detection = await detect(await temporaryProject(tree), { edits: false });
    const exported = new Set(
      detection.ports.flatMap(({ name, variables }) => [name, ...variables]),
    );
    const found = findUnreached(detection, { exported, overruled: new Set(), isOverlay: false });
    return [...found, ...findHandedOn(detection)].flatMap(({ places }) =>
      places.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
    );
  };

  it('says of a range beside an overlay what brings that into force', async () => {
    const text = 'services: { a: { image: x, ports: ["${A:-8000}-${B:-8001}:80-81"] } }\n';
    const detection = await detect(await temporaryProject({ 'more.compose.yaml': text }));
    const reach = { exported: new Set<string>(), overruled: new Set<string>() };
    const helpOf = (isOverlay: boolean): string =>
      findUnreached(detection, { ...reach, isOverlay })[0]?.places[0]?.reason ?? '';
    expect(helpOf(true)).toContain('moves it where COMPOSE_FILE names more.compose.yaml');
    expect(helpOf(false)).toContain('Use the mode patch or overlay');
  });

  it.each<[string, Record<string, string>, readonly string[]]>([
    ['a default of make', { Makefile: 'PORT ?= 3000\n' }, []],
    [
      'what make assigns',
      { Makefile: 'PORT = 3000\n' },
      ['Makefile:1 PORT moves, and make sets PORT', 'PORT ?= 3000, or start make -e'],
    ],
    ['what make exports', { Makefile: 'export WEB_PORT := 3000\n' }, ['WEB_PORT ?= 3000']],
    ['what just assigns', { justfile: 'PORT := "3000"\n' }, ['PORT := env("PORT", "3000")']],
    [
      'an assignment before a command',
      { 'package.json': '{"scripts":{"dev":"PORT=3000 node x"}}' },
      ['package.json:1 PORT moves', '${PORT:-3000}'],
    ],
    [
      'the same with a default',
      { 'package.json': '{"scripts":{"dev":"PORT=${PORT:-3000} node x"}}' },
      [],
    ],
    [
      'the default of a variable within a URL',
      {
        'compose.yaml':
          'services:\n  web:\n    image: x\n    ports: ["${WEB_PORT:-3000}:80"]\n    environment: { APP_URL: "http://localhost:${WEB_PORT:-3000}/x" }\n',
      },
      [],
    ],
    [
      'a URL that leaves its port out',
      {
        '.env': 'APP_URL=http://localhost\n',
        'compose.yaml': 'services: { web: { image: x, ports: ["${WEB_PORT:-80}:80"] } }',
      },
      [
        '.env:1 WEB_PORT moves, and no variable of the environment reaches this URL',
        'Write it there as :${WEB_PORT:-80}, or use the mode patch',
      ],
    ],
    [
      'a number in a recipe of make',
      { Makefile: 'docs:\n\tsphinx-autobuild --port 9000 .\n\tvite\n' },
      ['Write it as $${DOCS_PORT:-9000}', 'Have it take $$DOCS_PORT_2,'],
    ],
    [
      'a number of Spring',
      { 'src/main/resources/application.properties': 'server.port=9966\n' },
      ['${APP_PORT:9966}'],
    ],
    [
      'a number in Ruby, and one that a variable goes before',
      { 'config/puma.rb': 'port 3000\nport ENV.fetch("PORT", 3001)\n' },
      ['config/puma.rb:1', 'Read ENV["WEB_PORT"] there, or use the mode patch'],
    ],
    [
      'a number in data without variables',
      { 'Rocket.toml': '[default]\nport = 8000\n' },
      ['reaches this number. Use the mode patch'],
    ],
    [
      'a number in a program',
      { 'vite.config.ts': 'export default { server: { port: 3000 } };\n' },
      ['vite.config.ts:1 DEV_PORT moves', 'Read process.env.DEV_PORT there, or use the mode patch'],
    ],
    [
      'a number in data',
      {
        'Properties/launchSettings.json':
          '{ "profiles": { "http": { "applicationUrl": "http://localhost:5045" } } }',
      },
      ['launchSettings.json:1', 'reaches this number. Use the mode patch'],
    ],
    [
      'an env file that a container is given',
      {
        '.env': 'WEB_PORT=3000\n',
        'compose.yaml':
          'services:\n  web: { image: x, env_file: .env, ports: ["${WEB_PORT}:80"] }\n',
      },
      ['.env:1 the container of "web" is given them by env_file (compose.yaml:2)'],
    ],
    [
      'an env file that a command gives a container',
      {
        '.env': 'WEB_PORT=3000\n',
        'scripts/web.sh': '#!/bin/sh\ndocker run --env-file .env -p 8080:80 nginx\n',
      },
      ['.env:1 a container is given them by --env-file (scripts/web.sh:2)', 'by -e as well'],
    ],
  ])('%s', async (_name, tree, parts) => {
    const told = (await unreached(tree)).join('\n');
    for (const part of parts) expect(told).toContain(part);
    if (parts.length === 0) expect(told).toBe('');
  });
});

describe('variables that turbo keeps from its tasks', () => {
  const gaps = async (config: object, more: Record<string, string> = {}, environment = {}) => {
    const root = await temporaryProject({
      'turbo.json': `// tasks\n${JSON.stringify(config)}`,
      'package.json': '{"scripts":{"dev":"turbo dev"}}',
      'apps/web/.env': 'WEB_PORT=3000\nVITE_API_PORT=4000\n',
      'apps/web/package.json':
        '{"scripts":{"dev":"next dev -p $WEB_PORT","api":"PORT=$VITE_API_PORT api"}}',
      'compose.yaml': 'services: { db: { image: x, ports: ["${DB_PORT:-5432}:5432"] } }\n',
      ...more,
    });
    const detection = await detect(root, { edits: false });
    const exported = new Set(['WEB_PORT', 'VITE_API_PORT', 'DB_PORT']);
    return findTurboGaps(detection, exported, environment).map(
      ({ file, reason }) => `${file} ${reason}`,
    );
  };
  const dev = (task: object = {}) => ({ tasks: { dev: { cache: false, ...task } } });

  it('are named with the line that hands them on', async () => {
    expect(await gaps(dev())).toEqual([
      expect.stringContaining("turbo.json Turborepo's strict mode keeps WEB_PORT of"),
    ]);
    expect((await gaps(dev()))[0]).toContain('"globalPassThroughEnv": ["WEB_PORT"]');
  });

  it.each<[string, () => Promise<string[]>]>([
    ['named for all', () => gaps({ ...dev(), globalEnv: ['WEB_PORT'] })],
    ['passed through', () => gaps({ ...dev(), globalPassThroughEnv: ['*_PORT'] })],
    ['named for a task', () => gaps(dev({ env: ['WEB_PORT'] }))],
    ['passed through for a task', () => gaps(dev({ passThroughEnv: ['WEB_PORT'] }))],
    [
      'named in a package',
      () =>
        gaps(dev(), {
          'apps/web/turbo.json': '{"extends":["//"],"tasks":{"dev":{"env":["WEB_PORT"]}}}',
        }),
    ],
    ['handed on in the loose mode', () => gaps({ ...dev(), envMode: 'loose' })],
    [
      'handed on by a flag',
      () => gaps(dev(), { 'package.json': '{"scripts":{"dev":"turbo dev --env-mode=loose"}}' }),
    ],
    ['handed on by the environment', () => gaps(dev(), {}, { TURBO_ENV_MODE: 'loose' })],
    ['handed on by version 1', () => gaps({ pipeline: { dev: {} } })],
  ])('are none that are %s', async (_name, found) => {
    expect(await found()).toEqual([]);
  });
});
