import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parse as parseJsonc } from 'jsonc-parser';
import type { JsonObject } from '../../../src/project/writing/change.js';
import { mergeJson, updateConfigJson } from '../../../src/project/writing/config-json.js';
import { applyEdits } from '../../../src/project/writing/edit.js';
import { removeProjects, snapshot, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const merge = (text: string, values: JsonObject): string =>
  applyEdits(text, mergeJson(text, values));

describe('merging values into JSON', () => {
  it.each<[string, string, JsonObject, string]>([
    ['changes a value', '{"a":1,"b":2}', { a: 7 }, '{"a":7,"b":2}'],
    [
      'merges objects',
      '{\n  "s": {\n    "port": 1,\n    "x": 2\n  }\n}\n',
      { s: { port: 7, host: 'h' } },
      '{\n  "s": {\n    "port": 7,\n    "x": 2,\n    "host": "h"\n  }\n}\n',
    ],
    ['replaces lists', '{"a":[1,2]}', { a: [3] }, '{"a":[\n  3\n]}'],
    [
      'adds in one line where it is written so',
      '{ "a": 1 }',
      { b: 2, c: { d: 3 } },
      '{ "a": 1, "b": 2, "c": {"d":3} }',
    ],
    [
      'adds lines',
      '{\n  "a": 1\n}\n',
      { b: { c: 2 } },
      '{\n  "a": 1,\n  "b": {\n    "c": 2\n  }\n}\n',
    ],
    ['fills an empty object', '{}\n', { a: 1 }, '{\n  "a": 1\n}\n'],
    ['fills an empty file', '', { a: 1 }, '{\n  "a": 1\n}\n'],
    [
      'keeps CRLF and tabs',
      '{\r\n\t"a": {\r\n\t\t"b": 1\r\n\t}\r\n}',
      { a: { c: { d: 2 } } },
      '{\r\n\t"a": {\r\n\t\t"b": 1,\r\n\t\t"c": {\r\n\t\t\t"d": 2\r\n\t\t}\r\n\t}\r\n}',
    ],
    ['keeps a byte order mark', '\uFEFF{"a":1}', { a: 2 }, '\uFEFF{"a":2}'],
    [
      'leaves comments where they are',
      '{\n  // top\n  "a": 1 // one\n  /* end */\n}',
      { a: 2, b: 3 },
      '{\n  // top\n  "a": 2, // one\n  /* end */\n  "b": 3\n}',
    ],
    ['keeps a trailing comma', '{\n  "a": 1,\n}', { b: 2 }, '{\n  "a": 1,\n  "b": 2,\n}'],
    ['changes the last of a repeated key', '{"a":1,"a":2}', { a: 3 }, '{"a":1,"a":3}'],
    ['makes an object of a value', '{"a":1}', { a: { b: 2 } }, '{"a":{\n  "b": 2\n}}'],
    ['leaves what is right', '{ "a" : { "b":1.0 } }', { a: { b: 1 } }, '{ "a" : { "b":1.0 } }'],
    ['takes any key', '{"a/b": 1}', { 'a/b': 2, '': 3 }, '{"a/b": 2, "": 3}'],
  ])('%s', (_name, text, values, wanted) => {
    expect(merge(text, values)).toBe(wanted);
    expect(merge(wanted, values)).toBe(wanted);
  });

  it.each([
    ['no value', '{"a":}', 1, 6],
    ['a list', '[]', 1, 1],
    ['no comma', '{\n"a": 1\n"b": 2}', 3, 1],
    ['a string', '"text"', 1, 1],
    ['deep nesting', '['.repeat(5000), 1, 201],
    ['deep nesting behind a quote in a comment', `{} // "\n${'['.repeat(5000)}`, 2, 201],
  ])('refuses what is not an object of JSON, with its place: %s', (_name, text, line, column) => {
    expect(() => mergeJson(text, { a: 1 }, 'c.json')).toThrow(
      expect.objectContaining({
        code: 'FILE_NOT_EDITABLE',
        place: { file: 'c.json', line, column },
      }),
    );
  });

  it('reads afterwards as an independent merge says', () => {
    const key = fc.constantFrom('a', 'b', 'port', '__proto__', 'x y');
    const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
      object: fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      value: fc.oneof(
        { maxDepth: 3 },
        fc.integer(),
        fc.constantFrom('s', true, null),
        fc.constant([1, { a: 1 }]),
        tie('object'),
      ),
    }));
    const objects = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });
    const indent = fc.constantFrom(undefined, 2, 4, '\t');
    void fc.assert(
      fc.property(objects, objects, indent, (before, values, unit) => {
        const text = JSON.stringify(before, null, unit);
        const after = merge(text, JSON.parse(JSON.stringify(values)) as JsonObject);
        expect(JSON.parse(after)).toEqual(deepMerge(before, values));
        expect(merge(after, JSON.parse(JSON.stringify(values)) as JsonObject)).toBe(after);
      }),
      { numRuns: 1000 },
    );
  });
});

function deepMerge(a: unknown, b: unknown): unknown {
  const isObject = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(b)) return b;
  const result = new Map<string, unknown>(isObject(a) ? Object.entries(a) : []);
  for (const [key, value] of Object.entries(b)) result.set(key, deepMerge(result.get(key), value));
  return JSON.parse(
    `{${[...result].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
  );
}

describe('updateConfigJson', () => {
  it('makes a missing file', async () => {
    const root = await temporaryProject();
    const path = join(root, 'config.json');
    expect(await updateConfigJson(path, { server: { port: 1 } })).toEqual({
      changed: true,
      created: true,
    });
    expect(parseJsonc(await readFile(path, 'utf8'))).toEqual({ server: { port: 1 } });
    expect(Object.keys(await snapshot(root))).toEqual(['config.json']);
  });

  it.each<[boolean | string, string]>([
    [true, 'c.json.bak'],
    ['old.json', 'old.json'],
  ])('backs up first, with the mode of the file: %j', async (backup, name) => {
    const root = await temporaryProject({ 'c.json': '{"a":1}', [name]: 'older' });
    await chmod(join(root, 'c.json'), 0o600);
    await writeFile(join(root, 'other'), '');
    for (const a of [2, 3]) {
      await updateConfigJson('c.json', { a }, { backup, root });
    }
    expect(await readFile(join(root, 'c.json'), 'utf8')).toBe('{"a":3}');
    expect(await readFile(join(root, name), 'utf8')).toBe('{"a":2}');
    expect((await stat(join(root, 'c.json'))).mode & 0o777).toBe(0o600);
    expect(Object.keys(await snapshot(root))).toEqual(['c.json', name, 'other'].sort());
  });

  it('gives a new backup no more readers than the file has', async () => {
    const root = await temporaryProject({ 'c.json': '{"a":1}' });
    await chmod(join(root, 'c.json'), 0o600);
    await updateConfigJson(join(root, 'c.json'), { a: 2 }, { backup: true });
    expect((await stat(join(root, 'c.json.bak'))).mode & 0o777).toBe(0o600);
  });

  it('leaves a file that is not JSON as it is, and no backup', async () => {
    const root = await temporaryProject({ 'c.json': '{oops' });
    const before = await snapshot(root);
    await expect(
      updateConfigJson(join(root, 'c.json'), { a: 1 }, { backup: true }),
    ).rejects.toMatchObject({ code: 'FILE_NOT_EDITABLE' });
    expect(await snapshot(root)).toEqual(before);
  });
});
