import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { cli, copyStack, example, inFolder, leases, useFolder } from './cli.js';

useFolder();

const FILES = ['.env', 'compose.yaml', 'package.json'];
const read = (folder: string) => FILES.map((name) => readFileSync(join(folder, name), 'latin1'));

it('lists every port and place, and changes nothing', () => {
  const stack = copyStack();
  const found = JSON.parse(cli('detect', 'stack', '--json').stdout);
  expect(found.schema).toBe(1);
  expect(found.ports.find(({ name }: { name: string }) => name === 'WEB_PORT')).toMatchObject({
    port: 3000,
    protocol: 'tcp',
    sites: expect.arrayContaining([
      {
        file: '.env',
        line: 4,
        column: 10,
        rule: expect.any(String),
        role: 'publish',
        confidence: expect.any(String),
      },
    ]),
  });
  expect(found.leftAlone).toContainEqual({
    file: 'package.json',
    line: 9,
    column: 30,
    port: 9229,
    reason: expect.any(String),
  });
  expect(cli('detect', 'stack').stdout).toMatch(/^PORT +NAME +WHERE/);
  expect(read(stack)).toEqual(read(example));
  expect(cli('detect').status).toBe(0); // the folder around it
});

it('prepares, keeps what it prepared, and restores', () => {
  const stack = copyStack();
  const prepared = JSON.parse(cli('prepare', 'stack', '--json').stdout);
  expect(prepared).toMatchObject({
    schema: 1,
    changedFiles: FILES,
    composeProjectName: expect.stringMatching(/^stack-/),
    leases: expect.arrayContaining([
      expect.objectContaining({ name: 'WEB_PORT', expiresAt: null }),
    ]),
  });
  expect(JSON.parse(cli('prepare', 'stack', '--json').stdout)).toEqual(prepared);
  expect(cli('prepare', 'stack').stdout).toMatch(/WEB_PORT +\d+ +as before/);
  expect(leases().every(({ owner }) => owner.endsWith('stack'))).toBe(true);
  const restored = JSON.parse(cli('restore', 'stack', '--json').stdout);
  expect(restored).toMatchObject({ undone: 1, restoredFiles: FILES, kept: [] });
  expect(restored.released).toHaveLength(5);
  expect(read(stack)).toEqual(read(example));
  expect(leases()).toEqual([]);
  expect(cli('restore', 'stack')).toEqual({
    status: 0,
    stdout: '',
    stderr: 'There is nothing to restore here.\n',
  });
});

it('shows each port with its two numbers and where it was written', () => {
  copyStack();
  const { stdout, stderr } = cli('prepare', 'stack');
  expect(stdout).toMatch(/^WEB_PORT +3000 → \d+ +\.env:4, \.env:8, package\.json:8$/m);
  expect(stderr).toContain('left alone: package.json:9:30 9229');
  expect(cli('prepare', 'stack', '--quiet').stderr).toBe('');
});

it('proposes a diff that git applies, and takes nothing', () => {
  const stack = copyStack();
  const { stdout, stderr } = cli('prepare', 'stack', '--dry-run');
  expect(stderr).toContain('left alone: package.json:9:30 9229');
  expect(read(stack)).toEqual(read(example));
  expect(leases()).toEqual([]);
  cpSync(stack, inFolder('other'), { recursive: true });
  execFileSync('git', ['apply'], { cwd: inFolder('other'), input: stdout });
  expect(read(inFolder('other'))).not.toEqual(read(example));
});

it('says where the name of the compose project is the same for all checkouts', () => {
  const told = () => cli('prepare', 'stack').stderr;
  const stack = copyStack();
  const first = told();
  expect(first).toContain('Set COMPOSE_PROJECT_NAME for docker compose: eval "$(portkeeper env)"');
  expect(first).not.toContain('all checkouts');
  cli('restore', 'stack');
  const compose = readFileSync(join(stack, 'compose.yaml'), 'utf8');
  writeFileSync(join(stack, 'compose.yaml'), `name: stack\n${compose}`);
  expect(told()).toContain('Without it all checkouts share one stack, by compose.yaml:1.');
});

it('checks whether anything would change', () => {
  copyStack();
  const { status, stderr } = cli('prepare', 'stack', '--check');
  expect(status).toBe(1);
  expect(stderr).toContain('3 files would change: .env, compose.yaml, package.json');
  cli('prepare', 'stack');
  expect(cli('prepare', 'stack', '--check').status).toBe(0);
  expect(cli('prepare', 'stack', '--dry-run').stdout).toBe('');
});

it('takes ports that are asked for, and limits', () => {
  const stack = copyStack();
  const given = ['--ports', 'MAIL,EXTRA=8100-8199', '--range', '21000-21999', '--json'];
  const { ports } = JSON.parse(cli('prepare', 'stack', ...given, '--mode', 'env').stdout);
  expect(Object.keys(ports)).toEqual(expect.arrayContaining(['MAIL', 'EXTRA', 'WEB_PORT']));
  expect(Math.floor(ports.EXTRA / 100)).toBe(81);
  expect(Math.floor(ports.WEB_PORT / 1000)).toBe(21);
  expect(read(stack)).toEqual(read(example));
  cli('restore', 'stack');
  const only = JSON.parse(cli('prepare', 'stack', '--files', '.env', '--json').stdout);
  expect(only.changedFiles).toEqual(['.env']);
  cli('restore', 'stack');
  expect(cli('detect', 'stack', '--files', 'compose.yaml').stdout).toMatch(
    /^5173\/tcp +DEV_PORT +in what is left alone$/m,
  );
});

it('makes the names of strangers harmless', () => {
  copyStack();
  cli('reserve', 'A', '--owner', 'x\u001b[2J\u001b[1mbold\u009b31m');
  const { stdout } = cli('status');
  expect(stdout).toContain('x\ufffd[2J\ufffd[1mbold\ufffd31m');
  writeFileSync(inFolder('stack', '.env'), 'NODE_OPTIONS=3000\n');
  expect(cli('run', 'stack', '--', 'true').status).toBe(0);
});

it('edits a file that another names as a compose file', () => {
  mkdirSync(inFolder('named'));
  const write = (name: string, text: string) => writeFileSync(inFolder('named', name), text);
  write('compose.yaml', 'include: [db.yml]\n');
  write('db.yml', 'services: { db: { image: x, ports: ["5432:5432"] } }\n');
  const { ports, changedFiles } = JSON.parse(cli('prepare', 'named', '--json').stdout);
  expect(changedFiles).toEqual(['db.yml']);
  expect(readFileSync(inFolder('named', 'db.yml'), 'utf8')).toContain(`"${ports.DB_PORT}:5432"`);
});
