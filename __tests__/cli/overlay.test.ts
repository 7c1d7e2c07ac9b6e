import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeEach, expect, it } from '@jest/globals';
import { cli, cliWith, copyStack, inFolder, leases, useFolder } from './cli.js';

useFolder();

let stack: string;
beforeEach(() => {
  stack = copyStack();
  git('init', '--quiet');
  git('add', '--all', '--force');
  git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'stack');
});

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: stack, encoding: 'utf8' });
}

/** A `docker` that says it has this compose. */
function withCompose(version: string): NodeJS.ProcessEnv {
  mkdirSync(inFolder('bin'), { recursive: true });
  writeFileSync(inFolder('bin', 'docker'), `#!/bin/sh\necho ${version}\n`);
  chmodSync(inFolder('bin', 'docker'), 0o755);
  return { PATH: `${inFolder('bin')}${delimiter}${process.env.PATH}` };
}

const overlay = (...words: string[]) =>
  cliWith({ ...withCompose('2.24.4'), CI: '' }, ...words, 'stack', '--mode', 'overlay');

it('leaves every file alone, and puts an override where git does not look', () => {
  const { ports, composeFile, changedFiles } = JSON.parse(overlay('prepare', '--json').stdout);
  expect(changedFiles).toEqual([]);
  expect(git('status', '--porcelain', '--ignored')).toBe('');
  const [own, override] = composeFile.split(delimiter);
  expect(own).toBe(join(stack, 'compose.yaml'));
  expect(readFileSync(override, 'utf8')).toContain(`- "${ports.WEB_PORT}:80"`);
  expect(cli('restore', 'stack').status).toBe(0);
  expect(existsSync(override)).toBe(false);
  expect(existsSync(join(stack, '.git', 'portkeeper'))).toBe(false);
  expect(leases()).toEqual([]);
});

it('shows in a dry run the override that it would make, and makes none', () => {
  const { stdout, status } = overlay('prepare', '--dry-run');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\+\+\+ b\/\.git\/portkeeper\/[\w/.-]+\.compose\.yaml$/m);
  expect(stdout).toMatch(/^\+ {6}- "\d+:80"$/m);
  expect(existsSync(join(stack, '.git', 'portkeeper'))).toBe(false);
  expect(leases()).toEqual([]);
});

it('gives each of several compose projects a command of its own', () => {
  mkdirSync(join(stack, 'b c'));
  writeFileSync(
    join(stack, 'b c', 'compose.yaml'),
    'services: { b: { image: x, ports: ["8091:80"] } }\n',
  );
  const { stderr, stdout } = overlay('prepare');
  expect(stdout).not.toContain('COMPOSE_FILE');
  expect(stderr).toContain('own: cd . && COMPOSE_FILE=');
  expect(stderr).toMatch(
    / · cd 'b c' && COMPOSE_FILE='\S+\/b c\/compose\.yaml:[^']+\.compose\.2\.yaml' docker compose up/,
  );
});

it('prepares twice as once, and makes again what was lost', () => {
  const first = JSON.parse(overlay('prepare', '--json').stdout);
  const [, override] = first.composeFile.split(delimiter);
  const text = readFileSync(override, 'utf8');
  rmSync(override);
  expect(JSON.parse(overlay('prepare', '--json').stdout)).toEqual(first);
  expect(readFileSync(override, 'utf8')).toBe(text);
});

it('moves from one mode to the other with the same ports', () => {
  const first = JSON.parse(overlay('prepare', '--json').stdout);
  const patched = JSON.parse(cli('prepare', 'stack', '--json', '--mode', 'patch').stdout);
  expect(patched.ports).toEqual(first.ports);
  expect(patched.composeFile).toBeNull();
  expect(git('status', '--porcelain')).not.toBe('');
  expect(JSON.parse(overlay('prepare', '--json').stdout).ports).toEqual(first.ports);
  expect(git('status', '--porcelain')).toBe('');
});

it('tells what keeps its number, and hands the variables to a command', () => {
  const script = 'console.log(process.env.WEB_PORT, process.env.COMPOSE_FILE)';
  const words = ['run', 'stack', '--mode', 'overlay', '--', process.execPath, '-e', script];
  const { stdout, stderr } = cliWith(withCompose('v2.40.3'), ...words);
  expect(stdout).toMatch(/^\d+ \S+compose\.yaml:\S+\.git\S+\.compose\.yaml\n$/);
  expect(stderr).toMatch(/package\.json:5 \(5173\) stays as it is: DEV_PORT moves/);
  expect(git('status', '--porcelain')).toBe('');
});

it('says in env mode what no variable reaches', () => {
  const { stderr, stdout } = cli('prepare', 'stack', '--mode', 'env');
  expect(stderr).toMatch(/compose\.yaml:29 \(8025\).* stay as they are: MAIL_PORT moves/);
  expect(stderr).not.toMatch(/compose\.yaml:1\d \(3000\)/);
  expect(stdout).not.toContain('COMPOSE_FILE');
});

it.each(['1.29.2', '2.24.3', '2.3.4'])('refuses Docker Compose %s', (version) => {
  const result = cliWith(withCompose(version), 'prepare', 'stack', '--mode', 'overlay');
  expect(result.status).toBe(7);
  expect(result.stderr).toContain(`Docker Compose ${version} cannot override ports`);
  expect(leases()).toEqual([]);
});

it('goes on with a warning where there is no compose', () => {
  const { status, stderr } = cliWith(
    { PATH: inFolder('nothing') },
    'prepare',
    'stack',
    '--mode',
    'overlay',
  );
  expect(stderr).toContain('No docker compose was found here');
  expect(status).toBe(0);
});

it('refuses where a script names the files in force with -f', () => {
  const scripts = {
    up: 'docker compose --verbose -f compose.yaml up',
    logs: 'docker compose logs -f web',
  };
  writeFileSync(join(stack, 'package.json'), JSON.stringify({ scripts }));
  const { status, stderr } = overlay('prepare');
  expect(status).toBe(7);
  expect(stderr).toMatch(/package\.json:1:\d+.*names its compose files with -f/);
  expect(stderr).toMatch(/or use the mode patch\.\n/);
  const shared = 'services: { web: { image: x, ports: ["${P:-3000}:${P:-3000}"] } }\n';
  mkdirSync(join(stack, 'other'));
  writeFileSync(join(stack, 'other/compose.yaml'), shared);
  expect(overlay('prepare').stderr).toMatch(/both sides of a mapping in other\/compose\.yaml/);
  rmSync(join(stack, 'other'), { recursive: true });
  writeFileSync(join(stack, 'package.json'), JSON.stringify({ scripts: { logs: scripts.logs } }));
  expect(overlay('prepare').status).toBe(0);
});

/** What is asked of compose, and whether the overlay comes into force by any of it. */
const commands: readonly (readonly [
  string,
  Record<string, string>,
  'refused' | 'told' | 'fine',
])[] = [
  [
    'one of several',
    { Makefile: 'a:\n\tdocker compose -f compose.yaml up\nb:\n\tdocker compose up -d\n' },
    'told',
  ],
  [
    'one by its own COMPOSE_FILE',
    { Makefile: 'a:\n\tCOMPOSE_FILE=compose.yaml docker compose up\nb:\n\tdocker compose up\n' },
    'told',
  ],
  [
    'one beside an alias',
    {
      'scripts/a.sh': 'DC="docker compose"\n$DC up\n',
      Procfile: 'web: docker compose --file=compose.yaml up\n',
    },
    'told',
  ],
  [
    'one beside what is given',
    {
      'scripts/a.sh': 'docker compose "$@"\n',
      Makefile: 'a:\n\tdocker compose -f compose.yaml run --service-ports web\n',
    },
    'told',
  ],
  [
    'all of them',
    {
      Makefile:
        'DC = docker compose -f compose.yaml\na:\n\t$(DC) up\nb:\n\tdocker-compose -fcompose.yaml up\n',
    },
    'refused',
  ],
  [
    'all, one with a file that is called like the command',
    { Makefile: 'a:\n\tdocker compose -f compose.yaml -f docker-compose-dev.yml up\n' },
    'refused',
  ],
  [
    'all, by a variable',
    { Makefile: 'a:\n\tCOMPOSE_FILE=compose.yaml docker compose up\n' },
    'refused',
  ],
  [
    'all that start it',
    {
      Makefile:
        'a:\n\tdocker compose -f compose.yaml up\nb:\n\tdocker compose down\nc:\n\tdocker compose version\n',
    },
    'refused',
  ],
  [
    'all but what is said of it',
    {
      Makefile:
        '# docker compose up\na:\n\t@echo "docker compose is needed"\n\tdocker compose -f compose.yaml up\n',
    },
    'refused',
  ],
  [
    'all, in variables of flags',
    {
      Makefile:
        'FILES := \\\n  -f docker-compose.base.yml \\\n  -f $(CURDIR)/compose.yaml\na:\n\tdocker compose $(FILES) up -d\n',
      'scripts/up.sh':
        'FLAGS="-f docker-compose.base.yml"\nFLAGS="$FLAGS -f compose.yaml"\nFLAGS="$FLAGS -f $1"\nexec docker compose $FLAGS up "$@"\n',
    },
    'refused',
  ],
  [
    'one for a container, from the root',
    { 'scripts/docker-up.sh': 'docker compose -f compose.yaml up\n' },
    'told',
  ],
  [
    'one of CI, by a variable that leads to it',
    {
      '.github/workflows/ci.yml':
        'jobs:\n  a:\n    run: docker compose -f "$ROOT/compose.yaml" up\n',
    },
    'told',
  ],
  [
    'all of people, beside a plain one of CI',
    {
      Makefile: 'a:\n\tdocker compose -f compose.yaml up\n',
      '.github/workflows/ci.yml': 'jobs:\n  a:\n    run: docker compose up -d\n',
    },
    'refused',
  ],
  ['none that starts it', { Makefile: 'a:\n\tdocker compose -f compose.yaml down\n' }, 'fine'],
  [
    'others',
    { Makefile: 'a:\n\tdocker compose -f test.yaml up\n', 'test.yaml': 'services: {}\n' },
    'fine',
  ],
  [
    'none',
    { Makefile: 'a:\n\t# docker compose -f compose.yaml up\n\tdocker compose up -d\n' },
    'fine',
  ],
];

it.each(commands)('of commands with files of their own, %s: %j is %s', (_name, files, outcome) => {
  writeFileSync(join(stack, 'package.json'), '{"scripts":{"logs":"docker compose logs -f web"}}');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(stack, path)), { recursive: true });
    writeFileSync(join(stack, path), text);
  }
  const { status, stderr } = overlay('prepare');
  expect(status).toBe(outcome === 'refused' ? 7 : 0);
  const flag = Object.values(files).some((text) => text.includes('COMPOSE_FILE=')) ? '' : '-f ';
  const told = new RegExp(
    `^.*(Makefile|Procfile|\\.sh|\\.yml):\\d+: a command .* add "${flag}/\\S+\\.compose\\.yaml" .*COMPOSE_FILE`,
    'm',
  );
  if (outcome === 'told') expect(stderr).toMatch(told);
  else expect(stderr).not.toMatch(/a command that names its compose files/);
  expect(readFileSync(join(stack, 'compose.yaml'), 'utf8')).toContain(':-3000}:80');
});
