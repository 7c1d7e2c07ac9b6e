import { execFileSync } from 'node:child_process';
import { afterAll, expect, it } from '@jest/globals';
import { detect } from '../../src/project/detect.js';
import { findAll, linkTree } from './marked.js';
import { removeProjects, temporaryProject } from './temporary-project.js';

afterAll(removeProjects);

// What is quadratic, or worse, takes longer with these sizes than the suite lets it.

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
  expect(reason).toMatch(/^3000 could be PORT \(p0\/\.env:1\) or .* or 290 more; settle it /);
  expect(reason.length).toBeLessThan(1000);
});

it('gives thousands of services that share one localhost the same numbers', () => {
  const expose = (at: number): string => `expose: [${1024 + at}]`;
  const inOne = services(4000, (at) => `network_mode: "service:all", ${expose(at)}`);
  const inARow = services(4000, (at) => `network_mode: "service:s${at + 1}", ${expose(at)}`);
  for (const text of [inOne, inARow]) {
    const found = findAll({ 'compose.yaml': text }).get('compose.yaml');
    expect(found?.problems).toEqual([]);
    expect(found?.containerPorts).toHaveLength(4000);
    const lists = new Set(found?.servicePorts.map(([, ports]) => ports));
    expect(lists.size).toBe(1);
  }
});

it('reads compose files each of which includes the next', () => {
  const files = many(6000, (at) => [
    `d${at}/compose.yaml`,
    `include: [{ path: ../d${at + 1}/compose.yaml, env_file: .env.${at} }]\n${services(1, () => 'ports: ["${P:-3000}:80"]')}`,
  ]);
  expect(linkTree(Object.fromEntries(files)).ports.length).toBeGreaterThan(0);
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
  const { leftAlone } = await detect(root);
  expect(leftAlone).toHaveLength(numbers.length);
  expect(leftAlone[19_999]).toMatchObject({ line: 20_000, column: 25, port: 21_999 });
});
