import { execFileSync } from 'node:child_process';
import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parsePortRequest } from '../../src/ports/index.js';
import { type Detection, detect } from '../../src/project/detect.js';
import { removeProjects, temporaryProject } from './temporary-project.js';

afterAll(removeProjects);

/** `NAME: file:line file:line`, a port a line. */
function summary({ ports }: Detection): string[] {
  return ports.map(
    ({ name, sites }) => `${name}:${sites.map(({ file, line }) => ` ${file}:${line}`).join('')}`,
  );
}

function left({ leftAlone }: Detection): string[] {
  return leftAlone.map(({ file, line, column, reason }) => `${file}:${line}:${column} ${reason}`);
}

function problems(detection: Detection): string[] {
  return detection.problems.map(
    ({ file, line, column, message }) => `${file}:${line}:${column} ${message}`,
  );
}

/** Root may read everything: for it to be refused, it has to be somebody else for a while. */
async function asNobody<T>(use: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return use();
  process.seteuid?.(65534);
  try {
    return await use();
  } finally {
    process.seteuid?.(0);
  }
}

describe('detect', () => {
  it('finds the ports of the example', async () => {
    const root = fileURLToPath(new URL('../../examples/stack', import.meta.url));
    const detection = await detect(root);
    expect(summary(detection)).toEqual([
      'WEB_PORT: .env:4 .env:8 package.json:8',
      'API_PORT: .env:5 package.json:8',
      'MAIL_PORT: .env:10 compose.yaml:29',
      'DEV_PORT: package.json:5',
      'DOCS_PORT: package.json:6',
    ]);
    expect(detection.problems).toEqual([]);
    expect(detection.composeProjects).toEqual([
      { directory: '', files: ['compose.yaml'], isSettled: true },
    ]);
  });

  it.each([
    [['**/.env'], ['.env', 'a/.env']],
    [['**/.env', '!a/**'], ['.env']],
    [['!a/**'], ['.env', 'compose.yaml']],
  ])('edits what %j names', async (files, expected) => {
    const compose = 'services:\n  db:\n    image: db\n    ports: ["5432:5432"]\n';
    const env = { '.env': 'PORT=3000\n', 'a/.env': 'PORT=4000\n' };
    const root = await temporaryProject({ ...env, 'compose.yaml': compose });
    const { ports } = await detect(root, { files });
    expect(ports.flatMap(({ sites }) => sites.map(({ file }) => file)).sort()).toEqual(expected);
  });

  it('finds nothing in an empty folder', async () => {
    expect(await detect(await temporaryProject())).toMatchObject({
      ports: [],
      leftAlone: [],
      problems: [],
    });
  });

  it('gives the texts in which the sites stand', async () => {
    const root = await temporaryProject({
      '.env': Buffer.from('NAME=M\xfcller\nPORT=3000\n', 'latin1'),
    });
    const { ports, sources } = await detect(root);
    const source = sources.get('.env');
    expect(source?.encoding).toBe('latin1');
    expect(source?.text.slice(ports[0]?.sites[0]?.start, ports[0]?.sites[0]?.end)).toBe('3000');
  });

  it('reads nothing where detection is off', async () => {
    const root = await temporaryProject({ '.env': 'PORT=3000' });
    const ports = [parsePortRequest('PORT=3000'), parsePortRequest('OTHER')];
    const detection = await detect(root, { detect: false, ports });
    expect(summary(detection)).toEqual(['PORT:', 'OTHER:']);
    expect(detection.sources.size).toBe(0);
  });

  it('edits only the files that may be, and keeps the port for its variables', async () => {
    const root = await temporaryProject({
      '.env': 'PORT=3000\n',
      'package.json': '{"scripts":{"dev":"vite --port 3000"}}',
    });
    const detection = await detect(root, { files: ['*.json'] });
    expect(summary(detection)).toEqual(['PORT: package.json:1']);
    expect(detection.ports[0]?.variables).toEqual(['PORT']);
    expect(detection.leftAlone).toMatchObject([{ file: '.env', line: 1, port: 3000 }]);
  });

  it.each([
    ['is ignored', async () => undefined, { ignore: ['.env'] }],
    [
      'is a link that leads out',
      async (root: string) => symlink('/etc/hostname', join(root, '.env')),
      {},
    ],
    [
      'cannot be read',
      async (root: string) => writeFile(join(root, '.env'), 'x'.repeat(1024 * 1024 + 1)),
      {},
    ],
    ['cannot be read', async (root: string) => writeFile(join(root, '.env'), 'A=\0'), {}],
  ])('does not guess what compose publishes where .env %s', async (reason, make, options) => {
    const root = await temporaryProject({
      'compose.yaml':
        'services:\n  web: { image: x, ports: ["${WEB:-3000}:80", "8080:81"], environment: { A_URL: "http://${A:-localhost:8080}" } }\n',
      ...('ignore' in options ? { '.env': 'WEB=1' } : {}),
    });
    await make(root);
    const detection = await detect(root, options);
    expect(summary(detection)).toEqual(['WEB_PORT_81: compose.yaml:2']);
    expect(detection.leftAlone.slice(0, 2)).toMatchObject([
      { reason: expect.stringContaining(reason), port: 3000 },
      { reason: expect.stringMatching(/^whether its default counts is not known/), port: 8080 },
    ]);
  });

  it('takes the default of an env file of containers where compose has no other', async () => {
    const root = await temporaryProject({
      '.env': 'DOMAIN=shop.test\n',
      'app/web.settings':
        'A_URL=http://${DOMAIN:-localhost:8080}\nB_URL=http://${NONE:-localhost:8080}\n',
      'compose.yaml':
        'services:\n  web: { image: x, env_file: app/web.settings, ports: ["8080:80"] }\n',
    });
    expect(summary(await detect(root))).toEqual(['WEB_PORT: compose.yaml:2 app/web.settings:2']);
  });

  it('keeps what an env file has a broker advertise that is told no listeners', async () => {
    const root = await temporaryProject({
      'a.env': 'KAFKA_ADVERTISED_LISTENERS=OUT://localhost:9092\n',
      'b.env': 'KAFKA_LISTENERS=OUT://:9093\nKAFKA_ADVERTISED_LISTENERS=OUT://localhost:9093\n',
      'compose.yaml': `services:
  a: { image: x, env_file: a.env, ports: ["9092:9092"] }
  b: { image: x, env_file: b.env, ports: ["9093:9093"] }
`,
    });
    const detection = await detect(root);
    expect(summary(detection)).toEqual(['B_PORT: b.env:2 compose.yaml:3']);
    const reason = expect.stringContaining('listens inside the container on the ports that it');
    expect(detection.leftAlone).toMatchObject([
      { file: 'a.env', reason },
      { file: 'compose.yaml', line: 2 },
    ]);
  });

  it('reads a compose file whose name is that of a file which is only told of', async () => {
    const root = await temporaryProject({
      'tools/traefik.yml':
        'services:\n  proxy:\n    image: x\n    command: ["--entrypoints.web.address=:80"]\n    ports: ["8088:80"]\n',
      'traefik/traefik.yml': 'entryPoints:\n  web:\n    address: ":80"\n',
      'devservices/config.yml':
        'services:\n  api:\n    image: x\n    environment: { DB_HTTP_PORT: 8123 }\n    ports: ["1218:80"]\n',
      'other/config.yml': 'port: 4100\nservices: [a]\n',
    });
    const detection = await detect(root);
    expect(summary(detection)).toEqual([
      'API_PORT: devservices/config.yml:5',
      'OTHER_PORT: other/config.yml:1',
      'PROXY_PORT: tools/traefik.yml:5',
    ]);
    expect(left(detection)).toEqual([expect.stringContaining('traefik/traefik.yml:3:')]);
  });

  it('takes no folder for a package because it says how its modules are written', async () => {
    const root = await temporaryProject({
      'package.json': '{"scripts":{"e2e":"wait-on http://localhost:9000"}}',
      'webpack/package.json': '{\n  "type": "commonjs"\n}\n',
      'webpack/webpack.dev.js': 'module.exports = { devServer: { port: 9000 } };\n',
      'docker/compose.yml': 'services: { sonar: { image: x, ports: ["9000:9000"] } }\n',
    });
    expect(summary(await detect(root))).toEqual([
      'SONAR_PORT: package.json:1 docker/compose.yml:1 webpack/webpack.dev.js:1',
    ]);
  });

  it('reads the env file that an include names, and does not guess where it cannot', async () => {
    const root = await temporaryProject({
      'compose.yaml': `include:
  - { path: infra/compose.yaml, env_file: infra/cache.env }
  - { path: other/compose.yaml, env_file: ../other.env }
`,
      'infra/compose.yaml': 'services: { cache: { image: x, ports: ["${CACHE:-1}:6379"] } }\n',
      'other/compose.yaml': 'services: { other: { image: x, ports: ["${OTHER:-2}:6379"] } }\n',
      'infra/cache.env': 'CACHE=8802\n',
    });
    const detection = await detect(root);
    expect(summary(detection)).toEqual(['CACHE: infra/cache.env:1']);
    expect(detection.ports[0]?.port).toBe(8802);
    const reason = expect.stringContaining('lies outside of the project');
    expect(detection.leftAlone).toMatchObject([{ file: 'other/compose.yaml', port: 2, reason }]);
  });

  describe('of an env file that a command has compose read in place of .env', () => {
    const compose = 'services: { web: { image: x, ports: ["${WEB_PORT:-3000}:80"] } }\n';

    it('moves what it says, whatever it is called, and no default that is not in force', async () => {
      const project = await temporaryProject({
        'docker/compose.yml': compose,
        'docker/dev.cfg': 'WEB_PORT=3002\nSITE_URL=http://localhost:3002\n',
        'package.json':
          '{"scripts":{"up":"docker compose -f docker/compose.yml --env-file docker/dev.cfg up"}}',
      });
      const detection = await detect(project);
      expect(summary(detection)).toEqual(['WEB_PORT: docker/dev.cfg:1 docker/dev.cfg:2']);
      expect(left(detection)).toEqual([
        'docker/compose.yml:1:39 the env files that commands give compose say another number; started without them, this default counts, and stays',
      ]);
    });

    it('moves both where others read .env, and keeps what containers read', async () => {
      const project = await temporaryProject({
        'compose.yml': `${compose.slice(0, -5)}, environment: { P: "\${API_PORT}" } } }\n`,
        '.env': 'WEB_PORT=3001\n',
        'e2e.cfg': 'WEB_PORT=3002\nAPI_PORT=4000\n',
        Makefile: 'up:\n\tdocker compose --env-file e2e.cfg up -d\n',
      });
      const detection = await detect(project);
      expect(summary(detection)).toEqual(['WEB_PORT: .env:1', 'WEB_PORT_2: e2e.cfg:1']);
      expect(detection.ports.map(({ sites: [site] }) => site?.role)).toEqual([
        'publish',
        'publish',
      ]);
      expect(left(detection).join()).toContain('e2e.cfg:2:10 API_PORT cannot move');
    });

    it.each([
      ['names no env file', 'docker compose up -d'],
      ['names one that does not say it', 'docker compose --env-file b.cfg up'],
    ])('moves a default that another command leaves in force, which %s', async (_how, command) => {
      const project = await temporaryProject({
        'compose.yml': compose,
        'a.cfg': 'WEB_PORT=3002\n',
        'b.cfg': 'OTHER=1\n',
        Makefile: `a:\n\tdocker compose --env-file a.cfg up\nb:\n\t${command}\n`,
      });
      expect(summary(await detect(project))).toEqual([
        'WEB_PORT: a.cfg:1',
        'WEB_PORT_2: compose.yml:1',
      ]);
    });

    it('edits no example, and tells of one that git ignores', async () => {
      const project = await temporaryProject({
        'compose.yml': compose,
        '.gitignore': 'cfg/\n',
        'cfg/dev.cfg': 'WEB_PORT=3003\n',
        '.env.example': 'WEB_PORT=3002\n',
        Makefile:
          'up:\n\tdocker compose --env-file=.env.example up\nd:\n\tdocker compose --env-file cfg/dev.cfg up\n',
      });
      expect(left(await detect(project))).toEqual([
        '.env.example:1:10 its file is an example by its name, which is not edited',
        'Makefile:4:16 cfg/dev.cfg is not read, because git ignores it',
      ]);
    });
  });

  describe('of an env file of any name that services are given', () => {
    const services = `services:
  web: { image: x, env_file: [config/web.env, config/mail.env], ports: ["8000:8000"] }
  app: { image: x, env_file: { path: config/web.env }, ports: ["3001:3000"] }
  db: { image: x, env_file: .envs/.local/.db, ports: ["\${DB_PORT}:5432"] }
`;
    const root = (files: Readonly<Record<string, string>>): Promise<string> =>
      temporaryProject({ 'compose.yaml': services, '.env': 'DB_PORT=15432\n', ...files });

    it('moves URLs to this machine alone, as of their environment', async () => {
      const detection = await detect(
        await root({
          'config/web.env': [
            'VITE_API_URL=http://localhost:8000/',
            "CORS_ORIGINS='http://localhost:3001,http://localhost:8000'",
            'APP=http://127.0.0.1:3001',
            'PORT=8000',
            'SERVER_PORT=9000',
            'BIND=0.0.0.0:8000',
            'LISTEN_URL=http://*:8000',
            'DATABASE_URL=postgres://db:5432/x',
          ].join('\n'),
          'config/mail.env': 'PAGE=http://localhost:3001\n',
          '.envs/.local/.db': 'POSTGRES_PORT=5432\n',
        }),
      );
      expect(summary(detection)).toEqual([
        'DB_PORT: .env:1',
        'WEB_PORT: compose.yaml:2 config/web.env:1 config/web.env:2',
        'APP_PORT: compose.yaml:3 config/web.env:2 config/web.env:3 config/mail.env:1',
      ]);
      expect(left(detection)).toEqual([]);
    });

    it('also where its name alone could mean this machine', async () => {
      const project = await temporaryProject({
        'compose.yaml': 'services: { web: { image: x, env_file: dev.env, ports: ["3000:80"] } }\n',
        'dev.env': 'PORT=4000\nSITE_URL=http://localhost:3000\n',
      });
      expect(summary(await detect(project))).toEqual(['WEB_PORT: dev.env:2 compose.yaml:1']);
    });

    it('tells of a URL that its container may mean for itself', async () => {
      const files = { 'config/web.env': 'CHECK_URL=http://localhost:8000/health\n' };
      expect(left(await detect(await root(files)))).toEqual([
        'config/web.env:1:28 it cannot move: the service "web" loads its file by env_file (compose.yaml:2), and inside the containers this number is theirs',
      ]);
    });

    it('keeps a URL whose number some container has inside, and a server outside as well', async () => {
      const files = {
        'config/web.env': 'API_URL=http://localhost:9000\nCORS_ORIGIN=http://localhost:9000\n',
        Dockerfile: 'FROM x\nEXPOSE 9000\n',
        'api/package.json': '{"scripts":{"dev":"PORT=9000 node server.js"}}',
      };
      const detection = await detect(await root(files));
      expect(summary(detection)).toContain('PORT: api/package.json:1 config/web.env:2');
      expect(left(detection)).toContain(
        'config/web.env:1:26 it is read inside a container, where it may speak of what listens there, and not of api/package.json:1; if a browser reads it, say its port in portkeeper.yaml',
      );
    });

    it('keeps what its containers read of a variable', async () => {
      const files = { 'config/web.env': 'DB_URL=postgres://db:${DB_PORT}/x\n' };
      expect(left(await detect(await root(files))).join()).toContain(
        ".env:1:9 DB_PORT cannot move: it is read for the container's side too, by DB_URL (config/web.env:1)",
      );
    });

    it('edits none that git ignores, and no example', async () => {
      const files = {
        '.gitignore': 'config/\n',
        'config/web.env': 'APP_URL=http://localhost:3001\n',
        'web.env.example': 'APP_URL=http://localhost:3001\n',
        'compose.override.yaml': 'services: { web: { env_file: web.env.example } }\n',
      };
      const detection = await detect(await root(files));
      expect(summary(detection)).toContain('APP_PORT: compose.yaml:3');
      expect(left(detection)).toEqual([
        'web.env.example:1:26 its file is an example by its name, which is not edited',
        'config/web.env:1:26 git ignores its file, and what git ignores is not edited',
      ]);
    });

    it('reads none that is no file of the project, or no file', async () => {
      const files = { 'config/web.env/x': '', '.envs/.local/.db': 'A=\0' };
      const detection = await detect(await root(files));
      expect([...left(detection), ...problems(detection)]).toEqual([]);
    });
  });

  it('reads the env files of any name that commands load, but those of other places', async () => {
    const script = (name: string) => `node --env-file=${name} server.js`;
    const scripts = {
      dev: script('settings.txt'),
      up: script('prod.env'),
      docs: script('own.env'),
      example: script('web.env.example'),
      web: 'dotenv -e config/web.env -- next dev',
    };
    const root = await temporaryProject({
      'api/package.json': JSON.stringify({ scripts }, undefined, 2),
      'api/settings.txt': 'PORT=4000\nWEB_URL=http://localhost:4001\n',
      'api/prod.env': 'PORT=80\n',
      'api/own.env': 'PORT=4002\n',
      'api/web.env.example': 'PORT=4003\n',
      'api/config/web.env': 'PORT=4001\n',
      'settings.txt': 'PORT=4004\n',
      '.gitignore': 'own.env\n',
    });
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    const detection = await detect(root);
    expect(summary(detection)).toEqual([
      'PORT: api/settings.txt:1',
      'PORT_2: api/settings.txt:2 api/config/web.env:1',
    ]);
    expect(left(detection)).toEqual([
      'api/package.json:5:30 api/own.env is not read, because git ignores it',
    ]);
  });

  it('reads the env files that an editor starts programs with', async () => {
    const envFile = (path: string) => ({ type: 'node', program: 'server.js', envFile: path });
    const root = await temporaryProject({
      'web/.vscode/launch.json': JSON.stringify({
        configurations: [
          envFile('${workspaceFolder}/config/dev.cfg'),
          envFile('local.txt'),
          envFile('/etc/web.cfg'),
          envFile('${userHome}/web.cfg'),
        ],
      }),
      'web/config/dev.cfg': 'PORT=4100\n',
      'web/local.txt': 'API_URL=http://localhost:4100\n',
      'web/other.cfg': 'PORT=4200\n',
    });
    expect(summary(await detect(root))).toEqual(['PORT: web/local.txt:1 web/config/dev.cfg:1']);
  });

  it('tells from where on it reads no more env files, those that it has read already aside', async () => {
    const names = Array.from({ length: 1002 }, (_, at) => (at < 500 ? `.env.${at}` : `${at}.txt`));
    const service = (name: string, at: number): string =>
      `  s${at}: { image: x, env_file: [${name}, gone${at}.txt] }\n`;
    const root = await temporaryProject({
      'compose.yaml': `services:\n${names.map(service).join('')}`,
      ...Object.fromEntries(names.map((name) => [name, 'A=1\n'])),
    });
    const detection = await detect(root);
    expect(detection.sources.has('999.txt')).toBe(true);
    expect(problems(detection)).toEqual([
      '1000.txt:1:1 More than 500 env files are named by others, and those from here on are not read; narrow the project with "ignore"',
    ]);
  });

  it('tells from where on it reads no more compose files that others name', async () => {
    const files = Array.from({ length: 30 }, (_, at) => [
      at === 0 ? 'compose.yaml' : `${at}.txt`,
      `include: [gone${at}.txt, ${at + 1}.txt]\n`,
    ]);
    const detection = await detect(await temporaryProject(Object.fromEntries(files)));
    expect(detection.sources.has('20.txt')).toBe(true);
    expect(problems(detection)).toEqual([
      '21.txt:1:1 More than 20 files in a row, or 500 in all, are named by others, and those from here on are not read; narrow the project with "ignore"',
    ]);
  });

  it('reads the .env that a link in the project leads to', async () => {
    const root = await temporaryProject({
      '.env': 'WEB=4000\n',
      'infra/compose.yaml': 'services:\n  web: { image: x, ports: ["${WEB:-3000}:80"] }\n',
    });
    await symlink('../.env', join(root, 'infra/.env'));
    expect(summary(await detect(root))).toEqual(['WEB: .env:1']);
  });

  it('tells of a link that leads out of the project, whose ports stay', async () => {
    const shared = await temporaryProject({ '.env': 'PORT=4000\n' });
    const root = await temporaryProject({
      'package.json': '{"scripts":{"dev":"vite --port 3000"}}',
    });
    await symlink(join(shared, '.env'), join(root, '.env'));
    const detection = await detect(root);
    expect(summary(detection)).toEqual(['DEV_PORT: package.json:1']);
    expect(left(detection)).toEqual([
      '.env:1:1 it is a link that leads out of the project, and is not read: with a copy in its place, ports in it could move',
    ]);
    expect(left(await detect(root, { ignore: ['.env'] }))).toEqual([]);
  });

  it('reports what cannot be read', async () => {
    const root = await temporaryProject({
      'compose.yaml': 'services:\n  web: [\n',
      'a/compose.yaml': 'a: 1\nb: 2\na: 3\n',
      'b/compose.yaml': 'a: 1\n---\nb: 2\nb: 3\n',
      'package.json': '{\n  "a": 1,,\n}',
      'a/package.json': '',
      'b/package.json': '\uFEFF{"scripts":{"a":"vite --port 3000"}}',
      '.env': Buffer.from([0x50, 0x00]),
    });
    const detection = await detect(root);
    expect(problems(detection)).toEqual([
      '.env:1:1 It is binary, and is left alone',
      expect.stringMatching(/^compose\.yaml:3:1 This is not YAML: /),
      'package.json:2:10 This is not JSON: Property name expected',
      'a/compose.yaml:3:1 This is not YAML: The key "a" stands twice',
      'a/package.json:1:1 This is not JSON: Value expected',
      'b/compose.yaml:4:1 This is not YAML: The key "b" stands twice',
    ]);
    expect(summary(detection)).toEqual(['B_A_PORT: b/package.json:1']);
  });

  it('reports what may not be read', async () => {
    const root = await temporaryProject({ '.env': 'PORT=1' });
    await chmod(join(root, '.env'), 0);
    await chmod(root, 0o755);
    const detection = await asNobody(() => detect(root));
    expect(problems(detection)).toEqual(['.env:1:1 It cannot be read (EACCES)']);
  });

  it('reads what others name as compose files, whatever it is called', async () => {
    const service = (name: string, port: number) =>
      `services: { ${name}: { image: x, ports: ["${port}:80"] } }\n`;
    const root = await temporaryProject({
      '.env': 'COMPOSE_FILE=stack.yml\n',
      'stack.yml': `include: [parts/db.yml, ../outside.yml, gone.yml]\n${service('web', 8080)}`,
      'parts/db.yml': service('db', 5432),
      'package.json': JSON.stringify({ scripts: { up: 'docker compose -f ci/tests.yml up' } }),
      'ci/tests.yml': service('tests', 7000),
      'other.yml': service('other', 9000),
    });
    const { ports, leftAlone } = await detect(root);
    expect(ports.map(({ name }) => name).sort()).toEqual(['DB_PORT', 'TESTS_PORT', 'WEB_PORT']);
    expect(leftAlone.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
      'stack.yml ../outside.yml lies outside of the project, and is not read',
    ]);
  });

  it('tells of a file outside that a script names only where no guess is inside', async () => {
    const root = await temporaryProject({
      'stack.yml': 'services: { web: { image: x, ports: ["8080:80"] } }\n',
      'scripts/dev.sh':
        'docker compose -f ../stack.yml up\ndocker compose -f ../../other/stack.yml up\n',
    });
    const { ports, leftAlone } = await detect(root);
    expect(ports.map(({ name }) => name)).toEqual(['WEB_PORT']);
    expect(leftAlone.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '2 ../other/stack.yml lies outside of the project, and is not read',
    ]);
  });

  it('reads the compose files of flags in a variable by the words of its value', async () => {
    const named = ['a', 'b', 'c', 'd', 'e'].map((name, index) => [
      `ci/${name}.yml`,
      `services: { ${name}: { image: x, ports: ["${7000 + index}:80"] } }\n`,
    ]);
    const { ports } = await detect(
      await temporaryProject({
        ...Object.fromEntries(named),
        Makefile:
          'FILES := -f\tci/a.yml --file  ci/b.yml \\\n\t-f "ci/c.yml" -f $(CURDIR)/ci/d.yml\nFILES += --file=ci/e.yml\nup:\n\tdocker compose $(FILES) up\n',
      }),
    );
    const names = ports.map(({ name }) => name).sort();
    expect(names).toEqual(['A_PORT', 'B_PORT', 'C_PORT', 'D_PORT', 'E_PORT']);
  });

  it('reads a compose file that git ignores, and does not edit it', async () => {
    const root = await temporaryProject({
      '.gitignore': 'compose.override.yaml\n',
      'compose.yaml': 'services: { web: { image: x, ports: ["8080:80"] } }\n',
      'compose.override.yaml': 'services: { db: { image: x, ports: ["5432:5432"] } }\n',
    });
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    const { ports, leftAlone, composeProjects } = await detect(root);
    expect(composeProjects[0]?.files).toEqual(['compose.yaml', 'compose.override.yaml']);
    expect(ports.map(({ sites }) => sites.length)).toEqual([1, 0]);
    expect(leftAlone.map(({ reason }) => reason)).toEqual([
      'git ignores its file, and what git ignores is not edited',
    ]);
    const free = await detect(root, { edits: false });
    expect(free.ports.map(({ sites }) => sites.length)).toEqual([1, 1]);
  });

  it('notes an id of Supabase that all checkouts have, and no variable says', async () => {
    const notesOf = async (id: string) => {
      const tree = { 'supabase/config.toml': `project_id = "${id}"\n[api]\nport = 54321\n` };
      return (await detect(await temporaryProject(tree))).notes;
    };
    expect(await notesOf('shop')).toMatchObject([
      { line: 1, reason: expect.stringContaining('project_id'), inOverlay: true },
    ]);
    expect(await notesOf('env(PROJECT)')).toEqual([]);
  });

  it('notes what names a compose project against the name that is exported', async () => {
    const compose = 'name: fixed\nservices: { web: { image: x, ports: ["8080:80"] } }\n';
    const notesOf = async (tree: Record<string, string>) => {
      const { notes } = await detect(await temporaryProject(tree));
      return notes.map(({ file, line, reason }) => `${file}:${line} ${reason.split(',')[0]}`);
    };
    const scripts = {
      up: 'docker compose -p demo up',
      own: 'docker compose -p $COMPOSE_PROJECT_NAME up',
      down: 'docker-compose --project-name=demo down -p',
      logs: 'docker compose logs -p && COMPOSE_PROJECT_NAME=demo docker compose up',
    };
    const named = 'this command names its compose project with';
    expect(
      await notesOf({
        'compose.yaml': compose,
        'package.json': JSON.stringify({ scripts }, undefined, 1),
        Makefile: 'up:\n\tdocker compose -p $(NAME) up\n',
      }),
    ).toEqual([
      `Makefile:2 ${named} -p`,
      `package.json:3 ${named} -p`,
      `package.json:5 ${named} -p`,
      `package.json:6 ${named} COMPOSE_PROJECT_NAME`,
    ]);
    expect(await notesOf({ 'a/compose.yaml': compose, 'b/compose.yaml': compose })).toEqual([
      'a/compose.yaml:1 the compose project has a fixed name',
      'b/compose.yaml:1 the compose project has a fixed name',
    ]);
  });

  it('tells of compose projects of which compose takes the name from a folder of the project', async () => {
    const compose = 'services: { web: { image: x, ports: ["8080:80"] } }\n';
    const notesOf = async (tree: Record<string, string>) => {
      const { notes } = await detect(await temporaryProject(tree));
      return notes.map(({ file, line, reason }) => `${file}:${line} ${reason.split(',')[0]}`);
    };
    expect(
      await notesOf({
        'api/compose.yaml': compose,
        'web/compose.yaml': compose,
        'db/compose.yaml': compose,
        'db/.env': 'DB_PORT=5432\nCOMPOSE_PROJECT_NAME=db\n',
        'own/compose.yaml': `name: own-$USER\n${compose}`,
        '.devcontainer/compose.yaml': compose,
        'compose.yaml': compose,
      }),
    ).toEqual([
      'db/.env:2 COMPOSE_PROJECT_NAME fixes the name of the compose project',
      'api/compose.yaml:1 the folder "api" names its compose project',
      'web/compose.yaml:1 the folder "web" names its compose project',
    ]);
    expect(await notesOf({ 'api/compose.yaml': compose })).toEqual([]);
  });

  it('tells once of a text that several services share', async () => {
    const service = '{ image: x, expose: ["80"], environment: *env }';
    const root = await temporaryProject({
      'compose.yaml': `x-env: &env { SELF: "http://localhost:80" }\nservices: { a: ${service}, b: ${service} }\n`,
    });
    const { leftAlone } = await detect(root);
    expect(leftAlone.map(({ line, port }) => [line, port])).toEqual([[1, 80]]);
  });

  it('notes that the command of Sail sets a default of its own, where no env file does', async () => {
    const compose = `services:
  laravel.test:
    image: sail-8.4/app
    ports: ["\${APP_PORT:-8000}:80"]
    environment: { LARAVEL_SAIL: 1 }
`;
    const notesOf = async (tree: Record<string, string>) => {
      const { notes } = await detect(await temporaryProject(tree));
      return notes.map(({ file, line, reason }) => `${file}:${line} ${reason}`);
    };
    const set = { '.env': 'APP_PORT=8000\n', 'compose.yaml': compose };
    expect(await notesOf(set)).toEqual([]);
    expect(await notesOf({ 'compose.yaml': compose.replace('LARAVEL_SAIL', 'OTHER') })).toEqual([]);
    expect(await notesOf({ '.env': 'DB_PORT=1\n', 'compose.yaml': compose })).toEqual([
      'compose.yaml:4 "sail up" publishes 80 where neither the environment nor .env says APP_PORT: add APP_PORT=8000 to .env, or start it with portkeeper run',
    ]);
  });

  it("says that Laravel's Vite plugin takes the variable of Sail, and no default of a script", async () => {
    const compose = `services:
  laravel.test:
    image: x
    ports: ["\${VITE_PORT:-5173}:\${VITE_PORT:-5173}"]
    environment: { LARAVEL_SAIL: 1 }
    volumes: [".:/var/www/html"]
`;
    const manifest = '{"scripts":{"dev":"vite"},"devDependencies":{"laravel-vite-plugin":"2"}}';
    const leftIn = async (text: string) => {
      const tree = { '.env': 'VITE_PORT=5173\n', 'compose.yaml': compose, 'package.json': text };
      const { leftAlone, ports } = await detect(await temporaryProject(tree));
      expect(ports.map(({ name }) => name)).toEqual(['VITE_PORT']);
      return leftAlone.map(({ file, reason, matters }) => [file, reason.slice(0, 30), matters]);
    };
    expect(await leftIn(manifest)).toEqual([
      ['package.json', "in Sail Laravel's Vite plugin ", 'inside'],
    ]);
    expect(await leftIn(manifest.replace('laravel-', ''))).toEqual([
      ['package.json', 'it cannot move: the service "l', undefined],
    ]);
  });

  it('notes what runs side by side would share', async () => {
    const root = await temporaryProject({
      'compose.yaml': `services:
  web:
    image: x
    container_name: web
    volumes: [/srv/data:/data, ./own:/own, named:/n, "/var/run/docker.sock:/d", "$HOME/x:/x"]
  api: { image: x, container_name: "api-$NAME" }
  db: { image: x, container_name: "\${STACK:-shop}-db" }
networks:
  default: { name: shop, ipam: { config: [{ subnet: 172.30.0.0/16 }] } }
  outer: { name: outer, external: true }
volumes:
  named: { name: shop-data }
  own: { name: "\${COMPOSE_PROJECT_NAME:-shop}-own" }
`,
    });
    const { notes } = await detect(root);
    expect(notes.map(({ line, reason }) => `${line} ${reason.split(',')[0]}`)).toEqual([
      '4 the service "web" has a fixed container name',
      '5 the service "web" mounts an absolute path of the host',
      '7 the service "db" has a fixed container name',
      '9 the network "default" has a fixed name',
      '9 the network "default" has a fixed subnet',
      '10 the network "outer" is external',
      '12 the volume "named" has a fixed name',
    ]);
  });

  it('notes names of which an env file of compose says the variables', async () => {
    const root = await temporaryProject({
      '.env': 'PROJECT_NAME=shop\nSUFFIX=${HOME}\nNET=outer\n',
      'compose.yaml': `services:
  db: { image: x, container_name: "\${PROJECT_NAME}_db" }
  web: { image: x, container_name: "$PROJECT_NAME-\${SUFFIX}" }
  api: { image: x, container_name: "\${PROJECT_NAME}-\${OTHER}" }
networks:
  a: { external: true, name: "\${NET}" }
  b: { external: true, name: "\${OTHER}" }
  c: { external: { name: old } }
  d: { external: false }
volumes:
  data: { external: true }
  own: { name: "$PROJECT_NAME-data" }
`,
    });
    const { notes } = await detect(root);
    expect(notes.map(({ line, reason }) => `${line} ${reason.split(',')[0]}`)).toEqual([
      '2 the service "db" has a fixed container name',
      '6 the network "a" is external',
      '8 the network "c" is external',
      '11 the volume "data" is external',
      '12 the volume "own" has a fixed name',
    ]);
    expect(notes.map(({ inOverlay }) => inOverlay === true)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('tells of addresses of this machine in what compose writes into containers', async () => {
    const root = await temporaryProject({
      'compose.yaml': `services: { store: { image: x, ports: ["3200:3200"] } }
configs:
  s3:
    content: |
      s3:
        endpoint: localhost:3200
        inner: store:3200
`,
    });
    const { leftAlone } = await detect(root);
    expect(leftAlone).toEqual([
      expect.objectContaining({ line: 6, column: 29, port: 3200, matters: 'where it moves' }),
    ]);
  });

  it('knows the compose projects', async () => {
    const service = 'services: { a: { image: x } }\n';
    const root = await temporaryProject({
      'compose.yaml': `${service}include: [inc/compose.yaml]\n`,
      'compose.override.yml': service,
      'docker-compose.yml': service,
      'compose.prod.yaml': service,
      'inc/compose.yaml': service,
      'a/docker-compose.dev.yml': service,
      'a/docker-compose.prod.yml': service,
    });
    expect((await detect(root)).composeProjects).toEqual([
      { directory: '', files: ['compose.yaml', 'compose.override.yml'], isSettled: true },
      {
        directory: 'a',
        files: ['a/docker-compose.dev.yml', 'a/docker-compose.prod.yml'],
        isSettled: false,
      },
    ]);
  });
});

describe('hostile files', () => {
  // A quarter of what is read at most: enough for anything quadratic to show.
  const SIZE = 256 * 1024;
  const fill = (text: string): string => text.repeat(Math.floor(SIZE / text.length));
  const scripts = (line: string): string => JSON.stringify({ scripts: { a: line } });
  const inScript = (text: string): string => scripts(fill(text).slice(0, SIZE - 100));
  const bomb = `a: &a [x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*${index ? `b${index - 1}` : 'a'}, *${index ? `b${index - 1}` : 'a'}]`).join('\n')}\nservices: { web: { ports: *b29 } }`;
  const merges = `x0: &x0 { image: x }\n${Array.from({ length: 60 }, (_, index) => `x${index + 1}: &x${index + 1} { <<: [*x${index}, *x${index}] }`).join('\n')}\nservices: { web: *x60 }`;
  const doubling = `${Array.from({ length: 40 }, (_, index) => `const a${index + 1} = { x: a${index}, y: a${index}, ...a${index} };`).join('\n')}\nconst a0 = { port: 3000 };\nexport default a40;`;

  it.each([
    ['.env', fill('\n')],
    ['.env', fill('PORT=3000\n')],
    ['.env', `A=${fill('http://localhost:1 ').slice(10)}`],
    ['.env', `A=${fill('a://').slice(10)}`],
    ['.env', `A=${fill('${').slice(10)}`],
    ['.env', `A=${fill('${A:-').slice(10)}`],
    ['.env', `A=http://${fill('${').slice(20)}`],
    ['.env', `A=${fill('a://${').slice(20)}`],
    ['.env', `A=${fill('a://u@').slice(20)}`],
    ['.env', `A=${fill('a://h:1,h').slice(20)}`],
    ['.env', `A=http://${fill('@').slice(20)}`],
    ['.env', `A=http://${fill('localhost:1,').slice(20)}`],
    ['.env', `A=${fill('localhost:1,').slice(20)}`],
    ['.env', `A=${fill(':,').slice(20)}`],
    ['.env', `A_PORT=${fill('1').slice(20)}`],
    ['.env', `${fill('A_PORT').slice(20)}=1`],
    ['.env', fill('A="${B:-http://localhost:${C}}"\n')],
    ['compose.yaml', bomb],
    ['compose.yaml', merges],
    ['compose.yaml', `services:\n  web: &w\n    <<: *w\n    ports: &p [*p]\n`],
    ['compose.yaml', '['.repeat(100_000)],
    ['compose.yaml', `services: {web: {ports: ${'['.repeat(90)}${']'.repeat(90)}}}`],
    ['compose.yaml', `services:\n  web:\n    ports:\n${fill('      - "1:1"\n').slice(60)}`],
    ['compose.yaml', `services:\n  web:\n    ports:\n      - "${fill('${A:-').slice(60)}"`],
    ['compose.yaml', `services:\n  web:\n    ports:\n      - "${fill(':').slice(60)}"`],
    [
      'compose.yaml',
      `services:\n  web:\n    environment:\n      A: "${fill('http://localhost:1 ').slice(80)}"`,
    ],
    ['compose.yaml', `a: &a 1\nb: [${fill('*a,').slice(30)}]`],
    [
      'compose.yaml',
      `services:\n${Array.from({ length: 5_000 }, (_, index) => `  s${index}: {ports: ["${index}:1"]}\n`).join('')}`,
    ],
    ['vite.config.ts', `export default ${'['.repeat(SIZE - 100)}`],
    ['vite.config.ts', `export default ${fill('a<').slice(100)}b`],
    ['vite.config.ts', `export default ${fill('a?b:').slice(100)}c`],
    ['vite.config.ts', `export default ${fill('1+').slice(100)}1`],
    ['vite.config.ts', `export default ${fill('a||').slice(100)}3000`],
    ['vite.config.ts', `export default { server: { port: ${fill('(a=>').slice(SIZE - 380)}1 } }`],
    ['vite.config.ts', `${fill('const a = { ...a };\n').slice(100)}export default a;`],
    ['vite.config.ts', `const a = { ...b, ...b }; const b = { ...a, ...a };\nexport default a;`],
    ['vite.config.ts', doubling],
    ['vite.config.ts', `export default { a: [${fill('3000,').slice(100)}] }`],
    ['vite.config.ts', fill('/*')],
    ['Makefile', fill('PORT = 3000\n\tvite\n')],
    ['Makefile', fill('$(')],
    ['Makefile', fill('a: b \\\n')],
    ['scripts/dev.sh', fill('<<A\n')],
    ['scripts/dev.sh', fill('${PORT:-3000} ')],
    ['server.js', fill('.listen(')],
    ['server.js', `${fill('app.run(').slice(0, 400)}\n`.repeat(500)],
    ['Dockerfile', `${fill('HEALTHCHECK curl ').slice(0, 450)}\n`.repeat(500)],
    ['package.json', '['.repeat(SIZE)],
    ['package.json', inScript('vite && ')],
    ['package.json', inScript('PORT=1 npm run a && ')],
    ['package.json', inScript('cd a && vite && ')],
    ['package.json', '{"a":'.repeat(100_000)],
    ['package.json', inScript('--port 3000 ')],
    ['package.json', inScript('"a b" ')],
    ['package.json', inScript("'")],
    ['package.json', inScript('PORT=1 ')],
    ['package.json', inScript('env ')],
    ['package.json', inScript('npx -p ')],
    ['package.json', inScript('${')],
    ['package.json', inScript('docker run -p ')],
    ['package.json', inScript('a-')],
    ['package.json', scripts(`tool --${fill('a-').slice(100)}port 1`)],
    ['package.json', scripts(`NODE_OPTIONS="${fill('--inspect').slice(200)}"`)],
    ['package.json', scripts(`x "${fill('--debug-').slice(200)}"`)],
    ['package.json', scripts(`psql ${fill('-p 1 ').slice(200)}`)],
    [
      'package.json',
      JSON.stringify({
        scripts: Object.fromEntries(
          Array.from({ length: 20_000 }, (_, index) => [`s${index}`, 'vite --port 3000']),
        ),
      }),
    ],
  ])('%s takes bounded time: %#', async (path, text) => {
    const root = await temporaryProject({ [path]: text });
    const detection = await detect(root); // the suite's time limit is the bound
    expect(detection.ports.length).toBeLessThan(6000);
  });
});
