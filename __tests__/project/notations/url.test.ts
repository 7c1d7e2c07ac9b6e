import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseAddress, parseAddressList } from '../../../src/project/notations/address.js';
import { findUrlPorts } from '../../../src/project/notations/url.js';

/** `host port` of every URL. */
function portsIn(text: string): string[] {
  return findUrlPorts(text).map(({ host, from, to }) => `${host} ${text.slice(from, to)}`);
}

describe('findUrlPorts', () => {
  it.each<[string, string[]]>([
    ['http://localhost:3000', ['localhost 3000']],
    ['http://localhost', []],
    ['http://localhost:', []],
    ['http://localhost:/x', []],
    ['http://u:p@h:1/x:2?y=:3#z', ['h 1']],
    ['http://u:p@ss@h:1', ['h 1']],
    ["pg://u:p('x;y@h:1/", ['h 1']],
    ['pg://${U:-a@b}:${P:?no/}@h:1/', ['h 1']],
    ["x 'http://h:1' y@z", ['h 1']],
    ['http://[::1]:1/', ['[::1] 1']],
    ['http://[::1]/', []],
    ['jdbc:postgresql://h:1/x', ['h 1']],
    ['jdbc:sqlserver://h:1;databaseName=x', ['h 1']],
    [
      'http://localhost:1/ http://h.test:2 ws://127.0.0.9:3 x://${H}:4',
      ['localhost 1', 'h.test 2', '127.0.0.9 3', '${H} 4'],
    ],
    ['a://h:1,b://i:2 c://j:3', ['h 1', 'i 2', 'j 3']],
    ['m://u:p@a:1,b:2,c/x', ['a 1', 'b 2']],
    ['http://${H:-localhost}:${P:-1}/', ['${H:-localhost} ${P:-1}']],
    ['http://h:$P/', ['h $P']],
    ['"http://h:1"', ['h 1']],
    ['(http://h:1)', ['h 1']],
    ['http://h:1|2', ['h 1']],
    ['://h:1', []],
    ['http:/h:1', []],
  ])('%s', (text, expected) => {
    expect(portsIn(text)).toEqual(expected);
  });

  it('agrees with the URL class on what it takes', () => {
    const url = fc.webUrl({
      authoritySettings: { withPort: true, withUserInfo: true, withIPv4: true, withIPv6: true },
      withQueryParameters: true,
      withFragments: true,
    });
    fc.assert(
      fc.property(url, (text) => {
        // Without the scheme's default port, which the class drops.
        const { port } = new URL(text.replace(/^https?:/, 'none:'));
        // A path or query may hold what looks like another URL; the first one is the URL itself.
        expect(portsIn(text.split(/[/?#]/).slice(0, 3).join('/'))[0]?.split(' ')[1] ?? '').toBe(
          port,
        );
      }),
    );
  });
});

describe('parseAddress', () => {
  it.each([
    ['localhost:3000', 'localhost'],
    ['127.0.0.1:3000', '127.0.0.1'],
    ['[::1]:3000', '::1'],
    [':3000', ''],
    ['*:3000', '*'],
    ['my_db-1.x:3000', 'my_db-1.x'],
  ])('%s', (text, host) => {
    expect(parseAddress(text)).toMatchObject({ host, port: 3000, to: text.length });
  });

  it.each(['3000', 'a:b', 'a:0', 'a:65536', 'a:03', 'a b:1', '::1:3000', 'http://a:1', 'a:1/', ''])(
    'not %j',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );

  it('takes a list only as a whole', () => {
    expect(parseAddressList('a:1, b:2;c:3').map(({ port }) => port)).toEqual([1, 2, 3]);
    expect(parseAddressList('a:1,b')).toEqual([]);
    expect(parseAddressList('')).toEqual([]);
  });
});
