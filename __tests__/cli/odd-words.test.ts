import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { portkeeper, useWorkingFolder } from './in-process.js';

// What nobody writes on purpose: a script whose variable is empty, and names that mean something to
// the language that this is written in.

useWorkingFolder();

it.each([
  [['run', '--', ''], 'There is no command to run'],
  [['run', '--', '', 'x'], 'There is no command to run'],
  [['--json'], 'There is no command'],
  [['--quiet'], 'There is no command'],
])('tells of %j as a usage error', async (words, message) => {
  writeFileSync('.env', 'WEB_PORT=3000\n');
  const { status, stderr } = await portkeeper(words);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

it.each(['constructor', '__proto__', 'toString'])(
  'gives a port that is called %s',
  async (name) => {
    writeFileSync('.env', 'WEB_PORT=3000\n');
    writeFileSync('portkeeper.yaml', `ports:\n  ${name}: 4000\n`);
    writeFileSync('package.json', `{"scripts":{"${name}":"vite --port 5173"}}`);
    const { status, stdout } = await portkeeper(['prepare', '--json']);
    expect(status).toBe(0);
    const ports = new Map(Object.entries(JSON.parse(stdout).ports));
    expect(ports.get(name)).toEqual(expect.any(Number));
    expect((await portkeeper(['env'])).stdout).toContain(`export ${name}=${ports.get(name)}\n`);
    expect((await portkeeper(['port', name])).stdout).toBe(`${ports.get(name)}\n`);
    expect((await portkeeper(['restore'])).status).toBe(0);
  },
);

it('says of a row of the configuration that it names no file', async () => {
  writeFileSync('.env', 'WEB_PORT=3000\n');
  writeFileSync('app.json', '{"port":3000}');
  const row = (path: string) => `  - { path: ${path}, at: port }\n`;
  writeFileSync('portkeeper.yaml', `files:\n${row('app.json')}${row('ap.json')}`);
  const { leftAlone } = JSON.parse((await portkeeper(['detect', '--json'])).stdout);
  expect(leftAlone).toMatchObject([
    { file: 'portkeeper.yaml', line: 3, reason: expect.stringContaining('there is no ap.json') },
  ]);
  expect((await portkeeper(['detect', '--no-detect', '--json'])).stderr).not.toContain('ap.json');
});

it('gives a port that is asked for later of a project that is prepared', async () => {
  const prepare = async (...words: string[]) =>
    JSON.parse((await portkeeper(['prepare', ...words, '--json'])).stdout).ports;
  writeFileSync('.env', 'WEB_PORT=3000\n');
  const { WEB_PORT } = await prepare();
  const both = await prepare('--ports', 'NEW');
  expect(both).toEqual({ WEB_PORT, NEW: expect.any(Number) });
  expect(await prepare('--ports', 'NEW')).toEqual(both);
  await portkeeper(['restore']);
  expect(readFileSync('.env', 'utf8')).toBe('WEB_PORT=3000\n');
});
