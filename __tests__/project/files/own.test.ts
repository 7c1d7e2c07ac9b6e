import { describe, expect, it } from '@jest/globals';
import type { FileRow } from '../../../src/project/config/config.js';
import { kindLookup } from '../../../src/project/files/own.js';
import type { Findings } from '../../../src/project/sites/findings.js';
import { cpuMsOf } from '../../cpu-time.js';

async function find(row: FileRow, path: string, text: string): Promise<Findings | undefined> {
  const kind = (await kindLookup([row]))(path);
  return kind?.find({ path, text, encoding: 'utf8' });
}

/** The digits that were found, as they stand in the text. */
async function digits(row: FileRow, path: string, text: string): Promise<string[]> {
  const found = await find(row, path, text);
  return (found?.sites ?? []).map(({ start, end }) => `${start}:${text.slice(start, end)}`);
}

describe('a row with "at"', () => {
  it.each<[string, string, (string | number)[], string[]]>([
    ['a.json', '{"server":{"port":3000}}', ['server', 'port'], ['18:3000']],
    ['a.json', '// c\n{"s":["3000"],}', ['s', 0], ['12:3000']],
    ['a.json', '{"u":"http://db:3000/x,https://a.b:4000"}', ['u'], ['16:3000', '35:4000']],
    ['a.json', '{"u":"0.0.0.0:3000"}', ['u'], ['14:3000']],
    ['a.jsonc', '{"a.b":3000}', ['a.b'], ['7:3000']],
    ['a.yml', 'x: &x { port: 3000 }\ny:\n  <<: *x\n', ['y', 'port'], ['14:3000']],
    ['a.yaml', 'x:\n  - "3000"\n', ['x', 0], ['8:3000']],
    ['a.toml', '[a]\nb.port = 3000 # 3000\n', ['a', 'b', 'port'], ['13:3000']],
    ['a.toml', '[[a]]\nu = "http:\\u002f/x:3000"', ['a', 0, 'u'], ['25:3000']],
    ['a.properties', 'server.port=3000\nserver.ports=1', ['server', 'port'], ['12:3000']],
    ['a.properties', 'a[0].port 3000\na[1].port:4000', ['a', '*', 'port'], ['10:3000', '25:4000']],
    ['.env.x', 'A=1\nPORT=3000\nPORT="4000"\n', ['PORT'], ['20:4000']],
    ['a.yaml', 'a: 1\n---\nport: 3000\n---\nport: 4000\n', ['port'], ['15:3000', '30:4000']],
    ['a.json', '{"s":[{"p":3000},{"p":"x"},{"p":4000}]}', ['s', '*', 'p'], ['11:3000', '32:4000']],
    ['a.json', '{"s":{"port":3000},"port":4000}', ['**', 'port'], ['13:3000', '26:4000']],
    ['a.json', '{"a":300000}', ['a'], []],
    ['a.json', '{"a":{}}', ['a'], []],
    ['a.json', '{"a":1}', ['b', 'c', 0], []],
    ['a.json', '{"a":1}', ['__proto__'], []],
  ])('in %s: %s', async (path, text, at, wanted) => {
    expect(await digits({ path, at }, path, text)).toEqual(wanted);
  });

  it('names its port, and vouches for it', async () => {
    const found = await find({ path: '*.json', at: ['p'], name: 'WEB' }, 'a.json', '{\n"p": 3000}');
    expect(found?.sites).toMatchObject([
      { rule: 'files.at', variable: 'WEB', confidence: 'certain', line: 2, column: 6, port: 3000 },
    ]);
  });

  it.each([
    ['what is not there', 'a.json', '{}', 'leftAlone', /leads to no value/],
    ['what is no port', 'a.json', '{"p":"x"}', 'leftAlone', /leads to no port/],
    ['what cannot be parsed', 'a.json', '{', 'problems', /expected/],
    ['what has no keys', 'a.ini', 'p = 1', 'problems', /use "pattern"/],
  ] as const)('says so: %s', async (_name, path, text, list, message) => {
    const found = await find({ path, at: ['p'] }, path, text);
    expect(found?.[list].map((item) => ('message' in item ? item.message : item.reason))).toEqual([
      expect.stringMatching(message),
    ]);
  });
});

describe('a row with "pattern"', () => {
  it.each<[string, string, string[]]>([
    ['PORT\\s*=\\s*(?<port>\\d+)', 'é😀 PORT = 3000\nPORT=4000', ['11:3000', '21:4000']],
    ['^port (?P<port>\\d+)$', 'port 3000\nxport 1\nport 4000', ['5:3000', '23:4000']],
    ['(?<port>\\d+)', '99999 0 3000', ['8:3000']],
    ['x(?<port>3)?', 'x x3', ['3:3']],
    ['(?<port>)', 'abc', []],
  ])('%s in %j', async (pattern, text, wanted) => {
    expect(await digits({ path: 'f.py', pattern }, 'f.py', text)).toEqual(wanted);
  });

  it.each(['(?<port>', '(?<port>a)(?=b)', '(?<port>a)\\1'])(
    'refuses %s with its place',
    async (pattern) => {
      const place = { file: 'portkeeper.yaml', line: 3, column: 5 };
      await expect(kindLookup([{ path: 'f', pattern, place }])).rejects.toMatchObject({
        code: 'BAD_CONFIG',
        place,
      });
    },
  );

  it('takes linear time', async () => {
    const row = { path: 'f', pattern: '(x+x+)+y(?<port>\\d)' };
    expect(await cpuMsOf(() => digits(row, 'f', 'x'.repeat(100_000)))).toBeLessThan(2000);
  });
});

it('says of a pattern that it matches nothing', async () => {
  const found = await find({ path: 'f', pattern: 'PROT=(?<port>\\d+)' }, 'f', 'PORT=3000');
  expect(found?.leftAlone.map(({ reason }) => reason)).toEqual([
    '"pattern: PROT=(?<port>\\d+)" matches nothing in it',
  ]);
});

describe('the lookup', () => {
  it('takes rows from the root, and the product’s own kinds', async () => {
    const lookup = await kindLookup([
      { path: 'a.json', at: ['p'] },
      { path: 'x/**/b.json', at: ['p'] },
      { path: '.env', at: ['FOO'], name: 'FOO_PORT' },
    ]);
    const name = (path: string): string | undefined => lookup(path)?.name;
    expect(
      ['a.json', 'x/a.json', 'x/b.json', 'x/y/b.json', 'b.json', 'x/.env', '.env'].map(name),
    ).toEqual(['files', undefined, 'files', 'files', undefined, 'dotenv', 'files+dotenv']);
  });

  it('lets a row decide where it and the product find the same digits', async () => {
    const lookup = await kindLookup([{ path: '.env', at: ['PORT'], name: 'MINE' }]);
    const kind = lookup('.env');
    const text = 'PORT=3000\nWEB_PORT=4000\n';
    const found = kind?.find({ path: '.env', text, encoding: 'utf8' });
    expect(found?.sites.map(({ variable }) => variable)).toEqual(['MINE']);
    expect(found?.definitions.map(({ variable }) => variable)).toEqual(['WEB_PORT']);
    expect(kind?.parse(text)).toHaveLength(2);
  });
});
