import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { cli, copyStack, inFolder, useFolder } from './cli.js';

useFolder();

const cases: [what: string, words: string[], status: number, code: string, message: RegExp][] = [
  ['an unknown command', ['stats'], 2, 'USAGE', /Unknown command 'stats'/],
  ['an unknown option', ['reserve', '--rang', '1'], 2, 'USAGE', /Unknown option '--rang'/],
  ['a missing operand', ['renew'], 2, 'USAGE', /Missing required argument 'id'/],
  ['too many operands', ['status', 'x'], 2, 'USAGE', /Too many arguments/],
  ['a missing value', ['reserve', '--owner'], 2, 'USAGE', /argument missing/],
  ['a bad range', ['reserve', '--range', '7-x'], 2, 'USAGE', /--range: "7-x" is not a port range/],
  ['a range backwards', ['reserve', '--range', '9-8'], 2, 'USAGE', /--range: .* ends before/],
  [
    'no port',
    ['reserve', 'WEB=99999'],
    2,
    'USAGE',
    /^(portkeeper: )?WEB: "99999" is not a port number/,
  ],
  ['a range of no ports', ['reserve', '--range', '9-99999'], 2, 'USAGE', /: "99999" is not a port/],
  ['a number without a name', ['reserve', '3000'], 2, 'USAGE', /"3000" does not name a port/],
  ['a bad time', ['reserve', '--ttl', 'soon'], 2, 'USAGE', /--ttl: "soon" is not/],
  ['a bad name', ['reserve', '1A'], 2, 'USAGE', /"1A" does not name a port/],
  ['a bad label', ['reserve', '--label', 'x'], 2, 'USAGE', /"x" is not key=value/],
  ['two strategies', ['reserve', '--preferred', '1', '--strategy', 'lowest'], 2, 'USAGE', /--pref/],
  ['a dead process', ['reserve', '--pid', '4194305'], 2, 'USAGE', /No process with pid/],
  ['a bad mode', ['prepare', '--mode', 'x'], 2, 'USAGE', /--mode: "x" is not a mode/],
  ['a missing folder', ['prepare', 'nowhere'], 2, 'USAGE', /There is no folder nowhere/],
  ['no command to run', ['run', 'npm', 'start'], 2, 'USAGE', /There is no command to run/],
  ['what is neither id nor port', ['release', 'WEB'], 2, 'USAGE', /neither a reservation's id/],
  ['nothing to release', ['release'], 2, 'USAGE', /Nothing was named/],
  ['a reservation that is over', ['renew', '0'.repeat(16)], 1, 'NOTHING_FOUND', /no live/],
  ['a project without ports', ['prepare', 'empty'], 1, 'NOTHING_FOUND', /No host port was found/],
  ['a registry that is a file', ['reserve', '--registry', 'file'], 5, 'REGISTRY_UNUSABLE', /file/],
  ['another kind of registry', ['status', '--registry', 'redis://h'], 5, 'REGISTRY_UNUSABLE', /re/],
];

it.each(cases)('tells of %s in two lines, and as JSON', (_, words, status, code, message) => {
  mkdirSync(inFolder('empty'));
  writeFileSync(inFolder('file'), '');
  const plain = cli(...words);
  expect(plain.status).toBe(status);
  expect(plain.stdout).toBe('');
  const lines = plain.stderr.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(2);
  expect(lines[0]).toMatch(/^portkeeper: /);
  expect(lines[0]).toMatch(message);
  const json = cli(words[0] ?? '', '--json', ...words.slice(1));
  expect(json.status).toBe(status);
  expect(JSON.parse(json.stderr)).toEqual({
    error: { code, message: expect.stringMatching(message), hint: expect.any(String) },
  });
});

it('says of a project whose ports all stay that it is so, and not that there is none', () => {
  mkdirSync(inFolder('kept'));
  writeFileSync(inFolder('kept', 'server.js'), 'app.listen(3000);\n');
  for (const words of [['detect'], ['prepare']]) {
    const { status, stderr } = cli(...words, 'kept');
    expect(status).toBe(1);
    expect(stderr).toContain('portkeeper: No host port of kept can be moved\n');
  }
});

it('suggests what was meant', () => {
  expect(cli('stats').stderr).toContain('Did you mean status?');
  expect(cli('reserve', '3000').stderr).toContain('for example PORT=3000.');
  expect(cli('reserve', '--onwer', 'x').stderr).toContain('Did you mean --owner?');
  expect(cli('worktree').stderr).toContain('Write portkeeper worktree list.');
});

it('says where a file cannot be read, and leaves everything as it was', () => {
  const stack = copyStack();
  writeFileSync(`${stack}/compose.yaml`, 'services:\n  web:\n    ports: ["3000:80"\n  x: y\n');
  const { status, stderr } = cli('prepare', 'stack', '--json');
  expect(status).toBe(6);
  expect(JSON.parse(stderr).error).toMatchObject({ file: 'compose.yaml', line: 4, column: 3 });
  expect(cli('prepare', 'stack').stderr).toMatch(/^portkeeper: compose\.yaml:4:3: /);
  expect(cli('prepare', 'stack', '--check').status).toBe(6);
});

it('names an unknown key of the configuration, and the one that was meant', () => {
  copyStack();
  writeFileSync(inFolder('stack', 'portkeeper.yaml'), 'range: 20000-20999\nstratgy: stable\n');
  const { status, stderr } = cli('prepare', 'stack');
  expect(status).toBe(2);
  expect(stderr).toMatch(/^portkeeper: portkeeper\.yaml:2:1: .*"stratgy".*\n.*"strategy"/);
});

it('warns of a template deep in the project that is no YAML yet, and prepares the rest', () => {
  const stack = copyStack();
  mkdirSync(`${stack}/{{ name }}`);
  writeFileSync(`${stack}/{{ name }}/compose.yaml`, 'services:\n  {{ name }}: [\n');
  const { status, stderr } = cli('prepare', 'stack');
  expect(status).toBe(0);
  expect(stderr).toContain('warning: {{ name }}/compose.yaml:');
});

it('does not edit a file that is read-only', () => {
  const stack = copyStack();
  chmodSync(`${stack}/.env`, 0o444);
  expect(cli('prepare', 'stack')).toMatchObject({ status: 6 });
});

it('shows where an error came from with --debug, and never without', () => {
  expect(cli('renew', 'x').stderr).not.toMatch(/^ +at /m);
  expect(cli('renew', 'x', '--debug').stderr).toMatch(/^ +at /m);
});
