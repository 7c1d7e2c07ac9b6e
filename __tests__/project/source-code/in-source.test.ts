import { execFileSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { detect } from '../../../src/project/detect.js';
import { compileSource } from '../compiled-library.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const PROJECT = {
  '.env': 'WEB_PORT=3000\nMAIL_PORT=1025\n',
  'compose.yaml': 'services:\n  stats: { image: x, ports: ["8125:8125/udp"] }\n',
  '.gitignore': 'made/\n',
};

async function leftIn(
  tree: Record<string, string>,
  git: readonly string[] = ['init --quiet'],
): Promise<string[]> {
  const root = await temporaryProject({ ...PROJECT, ...tree });
  for (const words of git) execFileSync('git', words.split(' '), { cwd: root });
  const { leftAlone } = await detect(root);
  return leftAlone.map(
    ({ file, line, column, port, reason }) => `${file}:${line}:${column} ${port} ${reason}`,
  );
}

it('tells where source code calls a port that moves, once a number', async () => {
  const left = await leftIn({
    'src/a.ts': '// nothing\nfetch("http://localhost:3000/x"); fetch(`http://127.0.0.1:3000`)\n',
    'src/b.py': 'URL = "[::1]:3000"\nMAIL = ("localhost:1025")\n',
  });
  expect(left).toEqual([
    'src/a.ts:2:25 3000 source code calls localhost:3000 here and at 2 more places, and is not changed; let it read a variable',
    'src/b.py:2:20 1025 source code calls localhost:1025, and is not changed; let it read a variable',
  ]);
});

it('tells of what containers call by the name that this machine has for them', async () => {
  const left = await leftIn({
    'prometheus/config.yml': [
      'scrape_configs:',
      '  - static_configs:',
      "      - targets: ['localhost:3000', 'host.docker.internal:3000']",
      "      - targets: ['host.docker.internal:3001', 'ghost.docker.internals:3000']",
    ].join('\n'),
    'src/a.ts': 'fetch("http://host.containers.internal:1025")',
  });
  expect(left).toEqual([
    'prometheus/config.yml:3:30 3000 localhost:3000 stands in a file that is not changed: what is meant for this machine, and not for a container, can be named under "files" in portkeeper.yaml',
    'prometheus/config.yml:3:59 3000 host.docker.internal:3000 stands in a file that is not changed: name it under "files" in portkeeper.yaml, and it follows',
    'src/a.ts:1:40 1025 source code calls host.containers.internal:1025, and is not changed; let it read a variable',
  ]);
});

it('tells of JSON that no kind reads, and not of data and texts', async () => {
  const json = '{"url":"http://localhost:3000/"}';
  const left = await leftIn({
    'src/config.json': json,
    'oidc/clients.json': json,
    'docs/shop.postman_collection.json': json,
    ...{ 'package-lock.json': json, 'tests/data.json': json, 'src/locales/en.json': json },
    'public/env.json': json,
    'note.json': '{\n  // see http://localhost:1025\n}\n',
    'package.json': '{"homepage":"http://localhost:3000/"}',
  });
  expect(left).toEqual([
    'oidc/clients.json:1:26 3000 localhost:3000 here and at package.json:1, public/env.json:1, src/config.json:1 stands in a file that is not changed: what is meant for this machine, and not for a container, can be named under "files" in portkeeper.yaml',
  ]);
});

it('tells where it leaves out a port that moves, because the scheme says it', async () => {
  const left = await leftIn({
    'compose.yaml': 'services:\n  web: { image: x, ports: ["80:80", "443:443"] }\n',
    'a.ts': [
      'fetch("http://web/http://localhost/x");',
      'fetch("http://localhost:80");',
      "fetch('https://[::1]');",
    ].join('\n'),
    'b.py': 'URL = "http://127.0.0.1" # http://localhost:3000',
    'conf/x.toml': 'page = "http://localhost"',
  });
  expect(left).toEqual([
    'b.py:1:45 3000 source code calls localhost:3000, and is not changed; let it read a variable',
    'a.ts:1:35 80 source code calls http://localhost here and at 2 more places, and is not changed; let it read a variable',
    'conf/x.toml:1:25 80 http://localhost stands in a file that is not changed: what is meant for this machine, and not for a container, can be named under "files" in portkeeper.yaml',
    'a.ts:3:21 443 source code calls https://localhost, and is not changed; let it read a variable',
  ]);
});

it('tells where the URL of a service leaves it out, with a user perhaps', async () => {
  const left = await leftIn({
    'compose.yaml': 'services:\n  db: { image: x, ports: ["5432:5432"] }\n',
    'a.py': 'DB = "postgresql://u:p@localhost/x"\nOTHER = "postgresql://u:p@db/localhost"\n',
    'b.rb': 'DB = ENV["DB"] || "postgres://localhost"\n',
  });
  expect(left).toEqual([
    'a.py:1:33 5432 source code calls postgresql://localhost here and at 1 more place, and is not changed; let it read a variable',
  ]);
});

it.each([
  ['a host that begins so', 'x("http://localhost.example.com", "http://localhoster/")'],
  ['a port behind it', 'x("http://localhost:8080/", `http://localhost:${PORT}`)'],
  ['a port that is put behind it', 'x(`http://localhost${PORT}`)'],
  ['a host of all addresses', 'x("http://0.0.0.0/")'],
])('does not take for a port left out %s', async (_, text) => {
  const compose = 'services:\n  web: { image: x, ports: ["80:80"] }\n';
  expect(await leftIn({ 'compose.yaml': compose, 'a.ts': text })).toEqual([]);
});

it.each([
  ['arguments', 'connectEmulator(db, "localhost", 3000);', 34],
  ['a pair', "s.connect(('127.0.0.1', 3000))", 25],
  ['names', "new Client({ host: 'localhost', port: 3000 })", 39],
  ['names of Python', 'connect(host="localhost", port="3000")', 33],
  ['keys', '{"host": "localhost", "port" : 3000}', 32],
])('tells of a host and a port that are two words: %s', async (_, text, column) => {
  expect(await leftIn({ 'a.py': text })).toEqual([
    `a.py:1:${column} 3000 source code calls localhost:3000, and is not changed; let it read a variable`,
  ]);
});

it.each([
  ['a.ts', "new Pool({\n  host: 'localhost',\n  user: 'u',\n  port: 3000,\n});\n", '4:9'],
  ['a.ts', "x({\n  port: '3000',\n  ssl: {\n    a: 1,\n  },\n  host: '127.0.0.1',\n});\n", '2:10'],
  ['a.ts', "x({ port: 3000, host: process.env.DB_HOST || 'localhost' });\n", '1:11'],
  ['a.py', 'x(\n    host="localhost",\n    port=3000,\n)\n', '3:10'],
  ['a.rb', 'x(\n  "host" => "localhost",\n  "port" => 3000,\n)\n', '3:13'],
  ['a.go', 'x{\n\tHost: "localhost",\n\tPort: 3000,\n}\n', '3:8'],
  ['a.py', "x = {\n    'HOST': '127.0.0.1',\n    'PORT': '3000',\n}\n", '3:14'],
  ['a.py', 'x = {"PORT": 3000, "HOST": "localhost"}\n', '1:14'],
])('tells of a host and a port on two lines: %s %j', async (file, text, place) => {
  expect(await leftIn({ [file]: text })).toEqual([
    `${file}:${place} 3000 source code calls localhost:3000, and is not changed; let it read a variable`,
  ]);
});

it('tells of a client that is told no address, and so has the usual port', async () => {
  const compose = 'services:\n  a: { image: x, ports: ["6379:6379", "27017:27017"] }\n';
  const left = await leftIn({
    'compose.yaml': compose,
    'a.ts': 'const a = new Redis();\nconst b = new Redis(url);\nconst c = new Redis.Cluster();\n',
    'b.js': 'const client = redis.createClient();\nconst other = createClient();\n',
    'c.py': 'r = redis.Redis()\nm = MongoClient()\nn = MongoClient(url)\n',
  });
  expect(left).toEqual([
    'a.ts:1:22 6379 source code calls localhost:6379 here and at 2 more places, and is not changed; let it read a variable',
    'c.py:2:18 27017 source code calls localhost:27017, and is not changed; let it read a variable',
  ]);
});

it.each([
  ['of other things', "a: { host: 'localhost' },\nb: {\n  port: 3000,\n},\n"],
  ['of what it stands in', "host: 'localhost',\nb: {\n  port: 3000,\n},\n"],
  ['that is another machine', "host: 'db',\nport: 3000,\n"],
  ['behind an empty line', "host: 'localhost',\n\nport: 3000,\n"],
  ['of a number that is no port', "host: 'localhost',\nsupport: 3000,\n"],
  ['in a comment', "host: 'localhost',\n// port: 3000,\n"],
])('takes no host %s for that of a port', async (_, text) => {
  expect(await leftIn({ 'a.ts': text })).toEqual([]);
});

it.each([
  ['a.ts', 'const url = `postgres://u:p@${dbHost}:3000/x`;', 39],
  ['a.py', 'url = f"http://{self.host}:3000/x"', 28],
  ['a.go', 'url := fmt.Sprintf("http://%s:3000", host)', 31],
  ['a.rb', 'url = "http://#{host}:3000"', 23],
])('tells of a host that is computed: %s %s', async (file, text, column) => {
  expect(await leftIn({ [file]: text })).toEqual([
    `${file}:1:${column} 3000 source code calls 3000 of a host that it computes, and is not changed; let it read a variable`,
  ]);
});

it('tells of a computed host behind those that are known, and not in data of tests', async () => {
  const left = await leftIn({
    'a.ts': 'x(`http://${host}:3000`);\n',
    'b.ts': 'x("http://localhost:3000");\n',
    'src/a_test.go': 'x(fmt.Sprintf("http://%s:1025", host))\n',
  });
  expect(left).toEqual([
    'b.ts:1:21 3000 source code calls localhost:3000 here and at 1 more place, and is not changed; let it read a variable',
  ]);
});

it.each([
  ['a time of a clock', 'x(`${hours}:3000`)'],
  ['a number of more digits', 'x(`http://${host}:30001`)'],
  ['a path', 'x(`http://${host}/:3000`)'],
])('does not take for a port of a computed host %s', async (_, text) => {
  expect(await leftIn({ 'a.ts': text })).toEqual([]);
});

it('tells where source code says a number alone that a script or a configuration listens on', async () => {
  const left = await leftIn({
    'web/package.json': '{ "scripts": { "dev": "vite --port 5107", "next": "next dev" } }',
    'compose.yaml': 'services:\n  cache: { image: x, ports: ["6107:80"] }\n',
    'api/proxy.ts': 'proxy({\n  path: "web",\n  port: 5107,\n});\nfunction pass(port = 5107) {}\n',
    'api/server.ts': 'show({ port: 3000 }); publish({ port: 6107 });\n// port: 5107\n',
    'api/proxy.test.ts': 'proxy({ port: 5107 });\n',
    'api/settings.yaml': 'a:\n  b:\n    port: 5107\n',
  });
  expect(left).toEqual([
    'api/proxy.ts:3:9 5107 source code says this number for a port here and at 1 more place, perhaps of this server, and is not changed; let it read a variable',
  ]);
});

it('tells of a host and a port that are two settings of a file', async () => {
  const left = await leftIn({
    'options/all.yaml': 'mail:\n  - port: 1025\n    host: localhost\n',
    'options/x.ini': '[mail]\nhost = localhost\nport = 1025\n[web]\nport = 3000\n',
  });
  expect(left).toEqual([
    expect.stringContaining(
      'options/all.yaml:2:11 1025 localhost:1025 here and at options/x.ini:3 stands',
    ),
  ]);
});

it.each(['"localhost", count: 3000', '"localhost", 30001', '"localhost.x", 3000', '"web", 3000'])(
  'takes no port of this machine for %s',
  async (text) => {
    expect(await leftIn({ 'a.py': text })).toEqual([]);
  },
);

it('tells of configurations that are not changed as well, and leaves others to their kinds', async () => {
  const left = await leftIn({
    'options/all.yaml': 'mail: smtp://localhost:1025\nurl: http://127.0.0.1:3000\n',
    '.github/workflows/test.yml': 'run: curl http://localhost:3000\n',
    'ci/smoke.sh': 'curl localhost:3000\ncurl ${HOST:-localhost}:1025\n',
    '.github/workflows/test-compose.yml': 'run: curl http://localhost:3000\n',
    '.github/workflows/dockerfile.yaml': 'run: curl http://localhost:3000\n',
    '.test.example.env': 'URL=http://localhost:3000\n',
    'compose.dev.yaml':
      'services: { web: { image: x, healthcheck: { test: "curl localhost:3000" } } }\n',
    'fixtures/answer.json': '{ "url": "http://localhost:3000" }\n',
    'a.ts': 'x("localhost:3000")',
  });
  const advice =
    ': what is meant for this machine, and not for a container, can be named under "files" in portkeeper.yaml';
  expect(left).toEqual([
    'a.ts:1:14 3000 source code calls localhost:3000, and is not changed; let it read a variable',
    '.github/workflows/dockerfile.yaml:1:28 3000 localhost:3000 here and at .github/workflows/test-compose.yml:1, .github/workflows/test.yml:1 stands in what the CI system has read before its job starts: let the command read the variable of the port. With the action, a variable of the job follows by itself',
    `ci/smoke.sh:1:16 3000 localhost:3000 here and at options/all.yaml:2 stands in a file that is not changed${advice}`,
    `ci/smoke.sh:2:25 1025 localhost:1025 here and at options/all.yaml:1 stands in a file that is not changed${advice}`,
  ]);
});

it('tells of tests of the shell, which are not edited', async () => {
  const left = await leftIn({ 'smoke/send.bats': '@test "x" {\n  curl localhost:3000\n}\n' });
  expect(left).toEqual([expect.stringContaining('smoke/send.bats:2:18 3000 localhost:3000')]);
});

it.each([
  ['a.py', 'x = os.environ.get("DB_PORT", "3000")', 32],
  ['a.py', 'DB_PORT = config("DB_PORT", default="3000")', 38],
  ['a.rb', "x = ENV.fetch('DB_PORT') { 3000 }", 28],
  ['a.go', 'x := getEnv("DB_PORT", "3000")', 25],
  ['a.rs', 'env::var("DB_PORT").unwrap_or_else(|_| "3000".into())', 41],
  ['a.ex', 'System.get_env("DB_PORT") || "3000"', 31],
  ['a.pl', '$ENV{DB_PORT} || 3000', 18],
  ['a.clj', '(or (System/getenv "DB_PORT") "3000")', 32],
])('tells of the default of a variable: %s %s', async (file, text, column) => {
  expect(await leftIn({ [file]: `${text}\n` })).toEqual([
    `${file}:1:${column} 3000 source code takes 3000 unless DB_PORT is set, and is not changed; set DB_PORT where it runs on this machine`,
  ]);
});

it('takes no default of a variable for what sets it, or what an env file says', async () => {
  const left = await leftIn({
    'a.go': 'os.Setenv("DB_PORT", "3000")\n',
    'a.py': 'os.environ["DB_PORT"] = "3000"\nx = os.getenv("WEB_PORT", "3000")\n',
    'config/database.rb': 'x = ENV["MAIL_PORT"] || 1025\n',
  });
  expect(left).toEqual([]);
});

it.each([
  ['a.php', "'url' => rtrim(env('APP_URL', 'http://localhost:3000'), '/'),"],
  ['a.ts', 'const url = process.env.APP_URL ?? `http://localhost:3000/x`;'],
  ['a.ts', "const url = process.env['APP_URL'] || 'http://localhost:3000';"],
  ['a.py', 'URL = os.environ.get("APP_URL", "http://localhost:3000")'],
  ['a.py', 'URL = config("APP_URL", default="http://localhost:3000")'],
  ['a.rb', 'url = ENV.fetch("APP_URL") { "http://localhost:3000" }'],
  ['a.go', 'url := getEnv("APP_URL", "http://u@localhost:3000")'],
])('takes for no call what counts where an env file sets no URL: %s %s', async (file, text) => {
  const called = [`${file}:1:`];
  const places = (left: readonly string[]) =>
    left.filter((each) => each.startsWith(file)).map((each) => each.slice(0, file.length + 3));
  const env = 'WEB_PORT=3000\nAPP_URL=http://localhost:3000\n';
  const loaded = { '.env': env, Makefile: 'include .env\n', [file]: `${text}\n` };
  expect(places(await leftIn(loaded))).toEqual([]);
  expect(places(await leftIn({ [file]: `${text}\n` }))).toEqual(called);
  const other = env.replace('APP_URL', 'OTHER_URL');
  expect(places(await leftIn({ '.env': other, [file]: `${text}\n` }))).toEqual(called);
});

it('tells of the default that stands in a URL where it is not known who loads the env file', async () => {
  const left = await leftIn({
    '.env': 'WEB_PORT=3000\nAPP_URL=http://localhost:3000\n',
    'a.py': 'URL = os.environ.get("APP_URL", "http://localhost:3000")\n',
  });
  expect(left).toEqual([
    'a.py:1:51 3000 source code takes 3000 unless APP_URL is set, and is not changed; set APP_URL where it runs on this machine',
  ]);
});

describe('what an env file sets for node server.js', () => {
  const server = 'http.createServer(f).listen(process.env.PORT ?? 4000);\n';
  const project = { 'api/.env': 'PORT=4000\n', 'api/server.js': server };
  const left = async (tree: Record<string, string>) =>
    (await leftIn({ ...project, ...tree })).filter((each) => each.startsWith('api/server'));
  const manifest = (more: object) =>
    JSON.stringify({ scripts: { start: 'node server.js' }, ...more });

  it('is told where nothing loads the file', async () => {
    expect(await left({ 'api/package.json': manifest({}) })).toEqual([
      'api/server.js:1:49 4000 source code takes 4000 unless PORT is set; api/.env sets it, and nothing was found that loads that file: start it with node --env-file',
    ]);
  });

  it.each([
    ['a library', { 'api/package.json': manifest({ dependencies: { dotenv: '1' } }) }],
    ['a framework', { 'package.json': '{"devDependencies":{"nx":"1"}}' }],
    ['a flag', { 'api/package.json': '{"scripts":{"start":"node --env-file=.env server.js"}}' }],
    ['Bun', { 'api/package.json': '{"scripts":{"start":"bun run server.js"}}' }],
    ['a Makefile', { 'api/package.json': '{}', Makefile: 'include api/.env\n' }],
    ['itself', { 'api/package.json': '{}', 'api/server.js': `process.loadEnvFile();\n${server}` }],
    ['who knows', {}],
  ])('is not told where it may be loaded by %s', async (_, tree) => {
    expect(await left(tree)).toEqual([]);
  });
});

it('takes for no call the default of a variable whose number in an env file stays', async () => {
  const left = await leftIn({
    '.env': 'WEB_PORT=3000\nDB_HOST=mysql\nDB_PORT=3306\n',
    'compose.yaml': 'services:\n  db: { image: x, ports: ["3306:3306"] }\n',
    'config/database.php': "'port' => env('DB_PORT', '3306'),\n",
  });
  expect(left.filter((each) => each.startsWith('config'))).toEqual([]);
});

it('tells of addresses as shells, ADO.NET and libpq write them', async () => {
  const left = await leftIn({
    'ops/check.sh': [
      'psql -U app -p 3000',
      'nc -z localhost 3000',
      '(echo > /dev/tcp/127.0.0.1/3000)',
      'psql -h db.example.com -p 3000',
      'redis-cli -h $ip -p 3000',
      'docker compose exec db psql -p 3000',
      'mysql -hdb -P3000 -uroot',
      'echo open http://${HOST:-localhost}:3000/x',
    ].join('\n'),
    'a.cs': 'var s = "Server=localhost,3000;Database=x";\n',
    'a.go': 'x := "user=a host=localhost port=1025"\n',
  });
  expect(left).toEqual([
    'a.cs:1:27 3000 source code calls localhost:3000, and is not changed; let it read a variable',
    expect.stringContaining(
      'ops/check.sh:1:16 3000 localhost:3000 here and at ops/check.sh:2, ops/check.sh:3, ops/check.sh:8 stands',
    ),
    'a.go:1:34 1025 source code calls localhost:1025, and is not changed; let it read a variable',
  ]);
});

it('tells of connection strings of ADO.NET, which may leave their port out', async () => {
  const left = await leftIn({
    'compose.yaml':
      'services:\n  db: { image: x, ports: ["5432:5432", "1433:1433", "5440:5432"] }\n',
    'a.cs': [
      'var a = "Host=localhost;Database=shop;Username=u";',
      'var b = "Server=127.0.0.1;Initial Catalog=shop;User Id=sa";',
      'var c = "Host=localhost; Port=5440;Database=shop";',
      'var d = "Server=localhost;Database=shop;Port=5440";',
      'var e = "Server=localhost;Database=shop;Port=" + port;',
      'var f = "Host=localhost;Level=1";',
    ].join('\n'),
    'b.cs': 'var g = "Host=db;Port=5432";\n',
  });
  expect(left).toEqual([
    expect.stringContaining('a.cs:1:24 5432 source code calls localhost:5432,'),
    expect.stringContaining('a.cs:2:26 1433 source code calls localhost:1433,'),
    expect.stringContaining('a.cs:3:31 5440 source code calls localhost:5440 here and at 1 more'),
  ]);
});

it('tells of an address of a local network with a port that moves, and not in data of tests', async () => {
  const left = await leftIn({
    '.env.local': 'API_URL=http://192.168.1.4:3000\nOTHER_URL=http://192.168.1.4:3001\n',
    'app/api.ts': 'const url = "http://192.168.1.4:3000/api", other = "http://10.0.0.4:1025";\n',
    'app/api.test.ts': 'const url = "http://192.168.1.4:1025";\n',
    'app/version.ts': 'const version = "192.168.1.4.3000";\n',
  });
  expect(left).toEqual([
    '.env.local:1:28 3000 192.168.1.4 may be this machine, which its address alone does not tell',
    'app/api.ts:1:33 3000 source code calls 192.168.1.4:3000 of a local network, and is not changed; let it read a variable',
  ]);
});

it('tells of a number that nothing else states, where a program takes it unless PORT is set', async () => {
  const left = await leftIn({
    'packages/api/src/infra/http/start.ts': 'const port = process.env.PORT || 5000;\n',
    'packages/api/src/infra/http/start.test.ts': 'const port = process.env.PORT || 5001;\n',
    'packages/api/src/db.ts': 'const port = process.env.DB_PORT || 5002;\n',
    'packages/web/src/api.ts': 'const url = `http://localhost:${process.env.API_PORT ?? 5003}`;\n',
    'packages/set/.env': 'PORT=0\n',
    'packages/set/src/infra/start.ts': 'listen(process.env.PORT || 5004);\n',
    'packages/run/package.json': '{"scripts":{"dev":"PORT=4500 node ."}}',
    'packages/run/src/infra/start.ts': 'listen(process.env.PORT || 5005);\n',
    'packages/in/compose.yaml': 'services:\n  api: { image: x, ports: ["4600:5006"] }\n',
    'packages/in/src/infra/start.ts': '// process.env.PORT || 5007\nx(process.env.PORT || 5006);\n',
    'packages/py/deep/down/serve.py': 'port = int(os.environ.get("PORT", 5008))\n',
  });
  const change = 'and is not changed; set PORT where it runs on this machine';
  expect(left.filter((each) => each.includes('source code'))).toEqual([
    `packages/api/src/infra/http/start.ts:1:34 5000 source code takes 5000 unless PORT is set, ${change}`,
    `packages/py/deep/down/serve.py:1:35 5008 source code takes 5008 unless PORT is set, ${change}`,
  ]);
});

it('looks into the pages of servers and into build files, and of XML into those alone', async () => {
  const left = await leftIn({
    'public/index.html': '<script src="http://localhost:3000/remoteEntry.js"></script>\n',
    'lib/root.html.heex': '<script src="http://localhost:3000/@vite/client"></script>\n',
    'src/client.cpp': 'connect("localhost:3000");\n',
    'pom.xml': '<db.url>jdbc:h2:tcp://localhost:1025/x</db.url>\n',
    'feed.xml': '<link>http://localhost:3000</link>\n',
  });
  expect(left).toEqual([
    expect.stringContaining(
      'lib/root.html.heex:1:31 3000 source code calls localhost:3000 here and at 2 more',
    ),
    expect.stringContaining(
      'pom.xml:1:33 1025 localhost:1025 stands in a file that is not changed',
    ),
  ]);
});

it('tells where a proxy, of which only what listens is known, passes on to a port that moves', async () => {
  const left = await leftIn({
    Caddyfile: ':8443 {\n  reverse_proxy localhost:3000\n}\n',
    'dev/Caddyfile': ':8444 {\n  reverse_proxy localhost:{$WEB_PORT:3000}\n}\n',
    'nginx/dev.conf':
      'listen 8080;\n# was http://localhost:1025\nproxy_pass http://127.0.0.1:1025;\n',
  });
  expect(left.filter((each) => /:(3000|1025) /.test(each))).toEqual([
    expect.stringContaining(
      'Caddyfile:2:27 3000 localhost:3000 here and at dev/Caddyfile:2 stands',
    ),
    expect.stringContaining('nginx/dev.conf:3:29 1025 localhost:1025 stands in a file that is not'),
  ]);
});

it('tells of a number that counts where a variable is not set, and of a host with its port', async () => {
  const left = await leftIn({
    'src/a.ts': 'const url = `http://localhost:${process.env.PORT ?? 3000}`;\n',
    'src/b.js': "const port = Number(process.env['SMTP_PORT']) || '1025';\n",
    'src/e.js': 'const { port = process.env.MAIL_PORT || 1025 } = settings;\n',
    'src/f.js': 'const port = process.env.POP_PORT || 1025;\n',
    'src/c.rb': 'config.default_url_options = { host: "localhost", port: 3000 }\n',
    'src/d.py': 'mail = connect("127.0.0.1", 1025)\nserver = serve("localhost", timeout=3000)\n',
  });
  const change = 'and is not changed; set';
  expect(left).toEqual([
    'src/c.rb:1:57 3000 source code calls localhost:3000, and is not changed; let it read a variable',
    `src/a.ts:1:53 3000 source code takes 3000 unless PORT is set, ${change} PORT where it runs on this machine`,
    'src/d.py:1:29 1025 source code calls localhost:1025, and is not changed; let it read a variable',
    `src/b.js:1:51 1025 source code takes 1025 unless SMTP_PORT is set, ${change} SMTP_PORT where it runs on this machine`,
    `src/f.js:1:38 1025 source code takes 1025 unless POP_PORT is set, ${change} POP_PORT where it runs on this machine`,
  ]);
});

it('tells of a number whose variable only the env file of another folder says', async () => {
  const port = 'const port = process.env.API_PORT ?? 4500;\n';
  const left = await leftIn({
    'apps/a/.env': 'API_PORT=4500\n',
    ...{ 'apps/a/src/x.ts': port, 'apps/b/src/x.ts': port },
  });
  expect(left).toEqual([expect.stringMatching(/^apps\/b\/src\/x\.ts:1:38 4500 /)]);
});

it('tells nothing of what a configuration has in a comment', async () => {
  const left = await leftIn({
    'playwright.config.ts': `export default {
  use: {
    // baseURL: 'http://localhost:3000',
  },
};
`,
    'src/a.ts': "// fetch('http://localhost:1025')\n",
  });
  expect(left).toEqual([expect.stringContaining('src/a.ts:1:28 1025 source code calls')]);
});

it.each([
  ['tracks', ['init --quiet', 'add --all']],
  ['tracks one of', ['init --quiet', 'add b.ts']],
  ['does not track', ['init --quiet']],
])('tells of source code that git %s', async (_, git) => {
  const left = await leftIn({ 'a.ts': 'x("localhost:3000")', 'b.ts': 'x("localhost:1025")' }, git);
  expect(left).toMatchObject([/^a\.ts:1:14 3000 /, /^b\.ts:1:14 1025 /].map(expect.stringMatching));
});

it('tells nothing of what is said to PortKeeper itself', async () => {
  const left = await leftIn({
    'portkeeper.yaml': '# src/a.ts:1 3000 source code calls localhost:3000\n',
    'apps/a/portkeeper.yml': '# localhost:1025\n',
  });
  expect(left).toEqual([]);
});

it('tells of the file of a server as well, but of no place twice', async () => {
  const left = await leftIn({
    'server.ts':
      'app.listen(4000);\nfetch("http://localhost:3000");\nclass A {\n  #mail = "localhost:1025";\n}\n',
    'app.py': '#mail = "http://localhost:1025"\n',
    'playwright.config.ts': 'export default { use: { baseURL: "http://localhost:1025" } }',
  });
  expect(left).toEqual([
    expect.stringContaining('server.ts:1:12 4000 source code listens on it'),
    expect.stringContaining('server.ts:2:25 3000 source code calls localhost:3000,'),
    expect.stringContaining('server.ts:4:22 1025 source code calls localhost:1025,'),
  ]);
});

it('counts columns as editors do, also of a second place on a line', async () => {
  const left = await leftIn({ 'a.ts': '/* ä */ x("localhost:3000"); y("http://localhost:1025");' });
  expect(left).toMatchObject([/^a\.ts:1:22 3000 /, /^a\.ts:1:50 1025 /].map(expect.stringMatching));
});

it.each(['é', '\u{1f680}', '\r\n'])('tells of a number that %j follows', async (next) => {
  const left = await leftIn({ 'a.ts': `x(\`http://localhost:3000${next}\`)` });
  expect(left).toEqual([expect.stringMatching(/^a\.ts:1:21 3000 /)]);
});

it.each([
  ['other numbers', { 'a.ts': 'x("localhost:30001", "localhost:300", "http://localhost:3000.5")' }],
  ['other hosts', { 'a.ts': 'x("http://web:3000", "http://example.com:3000")' }],
  ['a port of UDP', { 'a.ts': 'x("localhost:8125")' }],
  ['what git ignores', { 'made/a.ts': 'x("localhost:3000")' }],
  [
    "others' code, and what is built",
    { 'lib/vendor/a.js': '"localhost:3000"', 'dist/a.js': '"localhost:3000"' },
  ],
  ['documentation', { 'README.md': 'http://localhost:3000', 'docs/a.txt': 'localhost:3000' }],
])('does not tell of %s', async (_, tree) => {
  expect(await leftIn(tree)).toEqual([]);
});

it('tells nothing where there is no repository', async () => {
  expect(await leftIn({ 'a.ts': '"http://localhost:3000"' }, [])).toEqual([]);
});

it('tells the same where git is configured to search in other ways', async () => {
  const root = await temporaryProject({
    'app/.env': 'WEB_PORT=3000\n',
    'app/a.ts': 'fetch("http://localhost:3000");\n',
  });
  const git = (...words: string[]): Buffer => execFileSync('git', words, { cwd: root });
  git('init', '--quiet');
  const settings = { 'grep.fullName': 'true', 'submodule.recurse': 'true', 'color.ui': 'always' };
  for (const setting of Object.entries(settings)) git('config', ...setting);
  const { leftAlone } = await detect(join(root, 'app'));
  expect(leftAlone).toMatchObject([{ file: 'a.ts', line: 1, column: 25 }]);
});

/** A program of each language, in every way that it states its port. */
const SERVERS = Object.entries({
  'server.ts': [
    'app.listen(4000);',
    'app.listen( { host: "::", port: 4000 });',
    'export const PORT: number = 4000;',
    'Bun.serve({ port: 4000 });',
  ],
  'app.py': [
    'uvicorn.run("a:b", port=4000)',
    'HTTPServer(("", 4000), X)',
    'debugpy.listen(("::", 4000))',
  ],
  'cmd/x/main.go': [
    'http.ListenAndServe(":4000", nil)',
    'http.ListenAndServeTLS("x:4000")',
    's := http.Server{Addr: ":4000"}',
    'net.Listen("tcp4", ":4000")',
    'e.Start(":4000")',
  ],
  'src/main.rs': [
    'bind("x:4000")',
    'bind( &"x:4000")',
    'bind(("x", 4000))',
    'SocketAddr::from(([0, 0], 4000))',
  ],
  'config/dev.exs': [
    '  http: [ip: {1}, port: 4000]',
    '  https: [\n    port: 4000\n  ]',
    'config :a, A.Repo,\n  port: 4000',
  ],
}).flatMap(([file, programs]) => programs.map((program) => ({ file, program })));

/** What is told of a program that was written after git was asked to do something with its file. */
async function toldOf(file: string, program: string, git: readonly string[]) {
  const root = await temporaryProject({ [file]: 'nothing' });
  for (const words of git) execFileSync('git', words.split(' '), { cwd: root });
  await writeFile(join(root, file), `// no\n${program}\n`);
  return (await detect(root)).leftAlone;
}

it.each(SERVERS)('tells that $program listens', async ({ file, program }) => {
  const told = await toldOf(file, program, ['init --quiet', 'add --all']);
  expect(told).toMatchObject([{ file, port: 4000 }]);
});

it.each([
  ['does not track', []],
  ['takes for unchanged', ['add --all', 'update-index --assume-unchanged server.ts']],
  ['takes for absent', ['add --all', 'update-index --skip-worktree server.ts']],
])('tells that a program listens that git %s', async (_, git) => {
  const told = await toldOf('server.ts', 'app.listen(4000);', ['init --quiet', ...git]);
  expect(told).toMatchObject([{ file: 'server.ts', port: 4000 }]);
});

it('opens no program in which git found no sign of a port', async () => {
  const root = await temporaryProject({
    'server.ts': 'app.listen(4000);',
    'src/server.ts': 'app.listen(port);',
    'dist/server.ts': 'app.listen(port);',
    'src/odd\nname/server.ts': '',
  });
  for (const words of ['init --quiet', 'add --all']) {
    execFileSync('git', words.split(' '), { cwd: root });
  }
  const { sources } = await detect(root);
  expect([...sources.keys()]).toEqual(['server.ts', 'dist/server.ts']);
});

it.each([
  ['stays with a server that a script starts', 'tsx watch src/server.ts', ['compose.yaml']],
  ['follows its container', 'docker compose up', ['compose.yaml', 'client/vite.config.ts']],
])('finds whose number a proxy has, which %s', async (_what, dev, moving) => {
  const root = await temporaryProject({
    'compose.yaml': 'services:\n  app: { build: ., ports: ["4242:4242"] }\n',
    'package.json': JSON.stringify({ scripts: { dev } }),
    'src/lib/settings.ts': 'export const port = toNumber(process.env.PORT, 4242);\n',
    'client/package.json': '{"scripts":{"start":"vite"}}',
    'client/vite.config.ts':
      "export default { server: { port: 3000, proxy: { '/api': 'http://localhost:4242' } } };\n",
  });
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  const { ports, leftAlone } = await detect(root);
  const found = ports.find(({ port }) => port === 4242);
  expect(found?.sites.map(({ file }) => file)).toEqual(moving);
  const reasons = leftAlone.map((each) => `${each.file} ${each.reason}`).join('\n');
  expect(reasons).toContain('src/lib/settings.ts source code takes 4242 unless PORT is set');
});

const posix = process.platform === 'win32' ? it.skip : it;

posix('finds the same by a git that was made without expressions of Perl', async () => {
  const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
  const folder = await temporaryProject({
    git: `#!/bin/sh\nfor word; do [ "$word" = -P ] && exit 128; done\nexec ${git} "$@"\n`,
  });
  await chmod(join(folder, 'git'), 0o755);
  const root = await temporaryProject({
    '.env': 'WEB_PORT=3000\n',
    'src/a.ts': 'fetch("http://localhost:3000");',
    'src/main.rs': 'bind( &"x:4000")',
    'src/server.ts': 'app.listen(port);',
  });
  for (const words of ['init --quiet', 'add --all']) {
    execFileSync('git', words.split(' '), { cwd: root });
  }
  const library = await compileSource();
  try {
    const ask = `import { detect } from ${library.url('project/detect.js')};
    const { leftAlone, sources } = await detect(${JSON.stringify(root)});
    const left = leftAlone.map(({ file, line, port }) => [file, line, port].join(':'));
    process.stdout.write([...left, ...sources.keys()].join(' '));`;
    const env = { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) };
    const words = ['--input-type=module', '--eval', ask];
    const told = execFileSync(process.execPath, words, { env, encoding: 'utf8' });
    expect(told).toBe('src/main.rs:1:4000 src/a.ts:1:3000 .env src/main.rs');
  } finally {
    await library.remove();
  }
});

it('opens every program where there is no repository', async () => {
  const root = await temporaryProject({ 'server.ts': 'app.listen(port);' });
  const { sources } = await detect(root);
  expect([...sources.keys()]).toEqual(['server.ts']);
});
