import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { browserCommands } from '../../src/cli/browser.js';
import { formatVariables } from '../../src/cli/env-formats.js';
import { until } from '../until.js';
import { inWorkingFolder, portkeeper, useWorkingFolder } from './in-process.js';

// What scripts ask in place of reading files: port, env, open, completion.

useWorkingFolder();

/** A prepared project, with this process deep inside it. */
async function prepared(env: string): Promise<Record<string, number>> {
  mkdirSync('shop/src/deep', { recursive: true });
  writeFileSync('shop/.env', env);
  const { stdout } = await portkeeper(['prepare', 'shop', '--json']);
  process.chdir(inWorkingFolder('shop', 'src', 'deep'));
  return JSON.parse(stdout).ports;
}

it('prints one number, from anywhere in the project', async () => {
  const { WEB_PORT } = await prepared('WEB_PORT=3000\nDB_PORT=5432\n');
  expect(await portkeeper(['port', 'WEB_PORT'])).toEqual({
    status: 0,
    stdout: `${WEB_PORT}\n`,
    stderr: '',
  });
  expect(JSON.parse((await portkeeper(['port', 'WEB_PORT', '--json'])).stdout)).toEqual({
    schema: 1,
    name: 'WEB_PORT',
    port: WEB_PORT,
  });
});

it('says what to do where there is no such port', async () => {
  expect(await portkeeper(['port', 'WEB_PORT'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('Run portkeeper prepare'),
  });
  await prepared('WEB_PORT=3000\n');
  expect(await portkeeper(['port', 'WEBPORT'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('Did you mean WEB_PORT?'),
  });
  rmSync(inWorkingFolder('registry'), { recursive: true });
  expect(await portkeeper(['port', 'WEB_PORT'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no longer its own'),
  });
});

it('prints what run would set: every variable that carries a port, and none of one package alone', async () => {
  mkdirSync('shop/apps/api', { recursive: true });
  mkdirSync('shop/apps/worker');
  writeFileSync('shop/apps/api/package.json', '{}');
  writeFileSync('shop/apps/worker/package.json', '{}');
  writeFileSync('shop/apps/api/.env', 'PORT=4000\n');
  writeFileSync(
    'shop/compose.yaml',
    'services: { web: { image: x, ports: ["${HTTPS_PORT:-443}:443", "${HTTP3_PORT:-443}:443/udp"] } }',
  );
  const { stdout } = await portkeeper(['prepare', 'shop', '--mode', 'env', '--json']);
  const { PORT, HTTPS_PORT } = JSON.parse(stdout).ports;
  expect(PORT).toBeGreaterThan(0);
  process.chdir(inWorkingFolder('shop'));
  const { variables } = JSON.parse((await portkeeper(['env', '--json'])).stdout);
  expect(variables).toMatchObject({ HTTPS_PORT: `${HTTPS_PORT}`, HTTP3_PORT: `${HTTPS_PORT}` });
  expect(variables).not.toHaveProperty('PORT');
});

it('prints every port for a shell, which takes it', async () => {
  const { WEB_PORT, DB_PORT } = await prepared('WEB_PORT=3000\nDB_PORT=5432\n');
  const { stdout } = await portkeeper(['env']);
  const script = `${stdout}printf '%s %s' "$WEB_PORT" "$DB_PORT"`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`${WEB_PORT} ${DB_PORT}`);
  expect((await portkeeper(['env', '--format', 'fish'])).stdout).toContain(
    `set -gx WEB_PORT ${WEB_PORT}\n`,
  );
  expect((await portkeeper(['env', '--format', 'dotenv'])).stdout).toContain(
    `DB_PORT=${DB_PORT}\n`,
  );
  expect(JSON.parse((await portkeeper(['env', '--format', 'json'])).stdout)).toMatchObject({
    schema: 1,
    root: inWorkingFolder('shop'),
    ports: { WEB_PORT, DB_PORT },
    variables: { WEB_PORT: `${WEB_PORT}` },
  });
  expect((await portkeeper(['env', '--format', 'ini'])).status).toBe(2);
});

it('never prints a variable that steers a shell', async () => {
  const ports = await prepared('NODE_OPTIONS=3000\nBASH_ENV=3001\nWEB_PORT=3002\n');
  const { stdout } = await portkeeper(['env']);
  expect(stdout).toBe(`export WEB_PORT=${ports.WEB_PORT}\n`);
});

it('prints for a shell what a shell can have', () => {
  const variables = { A: '1', 'b.port': '2', 'C-D': '3', '-n': '4', '1': '5', 'E;touch x': '6' };
  expect(formatVariables(variables, 'shell')).toEqual(['export A=1']);
  expect(formatVariables(variables, 'fish')).toEqual(['set -gx A 1']);
  expect(formatVariables(variables, 'dotenv')).toEqual(['A=1', 'b.port=2', 'C-D=3']);
});

it.each(['it\'s $(touch x) `y` \\ \n" ;&', '/with space/a:b'])(
  'quotes %j so that it stays a value',
  (value) => {
    const [line = ''] = formatVariables({ V: value }, 'shell');
    const script = `${line}\nprintf %s "$V"`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(value);
    const [fish = ''] = formatVariables({ V: value }, 'fish');
    const [, quoted = ''] = /^set -gx V '([\s\S]*)'$/.exec(fish) ?? [];
    expect(quoted.replace(/\\(['\\])/g, '$1')).toBe(value);
  },
);

it('opens a URL by the command that BROWSER names, or prints it', async () => {
  const { WEB_PORT, HTTPS_PORT } = await prepared('WEB_PORT=3000\nHTTPS_PORT=8443\n');
  const url = `http://localhost:${WEB_PORT}/`;
  expect((await portkeeper(['open', 'WEB_PORT', '--print'])).stdout).toBe(`${url}\n`);
  expect((await portkeeper(['open', 'HTTPS_PORT', '--print'])).stdout).toBe(
    `https://localhost:${HTTPS_PORT}/\n`,
  );
  const seen = inWorkingFolder('seen');
  writeFileSync(inWorkingFolder('browse.mjs'), OPENER);
  const BROWSER = `no-such-browser:${process.execPath} ${inWorkingFolder('browse.mjs')} ${seen} %s`;
  expect((await portkeeper(['open', 'WEB_PORT'], { BROWSER })).stderr).toBe(`Opened ${url}\n`);
  await until(() => existsSync(seen) && readFileSync(seen, 'utf8') === url);
  expect(await portkeeper(['open', 'WEB_PORT'], { BROWSER: 'no-such-browser' })).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('No browser could be started'),
  });
});

const OPENER = `import { writeFileSync } from 'node:fs';
writeFileSync(process.argv[2], process.argv[3]);`;

it.each([
  ['linux', undefined, [['xdg-open', 'U']]],
  ['darwin', undefined, [['open', 'U']]],
  ['win32', undefined, [['rundll32', 'url.dll,FileProtocolHandler', 'U']]],
  [
    'linux',
    'firefox -P x:lynx %s -a',
    [
      ['firefox', '-P', 'x', 'U'],
      ['lynx', 'U', '-a'],
    ],
  ],
] as const)('on %s with BROWSER %j runs %j', (platform, BROWSER, commands) => {
  expect(browserCommands('U', { BROWSER }, platform)).toEqual(commands);
});

it('writes a completion that bash takes, with the options of each command', async () => {
  const { stdout } = await portkeeper(['completion', 'bash']);
  const complete = (...words: string[]) => {
    const list = words.map((word) => `'${word}'`).join(' ');
    const script = `compopt() { :; }\n${stdout}
COMP_WORDS=(portkeeper ${list}); COMP_CWORD=${words.length}; _portkeeper; echo "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim();
  };
  expect(complete('pre')).toBe('prepare');
  expect(complete('prepare', '--strat')).toBe('--strategy');
  expect(complete('completion', 'z')).toBe('zsh');
  expect(complete('prepare', '--mode', '')).toBe('patch overlay env plan');
  expect(complete('env', '--format', '=', 'f')).toBe('fish');
  expect(complete('run', '--strategy', '=')).toBe('random lowest preferred stable');
});

it.each(['zsh', 'fish'])('writes a completion for %s that names every command', async (shell) => {
  const { stdout, status } = await portkeeper(['completion', shell]);
  expect(status).toBe(0);
  for (const name of ['detect', 'prepare', 'open', 'completion']) expect(stdout).toContain(name);
  expect((await portkeeper(['completion', 'csh'])).status).toBe(2);
});
