import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { foldedLines, leftAloneInForce } from '../../src/cli/left-alone.js';
import { formatTable } from '../../src/cli/table.js';
import { timeLeft } from '../../src/cli/time-left.js';
import type { Prepared } from '../../src/prepare.js';
import type { LeftAlone } from '../../src/project/sites/site.js';
import { VERSION } from '../../src/version.js';
import { cli, startCli, useFolder } from './cli.js';

useFolder();

const COMMANDS = 'detect prepare restore run reserve renew release status gc'.split(' ');

it('lists the commands', () => {
  const { status, stdout, stderr } = cli('--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
});

it.each(COMMANDS)('explains %s, with examples', (name) => {
  const { status, stdout, stderr } = cli(name, '--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^Usage: portkeeper ${name} `));
  expect(stdout).toMatch(new RegExp(`Examples:\\n(.*\\n)*? .*portkeeper ${name}`));
  expect(stdout).toContain('--registry <folder>');
  expect(cli('help', name).stdout).toBe(stdout);
});

it('knows its version, which is that of the package', () => {
  expect(cli('--version').stdout).toBe(`${VERSION}\n`);
  expect(JSON.parse(readFileSync('package.json', 'utf8')).version).toBe(VERSION);
});

it('indents JSON, that of errors too', () => {
  expect(cli('status', '--pretty').stdout).toMatch(/^\{\n {2}"schema": 1,\n/);
  expect(cli('renew', 'x', '--pretty').stderr).toMatch(/^\{\n {2}"error": \{\n/);
});

it('ends quietly when nobody reads on', async () => {
  const { child, ended } = startCli('status', '--watch', '--json');
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  cli('reserve', 'A'); // something to tell, which it has not told yet
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(errors).toBe('');
});

it('tells in one line what a file leaves alone for one reason', () => {
  const place = (line: number, reason: string, port?: number) =>
    ({ file: 'compose.yml', line, column: 5, reason, ...(port && { port }) }) as LeftAlone;
  const named = (line: number, name: string) => place(line, `the service "${name}" has a name`);
  const lines = [1, 2, 3, 4, 5, 6, 7].map((line) => named(line, `s${line}`));
  expect(foldedLines([...lines, place(8, 'inside', 80), place(9, 'inside', 81)])).toEqual([
    'compose.yml:1:5 the service "s1" has a name; so in line 2, 3, 4, 5, 6 and 1 more',
    'compose.yml:8:5 80 inside; so in line 9 (81)',
  ]);
  expect(foldedLines(lines, Infinity)).toEqual([
    'compose.yml:1:5 the service "s1" has a name; so in line 2, 3, 4, 5, 6, 7',
  ]);
  expect(foldedLines([named(1, 'a'), { ...named(2, 'b'), file: 'other.yml' }])).toEqual([
    'compose.yml:1:5 the service "a" has a name',
    'other.yml:2:5 the service "b" has a name',
  ]);
});

it('tells in one line what many files leave alone for one reason', () => {
  const places = (count: number) =>
    Array.from({ length: count }, (_, at): LeftAlone => {
      return { file: `${at}/Dockerfile`, line: 1, column: 8, port: 8080, reason: 'inside' };
    });
  expect(foldedLines(places(4))).toHaveLength(4);
  const others = Array.from({ length: 10 }, (_, at) => `${at + 1}/Dockerfile:1 (8080), 1 (8080)`);
  expect(foldedLines([...places(11), ...places(11)])).toEqual([
    `0/Dockerfile:1:8 8080 inside; so in line 1 (8080); so in ${others.join('; ')}`,
  ]);
});

it('tells in one line of the numbers that a file calls', () => {
  const called = [3000, 4000].map((port, line): LeftAlone => {
    return { file: 'a.json', line, column: 5, port, reason: `localhost:${port} stands there` };
  });
  expect(foldedLines(called)).toEqual([
    'a.json:0:5 3000 localhost:3000 stands there; so in line 1 (4000)',
  ]);
  const forwarded = [3000, 4000, 5000].map((port, line): LeftAlone => {
    return { file: 'a.json', line, column: 5, port, reason: `nothing listens on ${port} here` };
  });
  expect(foldedLines(forwarded)).toEqual([
    'a.json:0:5 3000 nothing listens on 3000 here; so in line 1 (4000), 2 (5000)',
  ]);
});

it('names once what services of many files share', () => {
  const named = [1, 2, 3, 4, 5].map((at): LeftAlone => {
    return { file: `${at}.yml`, line: 1, column: 5, reason: `the service "s${at}" has a name` };
  });
  expect(foldedLines(named)).toEqual([
    '1.yml:1:5 the service "s1" has a name; so in 2.yml:1; 3.yml:1; 4.yml:1; 5.yml:1',
  ]);
});

it('tells who prepares of what a number that moved makes wrong, and of servers that stay', () => {
  const place = (port: number, matters?: LeftAlone['matters']): LeftAlone => {
    return { file: 'a', line: 1, column: 1, port, reason: '', ...(matters && { matters }) };
  };
  const [server, called, other] = [
    place(1),
    place(2, 'where it moves'),
    place(3, 'where it moves'),
  ];
  const leftAlone = [server, called, other, place(2, 'inside')];
  const tell = (ports: Prepared['ports'], ...moved: number[]) =>
    leftAloneInForce({
      ports,
      moved: new Set(moved),
      detection: { leftAlone },
    } as unknown as Prepared);
  const told = (...moved: number[]) => tell({ WEB_PORT: 20_000 }, ...moved);
  expect(tell({})).toEqual(leftAlone);
  expect(told(2)).toEqual([server, called]);
  expect(told(4)).toEqual([server]);
  expect(told()).toEqual([]);
});

it('cuts the widest columns until a row fits', () => {
  const columns = [
    { title: 'PORT' },
    { title: 'NAME', flexible: true },
    { title: 'OWNER', flexible: true },
  ];
  const rows = [['3000', 'WEB_PORT', '/home/somebody/projects/shop']];
  expect(formatTable(columns, rows)).toEqual([
    'PORT  NAME      OWNER',
    '3000  WEB_PORT  /home/somebody/projects/shop',
  ]);
  expect(formatTable(columns, rows, 32)[1]).toBe('3000  WEB_PORT  /home/somebody/…');
});

it.each([
  [null, 'never'],
  [0, 'now'],
  [30_000, 'in 30s'],
  [20 * 60_000, 'in 20m'],
  [6 * 3_600_000 - 60_000, 'in 5h 59m'],
  [50 * 3_600_000, 'in 2d 2h'],
])('says when a time of %p is up', (left, text) => {
  const now = Date.UTC(2026, 0, 1);
  const date = left === null ? null : new Date(now + left).toISOString();
  expect(timeLeft(date, now)).toBe(text);
});
