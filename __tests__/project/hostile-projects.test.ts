import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Linked } from '../../src/project/linking/linked.js';
import { compileSource } from './compiled-library.js';
import { removeProjects, temporaryProject } from './temporary-project.js';

/*
 * What is quadratic, or worse, takes longer with these sizes than a process is given. It has to be a
 * process of its own: nothing that waits within this one would be asked before the work is done.
 */
const LONGEST_MS = 50_000;

let library: Awaited<ReturnType<typeof compileSource>>;

beforeAll(async () => {
  library = await compileSource();
});

afterAll(async () => {
  await library.remove();
  await removeProjects();
});

/** What a program prints as JSON; it is killed where it takes too long. */
function answer<T>(program: string, input: unknown): T {
  const { error, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    {
      ...{ input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 28 },
      ...{ timeout: LONGEST_MS, killSignal: 'SIGKILL' },
    },
  );
  if (error) throw error;
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

const INPUT = `JSON.parse((await import('node:fs')).readFileSync(0, 'utf8'))`;

type Answer = Pick<Linked, 'ports' | 'leftAlone'>;

interface TreeAnswer extends Answer {
  readonly problems: readonly unknown[];
  readonly containerPorts: number;
  /** How many lists of ports the services have among them. */
  readonly lists: number;
}

/** @param tree path → text. */
function linkTree(tree: Readonly<Record<string, string>>): TreeAnswer {
  const program = `
    const { fileKinds, kindOf } = await import(${library.url('project/files/index.js')});
    const { link } = await import(${library.url('project/linking/link.js')});
    const { decodeSource } = await import(${library.url('project/writing/source-file.js')});
    await Promise.all(fileKinds.map((kind) => kind.ready?.()));
    const tree = ${INPUT};
    const findings = new Map();
    for (const [path, text] of Object.entries(tree)) {
      const kind = kindOf(path);
      if (kind) findings.set(path, kind.find(decodeSource(path, Buffer.from(text))));
    }
    const { ports, leftAlone } = link(findings, { paths: Object.keys(tree) });
    const all = [...findings.values()];
    console.log(JSON.stringify({
      ports,
      leftAlone,
      problems: all.flatMap(({ problems }) => problems),
      containerPorts: all.flatMap(({ containerPorts }) => containerPorts).length,
      lists: new Set(all.flatMap(({ servicePorts }) => servicePorts.map(([, list]) => list))).size,
    }));`;
  return answer(program, tree);
}

function detectIn(root: string): Answer {
  const program = `
    const { detect } = await import(${library.url('project/detect.js')});
    const { ports, leftAlone } = await detect(${INPUT});
    console.log(JSON.stringify({ ports, leftAlone }));`;
  return answer(program, root);
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function services(count: number, make: (index: number) => string): string {
  return `services:\n${many(count, (at) => `  s${at}: { image: x${at}, ${make(at)} }\n`).join('')}`;
}

it('follows variables each of which leads to two others', () => {
  const lines = many(60, (at) => {
    const value = `\${A${at}_PORT:-\${B${at}_PORT}}`;
    return `A${at + 1}_PORT=${value}\nB${at + 1}_PORT=${value}\n`;
  });
  const linked = linkTree({
    '.env': `A0_PORT=\nB0_PORT=\n${lines.join('')}`,
    'compose.yaml': services(1, () => 'ports: ["${A60_PORT}:80"]'),
  });
  expect(linked.ports).toEqual([]);
  expect(linked.leftAlone).toMatchObject([{ file: 'compose.yaml', line: 2 }]);
});

it('follows a long way from variable to variable, over and over', () => {
  const linked = linkTree({
    '.env': many(2000, (at) => `A${at + 1}=\${A${at}:-3000}\n`).join(''),
    'compose.yaml': services(1000, () => 'ports: ["${A2000}:80"]'),
  });
  expect(linked.leftAlone).toHaveLength(1000);
  expect(linked.leftAlone[0]?.reason).toBe(
    'A1900 is set by way of other variables, and no more than 100 of them are followed, at .env:1900',
  );
});

it('says of the ends of a range that the way to them is too long', () => {
  const { leftAlone } = linkTree({
    '.env': `${many(200, (at) => `A${at + 1}=\${A${at}:-3000}\n`).join('')}B=3010\n`,
    'compose.yaml': services(1, () => 'ports: ["${A200}-${B}:3000-3010"]'),
  });
  expect(leftAlone.map(({ reason }) => reason)).toContain(
    'a range of the service "s0" cannot be moved: A200 is set by way of other variables, and no more than 100 of them are followed',
  );
});

it('ties thousands of URLs to as many packages', () => {
  const size = 7000;
  const tree: Record<string, string> = { 'package.json': '{}' };
  for (let at = 0; at < size; at += 1) {
    const file = `.env.${at % 5}`;
    tree[file] = `${tree[file] ?? ''}P${at}_URL=http://localhost:3000\n`;
    tree[`p${at}/package.json`] = '{}';
    tree[`p${at}/.env`] = 'PORT=3000\n';
  }
  const linked = linkTree(tree);
  expect(linked.ports).toHaveLength(size);
  expect(linked.ports.every(({ sites }) => sites.length === 2)).toBe(true);
});

it('names some of the ports that a number could be, and how many more there are', () => {
  const packages = many(300, (at) => [
    [`p${at}/package.json`, '{}'],
    [`p${at}/.env`, 'PORT=3000\n'],
  ]);
  const linked = linkTree({
    'package.json': '{}',
    '.env': 'URL=http://localhost:3000\n',
    ...Object.fromEntries(packages.flat()),
  });
  const [{ reason } = { reason: '' }] = linked.leftAlone;
  expect(reason).toMatch(/^3000 could be PORT \(p0\/\.env:1\) or .* or 296 more; settle it /);
  expect(reason.length).toBeLessThan(1000);
});

it('gives thousands of services that share one localhost the same numbers', () => {
  const expose = (at: number): string => `expose: [${1024 + at}]`;
  const inOne = services(4000, (at) => `network_mode: "service:all", ${expose(at)}`);
  const inARow = services(4000, (at) => `network_mode: "service:s${at + 1}", ${expose(at)}`);
  for (const text of [inOne, inARow]) {
    const found = linkTree({ 'compose.yaml': text });
    expect(found).toMatchObject({ problems: [], containerPorts: 4000, lists: 1 });
  }
});

it('reads compose files each of which includes the next', () => {
  const files = many(6000, (at) => [
    `d${at}/compose.yaml`,
    `include: [{ path: ../d${at + 1}/compose.yaml, env_file: .env.${at} }]\n${services(1, () => 'ports: ["${P:-3000}:80"]')}`,
  ]);
  expect(linkTree(Object.fromEntries(files)).ports.length).toBeGreaterThan(0);
});

it('follows thousands of scripts that run one another in a thousand containers', () => {
  const names = many(3000, (at) => [`a${at}`, `npm run a${at + 1} b${at}* c${at}*`]);
  const servers = many(500, (at) => [`dev${at}`, 'next dev -p 3000']);
  const services = many(1000, (at) => {
    const command = `    command: npm run a${at}*\n`;
    return `  s${at}:\n    build: .\n${at % 2 ? command : ''}    ports: ["${4000 + at}:3000"]\n`;
  });
  const { ports } = linkTree({
    'compose.yaml': `services:\n${services.join('')}`,
    Dockerfile: 'FROM node\nEXPOSE 3000\nCMD ["npm", "run", "a*"]\n',
    'package.json': JSON.stringify({ scripts: Object.fromEntries([...names, ...servers]) }),
  });
  expect(ports).toHaveLength(services.length);
});

it('reads a compose file that thousands of commands give a folder of its own', async () => {
  const services = many(1000, (at) => {
    return `  s${at}:\n    image: a\n    ports: ["${3000 + at}:80"]\n    volumes: ["./d${at}/x:/x"]\n`;
  });
  const root = await temporaryProject({
    'compose.yaml': `services:\n${services.join('')}`,
    'run.sh': many(
      3000,
      (at) => `docker compose --project-directory d${at} -f compose.yaml up\n`,
    ).join(''),
  });
  expect(detectIn(root).ports).toHaveLength(services.length);
});

it('tells where one file calls thousands of ports', async () => {
  const numbers = many(20_000, (at) => 2000 + at);
  const root = await temporaryProject({
    'calls.ts': numbers.map((port) => `fetch("http://localhost:${port}/long/enough");\n`).join(''),
    ...Object.fromEntries(
      many(5, (at) => {
        const own = numbers.slice(at * 4000, (at + 1) * 4000);
        return [`p${at}/.env`, own.map((port) => `A${port}_PORT=${port}\n`).join('')];
      }),
    ),
  });
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  const { leftAlone } = detectIn(root);
  expect(leftAlone).toHaveLength(numbers.length);
  expect(leftAlone[19_999]).toMatchObject({ line: 20_000, column: 25, port: 21_999 });
});

it.each(['-', '.', '-a', '.a', '_', 'a'])(
  'knows a file by a name that has %j over and over',
  (part) => {
    const starts = [
      'vite',
      'webpack',
      'kind',
      'mise',
      'appsettings',
      '.env',
      'docker-compose',
      'config',
    ];
    const names = starts.map((start) => `${start}${part.repeat(100)}`);
    const endings = ['', '.ts', '.json', '.yml', '.toml', '.config', '.config.ts!'];
    const paths = names.flatMap((name) => endings.map((ending) => `${name}${ending}`));
    expect(linkTree(Object.fromEntries(paths.map((path) => [path, ''])))).toMatchObject({
      ports: [],
    });
  },
);

it('reads the name of an image that is as long as a file may be', () => {
  const scripts = { start: `docker run -p 3000:80 ${'a'.repeat(1_000_000)}/` };
  const { ports } = linkTree({ 'package.json': JSON.stringify({ scripts }) });
  expect(ports).toMatchObject([{ name: 'START_PORT' }]);
});

it('gives up a setting that says more URLs than a file may, in defaults and beside them', () => {
  const urls = many(12_000, (at) => `http://localhost:${2000 + at}`);
  const inDefaults = urls.map((url, at) => `\${U${at}:-${url}}`);
  const besideOne = ['${U:-http://localhost:2000}', ...urls];
  for (const texts of [inDefaults, besideOne]) {
    const setting = `environment: { U: "${texts.join(' ')}" }`;
    const { problems } = linkTree({ 'compose.yaml': services(1, () => setting) });
    expect(problems).toHaveLength(1);
  }
});

it('reads the settings of a service on the host network whose command says thousands of ports', () => {
  const settings = many(2000, (at) => `A${at}_PORT: ${2000 + at}`);
  const command = `${many(2000, (at) => `localhost:${2000 + at}`).join(' ')}${' 1'.repeat(200_000)}`;
  const own = `network_mode: host, command: "${command}", environment: { ${settings.join(', ')} }`;
  const { ports } = linkTree({
    'compose.yaml': `${services(1, () => own)}  web: { image: x, ports: ["2000:80"] }\n`,
  });
  expect(ports.map(({ sites }) => sites.length)).toEqual([3]);
});
