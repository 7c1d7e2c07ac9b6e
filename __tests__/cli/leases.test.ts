import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { expect, it } from '@jest/globals';
import { cli, inFolder, leases, startCli, useFolder } from './cli.js';

useFolder();

it('prints NAME=number, which a shell can evaluate', () => {
  const { status, stdout, stderr } = cli('reserve', 'WEB', 'DB');
  expect(stdout).toMatch(/^WEB=\d+\nDB=\d+\n$/);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it('tells a reservation as JSON', () => {
  const result = JSON.parse(cli('reserve', 'WEB=8000-8999', '--json').stdout);
  const port = result.ports.WEB;
  expect(result).toEqual({
    schema: 1,
    id: expect.stringMatching(/^[0-9a-z]{16}$/),
    ports: { WEB: port },
    leases: [
      { name: 'WEB', protocol: 'tcp', port, host: '127.0.0.1', expiresAt: expect.any(String) },
    ],
  });
  const left = Date.parse(result.leases[0].expiresAt) - Date.now();
  expect(left).toBeGreaterThan(5.9 * 3_600_000);
});

it.each([
  [['reserve', '--range', '8000', '8100'], /^PORT=80\d\d\n$|^PORT=8100\n$/],
  [['reserve', '--range', '8000-8100', 'WEB'], /^WEB=80\d\d\n$|^WEB=8100\n$/],
  [['reserve', '--count', '2'], /^PORT=\d+\nPORT_2=\d+\n$/],
  [['reserve', '--udp', '--json'], /"protocol":"udp"/],
  [['reserve', 'DNS/udp', '--json'], /"protocol":"udp"/],
  [['reserve', '--ttl', 'none', '--json'], /"expiresAt":null/],
  [['--json', '--registry', 'elsewhere', 'reserve', 'A'], /"ports":{"A":\d+}/],
])('understands %j', (words, expected) => {
  const { status, stdout } = cli(...words);
  expect(stdout).toMatch(expected);
  expect(status).toBe(0);
});

it('gives a block of consecutive numbers', () => {
  const { ports } = JSON.parse(cli('reserve', '--count', '3', '--contiguous', '--json').stdout);
  expect([ports.PORT_2, ports.PORT_3]).toEqual([ports.PORT + 1, ports.PORT + 2]);
});

it('refuses a pinned number that is taken, and names who has it', () => {
  const [port] = numbersOf(cli('reserve', 'WEB', '--owner', 'nightly').stdout);
  const { status, stderr } = cli('reserve', `WEB=${port}`);
  expect(stderr).toContain(`${port} is leased by nightly`);
  expect(status).toBe(3);
});

it.each([
  ['--preferred', (port: number) => ['reserve', `WEB=${port}`, '--preferred']],
  ['--preferred before the name', (port: number) => ['reserve', '--preferred', `WEB=${port}`]],
  ['--preferred with a number', (port: number) => ['reserve', 'WEB', '--preferred', `${port}`]],
  ['--strategy', (port: number) => ['reserve', `WEB=${port}`, '--strategy', 'preferred']],
])('gives another number with %s', (_, words) => {
  const free = numbersOf(cli('reserve', 'WEB').stdout)[0] ?? 0;
  const { status, stdout } = cli(...words(free));
  expect(status).toBe(0);
  expect(numbersOf(stdout)[0]).not.toBe(free);
});

it('takes the user for the owner, or whom it is told', () => {
  cli('reserve', 'A');
  cli('reserve', 'B', '--owner', 'nightly', '--label', 'branch=main', '--label', 'x=a=b');
  cli('reserve', 'C', '--pid', `${process.pid}`);
  const owners = Object.fromEntries(leases().map(({ name, owner }) => [name, owner]));
  expect(owners).toEqual({
    A: userInfo().username,
    B: 'nightly',
    C: `process ${process.pid}`,
  });
  expect(cli('status', '--json').stdout).toContain('"labels":{"branch":"main","x":"a=b"}');
});

it('releases by id, port and owner, again and again', () => {
  const { id } = JSON.parse(cli('reserve', 'A', '--json').stdout);
  const [port] = numbersOf(cli('reserve', 'B').stdout);
  cli('reserve', 'C', 'D', '--owner', 'nightly', '--pid', `${process.pid}`);
  expect(cli('release', id, `${port}`).stdout).toMatch(/^released A .*\nreleased B .*\n$/);
  expect(cli('release', '--owner', 'nightly').stdout.split('\n')).toHaveLength(3);
  expect(leases()).toEqual([]);
  expect(cli('release', id, `${port}`)).toEqual({
    status: 0,
    stdout: '',
    stderr: `Nothing is held by ${id}.\nNothing is held by ${port}.\n`,
  });
});

it('renews while there is something to renew', () => {
  const { id } = JSON.parse(cli('reserve', 'A', '--json').stdout);
  expect(cli('renew', id).stdout).toContain(`${id} ends at `);
  cli('release', id);
  expect(cli('renew', id).status).toBe(1);
});

it('collects what a dead process left', () => {
  const gone = cli('status'); // any process that has ended
  expect(gone.status).toBe(0);
  cli('reserve', 'A', '--ttl', '1ms');
  const waited = Date.now() + 2100; // a grace for renewals on their way
  while (Date.now() < waited);
  const dry = JSON.parse(cli('gc', '--dry-run', '--json').stdout);
  expect(dry).toMatchObject({ dryRun: true, collected: [{ name: 'A', reason: 'ttl' }] });
  expect(cli('gc', '--policy', 'pid').stdout).toBe('');
  expect(cli('gc').stdout).toMatch(/^cleared away A \d+\/tcp: its time is up\n$/);
  expect(cli('gc').stderr).toBe('There is nothing to clear away.\n');
});

it('merges ports into an env file, and holds none that it could not write down', () => {
  writeFileSync(inFolder('.env'), '# mine\nWEB=1 # old\n');
  const [port] = numbersOf(cli('reserve', 'WEB', '--write-env').stdout);
  expect(readFileSync(inFolder('.env'), 'utf8')).toBe(`# mine\nWEB=${port} # old\n`);
  cli('reserve', 'DB', '--write-env', 'new.env');
  expect(readFileSync(inFolder('new.env'), 'utf8')).toMatch(/^DB=\d+\n$/);
  expect(cli('reserve', 'X', '--write-env', '.').status).toBe(6);
  expect(leases().map(({ name }) => name)).not.toContain('X');
});

it('reads well when nothing is reserved, and makes no folder to say so', () => {
  const { stdout, stderr } = cli('status');
  expect(stdout).toBe('');
  expect(stderr).toBe(`No port is reserved in ${inFolder('registry')}.\n`);
  expect(existsSync(inFolder('registry'))).toBe(false);
});

function numbersOf(text: string): number[] {
  return [...text.matchAll(/=(\d+)/g)].map(([, port]) => Number(port));
}

it('holds ports without keeping the output open, and hands UDP over to its server', async () => {
  // Resolves when nobody has the pipes any more: the holder must not.
  const { said, ended } = startCli('reserve', 'DNS/udp', '--hold', '--json');
  const { id, ports } = JSON.parse(await said);
  expect((await ended).code).toBe(0);
  expect(stateOf('DNS')).toBe(true);
  const { stdout } = cli('release', '--hold', `${ports.DNS}`);
  expect(stdout).toBe(`let go of the ports of ${id}; they stay leased\n`);
  expect(stateOf('DNS')).toBe(false);
  cli('release', id);
  expect(leases()).toEqual([]);
});

function stateOf(name: string): boolean | undefined {
  const { leases: all } = JSON.parse(cli('status', '--json').stdout);
  return all.find((lease: { name: string }) => lease.name === name)?.held;
}
