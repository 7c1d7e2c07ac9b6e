import { describe, expect, it } from '@jest/globals';
import { parseExcludedRanges } from '../../src/ports/excluded.js';
import { isHeldUnseen, parseHost, portSystem } from '../../src/ports/index.js';
import { probeAddresses } from '../../src/ports/probe.js';
import { systemFolder, userFolder } from '../../src/registry/location.js';

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
