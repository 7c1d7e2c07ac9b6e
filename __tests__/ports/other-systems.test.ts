import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseExcludedRanges } from '../../src/ports/excluded.js';
import {
  isHeldUnseen,
  type PortNumber,
  parseHost,
  portSystem,
  procFolder,
} from '../../src/ports/index.js';
import { probeAddresses } from '../../src/ports/probe.js';
import { parseLsof, parseNetstat, parseTasklist } from '../../src/ports/socket-owners.js';
import {
  joinGroupCommand,
  makeGroupCommand,
  shareCommand,
} from '../../src/registry/group-commands.js';
import { systemFolder, userFolder } from '../../src/registry/location.js';
import { parsePs, startFromPs } from '../../src/registry/ps.js';

// What is chosen by the system, for systems that this one is not.

const host = parseHost('127.0.0.1');
const every = ['::', '0.0.0.0', '127.0.0.1', '::1'];

it.each([
  ['linux', 'tcp', ['::'], true],
  ['linux', 'udp', every, false],
  ['darwin', 'tcp', every, false],
  ['darwin', 'udp', every, false],
  ['win32', 'tcp', every, false],
  ['win32', 'udp', every, false],
] as const)('on %s a %s port is free where %j are, and is held unseen: %s', (...row) => {
  const [platform, protocol, addresses, unseen] = row;
  expect(probeAddresses(platform, protocol, host)).toEqual(addresses);
  expect(isHeldUnseen(protocol, platform)).toBe(unseen);
  expect(portSystem(platform).hasNames).toBe(platform === 'linux');
  // A folder of that name on Windows is any user's to make, and none of the kernel's words.
  expect(procFolder('net', platform)).toBe(platform === 'linux' ? '/proc/net' : undefined);
});

// The state, and what macOS' ps writes with %c in the C locale (adv_cmds, ps/print.c).
describe('the start of a process, told by ps,', () => {
  it.each([
    ['S    Wed Nov 25 07:01:02 2026\n', '1795590062'],
    ['Ss+  Sun Mar  1 00:00:00 2026    \n', '1772323200'],
    ['Z    Wed Nov 25 07:01:02 2026\n', undefined],
    ['S    Mi 25 Nov 07:01:02 2026\n', ''],
    ['S    -\n', ''],
    ['', ''],
  ])('%j, is %s', (line, start) => {
    expect(parsePs(line)).toBe(start);
  });

  const atHome = process.env.TZ;
  afterEach(() => {
    if (atHome === undefined) delete process.env.TZ;
    else process.env.TZ = atHome;
  });
  const hasPs = existsSync('/bin/ps') || existsSync('/usr/bin/ps');
  (hasPs ? it : it.skip)('is the same to askers in every time zone', () => {
    const starts = ['UTC', 'Asia/Tokyo', 'America/New_York'].map((zone) => {
      process.env.TZ = zone;
      return Number(startFromPs(process.pid));
    });
    const told = (Date.now() - performance.now()) / 1000;
    for (const start of starts) expect(Math.abs(start - told)).toBeLessThan(60);
  });
});

const port = (number: number) => number as PortNumber;

// Recorded with lsof 4.95; macOS' 4.91 writes the same fields.
describe('who has a port, told by lsof,', () => {
  const text = [
    ...['p411', 'cnode', 'u501', 'n127.0.0.1:50123->127.0.0.1:3000', 'TST=ESTABLISHED', 'TQR=0'],
    ...['p4242', 'cGoogle\\x20Chrome', 'u501', 'n*:3000', 'TST=LISTEN', 'TQR=0', 'TQS=0'],
    ...['n[::1]:3000->[::1]:50124', 'TST=ESTABLISHED', ''],
  ].join('\n');

  it('is who has it on this side', () => {
    const chrome = { pid: 4242, name: 'Google\\x20Chrome', uid: 501 };
    expect(parseLsof(text, port(3000))).toEqual([
      { ...chrome, address: '*', listening: true },
      { ...chrome, address: '[::1]', listening: false },
    ]);
    expect(parseLsof(text, port(50123))).toEqual([
      { pid: 411, name: 'node', uid: 501, address: '127.0.0.1', listening: false },
    ]);
    expect(parseLsof('', port(3000))).toEqual([]);
  });
});

describe('who has a port, told by Windows,', () => {
  const english = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       668
  TCP    127.0.0.1:3000         127.0.0.1:50001        ESTABLISHED     4242
  TCP    [::]:3000              [::]:0                 LISTENING       4242
  UDP    0.0.0.0:3000           *:*                                    1044
`;
  const german = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    [::]:3000              [::]:0                 ABHÖREN         4242
`;
  it.each([
    ['tcp', 135, english, ['668 0.0.0.0 true']],
    ['tcp', 3000, english, ['4242 127.0.0.1 false', '4242 [::] true']],
    ['udp', 3000, english, ['1044 0.0.0.0 false']],
    ['tcp', 50001, english, []],
    ['tcp', 3000, german.replaceAll('\n', '\r\n'), ['4242 [::] true']],
    ['tcp', 3000, '  TCP    127.0.0.1:3000         127.0.0.1:31502        ESTABLISHED\n', []],
  ] as const)('on %s %d in %j, is %j', (protocol, number, text, owners) => {
    const seen = parseNetstat(text, protocol, port(number));
    expect(seen.map(({ pid, address, listening }) => `${pid} ${address} ${listening}`)).toEqual(
      owners,
    );
  });

  it.each([
    ['"node.exe","4242","Console","1","48,312 K"\r\n', 'node'],
    ['"System","4","Services","0","144 K"\r\n', 'System'],
    ['INFO: No tasks are running which match the specified criteria.\r\n', ''],
    ['', ''],
  ])('is named by %j as "%s"', (text, name) => {
    expect(parseTasklist(text)).toBe(name);
  });
});

it('says what an administrator types on each system', () => {
  expect(makeGroupCommand('g', 'linux')).toBe('sudo groupadd --system g');
  expect(makeGroupCommand('g', 'darwin')).toBe('sudo dseditgroup -o create g');
  expect(joinGroupCommand('g', 'me', 'linux')).toBe('sudo usermod --append --groups g me');
  expect(joinGroupCommand('g', 'me', 'darwin')).toBe('sudo dseditgroup -o edit -a me -t user g');
  expect(shareCommand('C:\\x', 'win32')).toMatch(/^make C:\\x, then: icacls "C:\\x" /);
  expect(shareCommand('/x', 'darwin')).toBe('sudo portkeeper init --system --group <group>');
});

describe('the ranges that Windows keeps back', () => {
  const english = `
Protocol tcp Port Exclusion Ranges

Start Port    End Port
----------    --------
        80          80
     50000       50059     *

* - Administered port exclusions.
`;
  const german = `
Ausschlussbereiche für TCP-Ports

Startport   Endport
----------    --------
      5357        5357
     49681       49780

* - Verwaltete Portausschlüsse.
`;
  it.each([
    ['English', english, ['80-80', '50000-50059']],
    ['German', german.replaceAll('\n', '\r\n'), ['5357-5357', '49681-49780']],
    ['a refusal', 'The following command was not found: interface ipv4.\r\n', []],
    ['nothing', '', []],
  ])('are read from %s', (_, table, ranges) => {
    expect(parseExcludedRanges(table).map(({ from, to }) => `${from}-${to}`)).toEqual(ranges);
  });
});

it.each([
  ['linux', { XDG_STATE_HOME: '/state' }, '/state/portkeeper', '/var/lib/portkeeper'],
  ['linux', { XDG_STATE_HOME: 'relative' }, '/home/me/.local/state/portkeeper', undefined],
  ['darwin', {}, '/home/me/Library/Application Support/portkeeper', undefined],
  ['darwin', {}, undefined, '/Library/Application Support/portkeeper'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/portkeeper', undefined],
  ['win32', { ProgramData: '/data' }, '/home/me/AppData/Local/portkeeper', '/data/portkeeper'],
] as const)('on %s with %j a registry lies in %s or %s', (platform, environment, own, system) => {
  const slashes = (path: string) => path.replaceAll('\\', '/');
  if (own) expect(slashes(userFolder(platform, environment, '/home/me'))).toBe(own);
  if (system) expect(slashes(systemFolder(platform, environment))).toBe(system);
});
