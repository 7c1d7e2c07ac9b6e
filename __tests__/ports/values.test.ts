import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '../../src/duration.js';
import { isLoopback, parseHost } from '../../src/ports/host.js';
import { isPortNumber, parsePortNumber, readPortNumber } from '../../src/ports/number.js';
import { parseProtocol } from '../../src/ports/protocol.js';
import { formatRange, parseRange, rangeIncludes, rangeSize } from '../../src/ports/range.js';
import { parsePortRequest, toPortName } from '../../src/ports/request.js';
import { parseStrategy } from '../../src/ports/strategy.js';

// What users and files write, parsed once at the edge.

const usage = expect.objectContaining({ code: 'USAGE' });
const port = fc.integer({ min: 1, max: 65_535 });

describe('port numbers', () => {
  it('reads back every port, and no other number', () => {
    fc.assert(fc.property(port, (n) => readPortNumber(`${n}`) === n && parsePortNumber(n) === n));
    fc.assert(fc.property(fc.integer(), (n) => isPortNumber(n) === (n >= 1 && n <= 65_535)));
  });

  it.each([
    '',
    '0',
    '65536',
    '99999999',
    '-1',
    '+80',
    '080',
    '8e3',
    '0x50',
    '80.0',
    '８０',
    '80 80',
    'NaN',
    '80\n',
  ])('takes %j for none', (text) => {
    expect(readPortNumber(text)).toBeUndefined();
  });

  it.each([0, -1, 65_536, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %p', (number) => {
    expect(() => parsePortNumber(number)).toThrow(usage);
  });
});

describe('ranges', () => {
  it('parses what it formats, and counts both ends', () => {
    fc.assert(
      fc.property(port, port, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const range = parseRange(`${from}-${to}`);
        expect(parseRange(formatRange(range))).toEqual(range);
        expect(rangeSize(range)).toBe(to - from + 1);
        expect([from, to, from - 1, to + 1].map((n) => rangeIncludes(range, n))).toEqual([
          true,
          true,
          false,
          false,
        ]);
      }),
    );
  });

  it.each(['', '-', '1-', '-5', '0-10', '10-65536', 'a-b', '1-2-3', '1..2', '20000–32767'])(
    'refuses %j',
    (text) => {
      expect(() => parseRange(text)).toThrow(usage);
    },
  );

  it('says how a range that ends before it begins is meant', () => {
    expect(() => parseRange('30-20')).toThrow(
      expect.objectContaining({ hint: 'Write the lower port first: 20-30.' }),
    );
  });
});

describe('hosts', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    [' LOCALHOST ', 'localhost'],
    ['[::1]', '::1'],
    ['0.0.0.0', '0.0.0.0'],
    ['FE80::1', 'fe80::1'],
  ])('reads %j', (text, host) => {
    expect(parseHost(text)).toBe(host);
  });

  it.each(['', 'example.com', '127.0.0.1:80', '1.2.3', '256.0.0.1', 'http://localhost', '::g'])(
    'refuses %j',
    (text) => {
      expect(() => parseHost(text)).toThrow(usage);
    },
  );

  it.each([
    ['localhost', true],
    ['app.localhost', true],
    ['127.8.8.8', true],
    ['[::1]', true],
    ['0.0.0.0', true],
    ['localhost.example.com', false],
    ['127.0.0.1.example.com', false],
    ['db', false],
    ['10.0.0.1', false],
  ])('%s is of this machine: %p', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe('requests', () => {
  it.each([
    ['WEB_PORT', { name: 'WEB_PORT', protocols: ['tcp'] }],
    [' web=3000 ', { name: 'web', protocols: ['tcp'], port: 3000 }],
    ['DNS=53/udp', { name: 'DNS', protocols: ['udp'], port: 53 }],
    ['DNS=53/tcp+udp', { name: 'DNS', protocols: ['tcp', 'udp'], port: 53 }],
    ['STATSD/udp', { name: 'STATSD', protocols: ['udp'] }],
    ['A=8000-8100', { name: 'A', protocols: ['tcp'], range: { from: 8000, to: 8100 } }],
    ['A=8000-8100/udp', { name: 'A', protocols: ['udp'], range: { from: 8000, to: 8100 } }],
  ])('reads %j', (text, request) => {
    expect(parsePortRequest(text)).toEqual(request);
  });

  it.each([
    '',
    '=3000',
    '3000',
    'A-B=1',
    'A=',
    'A=x',
    'A=1/sctp',
    'A=1/',
    'A=70000',
    'A=9-3',
    'A B',
    'Ä=1',
  ])('refuses %j', (text) => {
    expect(() => parsePortRequest(text)).toThrow(usage);
  });

  it('makes a valid name of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(toPortName(text)).toMatch(/^[A-Z_][A-Z0-9_]*$/);
      }),
    );
    expect(toPortName('web')).toBe('WEB');
    expect(toPortName('myApp web-2')).toBe('MY_APP_WEB_2');
    expect(toPortName('2nd')).toBe('_2ND');
  });
});

describe('words', () => {
  it('reads protocols and strategies in any case, and lists them otherwise', () => {
    expect([parseProtocol(' UDP '), parseProtocol('tcp')]).toEqual(['udp', 'tcp']);
    expect(parseStrategy('Stable')).toBe('stable');
    expect(() => parseProtocol('icmp')).toThrow(usage);
    for (const text of ['', 'fast', 'constructor', '__proto__']) {
      expect(() => parseStrategy(text)).toThrow(usage);
    }
  });

  it.each([
    ['90', 90_000],
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['500ms', 500],
    ['0', 0],
  ])('%j lasts %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', 'soon', '-1s', '1.5h', '1h 30', '1y', 'h', '1h30mx', '99999999999'])(
    'takes %j for no length of time',
    (text) => {
      expect(() => parseDuration(text)).toThrow(usage);
    },
  );
});
