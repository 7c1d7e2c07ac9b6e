import { describe, expect, it } from '@jest/globals';
import type { PortNumber } from '../../../src/ports/index.js';
import type { FileKind } from '../../../src/project/files/file-kind.js';
import { SERVER_DEFAULTS } from '../../../src/project/notations/commands/servers.js';
import { isInsertion } from '../../../src/project/sites/inserted.js';
import type { LogicalPort, Site } from '../../../src/project/sites/site.js';
import type { FileChange } from '../../../src/project/writing/change.js';
import { applyEdits, type Edit } from '../../../src/project/writing/edit.js';
import { planEdits } from '../../../src/project/writing/plan.js';
import { decodeSource } from '../../../src/project/writing/source-file.js';
import { verifyChange, verifyChanges } from '../../../src/project/writing/verify.js';

const kind = (parse: (text: string) => unknown): FileKind => ({
  name: 'test',
  matches: () => true,
  find: () => {
    throw new Error('not asked');
  },
  parse,
});
const json = kind(JSON.parse);

function change(text: string, edits: readonly Edit[]): FileChange {
  const place = { line: 3, column: 2, name: 'P', from: 1 as PortNumber, to: 2 as PortNumber };
  return {
    path: 'f.json',
    before: { path: 'f.json', text, encoding: 'utf8' },
    edits,
    after: applyEdits(text, edits),
    places: [place],
  };
}

/** Replaces the n-th occurrences of a text. */
function edit(text: string, from: string, to: string): Edit {
  const start = text.indexOf(from);
  return { start, end: start + from.length, text: to };
}

const refused = (file: string): unknown =>
  expect.objectContaining({ code: 'FILE_NOT_EDITABLE', place: { file, line: 3, column: 2 } });

describe('verifying a change', () => {
  it.each([
    ['a number', '{"a":3000,"b":[3000]}', '3000'],
    ['a part of a text', '{"u":"http://localhost:3000/x"}', '3000'],
    ['beside keys of any name', '{"constructor":"3000","__proto__":{"a":1}}', '3000'],
  ])('passes %s', (_name, text, from) => {
    expect(() => verifyChange(change(text, [edit(text, from, '20411')]), json)).not.toThrow();
  });

  it.each([
    ['a flag', 'vite', 'vite --port 20411', ' --port 20411'],
    ['a variable', 'start', 'PORT=20411 start', 'PORT=20411 '],
    ['a word', 'runserver -x', 'runserver 20411 -x', ' 20411'],
    ['a host', 'http://localhost/x', 'http://localhost:20411/x', ':20411'],
  ])('passes %s that says a port', (_name, from, to, inserted) => {
    const text = JSON.stringify({ a: from, b: `${inserted} ${from}` });
    const start = JSON.stringify({ a: to }).indexOf(inserted);
    const given = change(text, [{ start, end: start, text: inserted }]);
    expect(() => verifyChange(given, json)).not.toThrow();
    const number = kind((value) => JSON.parse(value.replace('"b":"', '"b":"7')));
    expect(() => verifyChange(given, number)).not.toThrow();
    const other = kind((value) =>
      value === text ? { a: from } : { a: to.replace(/[a-z]+/, 'other') },
    );
    expect(() => verifyChange(given, other)).toThrow(refused('f.json') as Error);
  });

  it.each([' ; rm 1', ' -- 1', ' --port 1 2', '3000', ' --port 99999', '\n1', ':99999', ':1 '])(
    'refuses to write %j',
    (inserted) => {
      const given = change('{"a":"x"}', [{ start: 7, end: 7, text: inserted }]);
      expect(() => verifyChange(given, json)).toThrow(refused('f.json') as Error);
    },
  );

  it('tells a number that was replaced from one that was written', () => {
    const text = '"serve && x --port 8000 && serve 8000"';
    const given = change(text, [
      { start: 6, end: 6, text: ' 20411' },
      edit(text, '8000', '20411'),
      { start: 33, end: 37, text: '20411' },
    ]);
    expect(given.after).toBe('"serve 20411 && x --port 20411 && serve 20411"');
    expect(() => verifyChange(given, json)).not.toThrow();
  });

  it('tells a number that is written from an address that begins with one', () => {
    const text = '"x cross-env PORT=127.0.0.1:1"';
    const given = change(text, [{ start: 12, end: 12, text: ' PORT=20411' }]);
    expect(given.after).toBe('"x cross-env PORT=20411 PORT=127.0.0.1:1"');
    expect(() => verifyChange(given, json)).not.toThrow();
  });

  const text = '{"3000":1,"a":3000,"b":"x3000"}';
  const key = edit(text, '3000', '20411');
  it.each<[string, FileChange, FileKind]>([
    ['a key', change(text, [key]), json],
    ['what is no number', change(text, [edit(text, 'a', '7')]), json],
    ['what becomes none', change(text, [{ ...key, text: '99999' }]), json],
    ['a comment that no parser sees', change(text, [key]), kind(() => ({}))],
    [
      'an unparsable result',
      change(text, [key]),
      kind((value) => JSON.parse(value.replace('20411', '{'))),
    ],
    ['another shape', change(text, [key]), kind((value) => (value.includes('20411') ? [] : {}))],
    [
      'another length',
      change(text, [key]),
      kind((value) => (value.includes('20411') ? [1] : [1, 2])),
    ],
    [
      'another type',
      change(text, [key]),
      kind((value) => (value.includes('20411') ? '20411' : 3000)),
    ],
    [
      'more numbers than asked',
      change(text, [key]),
      kind((value) => (value.includes('20411') ? ['20411', '9'] : ['3000', '8'])),
    ],
    [
      'text beside the number',
      change(text, [key]),
      kind((value) => (value.includes('20411') ? 'a20411' : 'b3000')),
    ],
    ['an after that is not the edited one', { ...change(text, [key]), after: '{}' }, json],
  ])('refuses %s', (_name, given, of) => {
    expect(() => verifyChange(given, of)).toThrow(refused('f.json') as Error);
  });

  it('takes a number that an alias repeats, and documents that contain themselves', () => {
    const cyclic = (value: string): unknown => {
      const list: unknown[] = [value, new Map([['k', value]]), new Set([value])];
      list.push(list);
      return list;
    };
    expect(() =>
      verifyChange(change('3000', [edit('3000', '3000', '20411')]), kind(cyclic)),
    ).not.toThrow();
  });

  it('checks each file by its own kind', () => {
    const good = change('{"a":3000}', [edit('{"a":3000}', '3000', '1')]);
    expect(() => verifyChanges([good], () => json)).not.toThrow();
    expect(() => verifyChanges([good], () => undefined)).toThrow(RangeError);
  });
});

describe('planning edits', () => {
  const text = 'A=3000\nB=x\nC=3000 4000\n';
  const source = decodeSource('.env', Buffer.from(text));
  if (source === undefined) throw new Error('binary');
  const sources = new Map([['.env', source]]);
  const site = (start: number, port: number): Site => ({
    file: '.env',
    start,
    end: start + 4,
    line: 1,
    column: start + 1,
    port: port as PortNumber,
    role: 'listen',
    rule: 'test',
    confidence: 'certain',
  });
  const port = (name: string, sites: readonly Site[]): LogicalPort => ({
    name,
    protocols: ['tcp'],
    port: 3000 as PortNumber,
    sites,
    variables: [],
  });
  const numbers = (entries: Record<string, number>): Map<string, PortNumber> =>
    new Map(Object.entries(entries) as [string, PortNumber][]);

  it('gives one change a file, its edits in order', () => {
    const ports = [port('B', [site(18, 4000)]), port('A', [site(13, 3000), site(2, 3000)])];
    const plan = planEdits(ports, numbers({ A: 20_411, B: 20_412 }), sources);
    expect(plan).toMatchObject([
      {
        path: '.env',
        after: 'A=20411\nB=x\nC=20411 20412\n',
        places: [{ name: 'A', from: 3000, to: 20_411 }, { name: 'A' }, { name: 'B', from: 4000 }],
      },
    ]);
  });

  it('passes over what is right, what has no number, and what is found twice', () => {
    const ports = [port('A', [site(2, 3000), site(2, 3000)]), port('B', [site(13, 3000)])];
    expect(planEdits(ports, numbers({ A: 3000 }), sources)).toEqual([]);
    expect(planEdits(ports, numbers({ A: 5000 }), sources)[0]?.edits).toHaveLength(1);
  });

  it('does not let two ports fight for one place', () => {
    const ports = [port('A', [site(2, 3000)]), port('B', [site(2, 3000)])];
    expect(() => planEdits(ports, numbers({ A: 1, B: 2 }), sources)).toThrow(
      /two ports at one place: A and B/,
    );
  });
});

it('takes the flag of every server for an insertion, and nothing that goes on behind the number', () => {
  for (const { tell } of SERVER_DEFAULTS) {
    const flag = 'flag' in tell ? tell.flag : '--port';
    const text = ` ${flag}${/[=:]$/.test(flag) ? '' : ' '}20001`;
    expect([text, isInsertion({ start: 5, end: 5, text })]).toEqual([text, true]);
    expect(isInsertion({ start: 5, end: 5, text: `${text};x` })).toBe(false);
  }
});
