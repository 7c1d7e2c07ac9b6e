import { describe, expect, it } from '@jest/globals';
import { parse as parseProperties } from 'dot-properties';
import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import type { DataFormat } from '../../../src/project/formats/data.js';
import { formatOf } from '../../../src/project/formats/data-formats.js';
import { properties } from '../../../src/project/formats/properties.js';
import { toml } from '../../../src/project/formats/toml-data.js';
import { offsetAt } from '../../../src/project/formats/value.js';

function format(path: string): DataFormat {
  const found = formatOf(path);
  if (found === undefined) throw new Error(path);
  return found;
}

/** `document path=text@offset` of every scalar. */
function scalars(path: string, text: string): string[] {
  return format(path)
    .read(text)
    .documents.flatMap((nodes, index) =>
      nodes.flatMap(({ path: keys, value }) =>
        value ? [`${index} ${keys.join('/')}=${value.text}@${offsetAt(value, 0)}`] : [],
      ),
    );
}

describe('a document as values with the keys that lead to them', () => {
  it.each<[string, string, string[]]>([
    ['a.json', '\uFEFF{"a":{"b":[1,"\\u0031"]},/*x*/"a":[true],}', ['0 a/0=true@35']],
    ['a.json', '{"":{"a.b":null}}', ['0 /a.b=null@11']],
    ['a.yml', 'a: &x {b: 1}\nc: {<<: *x, d: "e"}\n', ['0 a/b=1@10', '0 c/d=e@29', '0 c/b=1@10']],
    ['a.yaml', 'a: 1\n---\n- b\n...\n', ['0 a=1@3', '1 0=b@11']],
    ['a.yaml', 'a: @b.c@\nd: 1', ['0 a=@b.c@@3', '0 d=1@12']],
    ['a.yaml', '', []],
    ['a.yaml', '&a [*a]', []],
    [
      'a.toml',
      'a.b = 1\n[c."d.e"]\nf = [1, {g = "x"}]\n',
      ['0 a/b=1@6', '0 c/d.e/f/0=1@23', '0 c/d.e/f/1/g=x@32'],
    ],
    ['a.toml', "[[a]]\nb = '''\nx'''\n[[a]]\nb = 2\n", ['0 a/0/b=x@14', '0 a/1/b=2@29']],
    ['a.toml', 'a = """\r\n b\\\r\n\r\n c\\\\\\u0041"""', ['0 a= bc\\A@9']],
    ['a.toml', "a = '''\nb\\\nc\n'''", ['0 a=b\\\nc\n@8']],
    ['a.toml', '\uFEFFa = 1979-05-27\r\nb = 0x1F', ['0 a=1979-05-27@5', '0 b=0x1F@21']],
    ['.env.local', 'A=1\nA="2"\n', ['0 A=2@7']],
    ['a.properties', 'a=1\n b : 2\nc 3\nd\n', ['0 a=1@2', '0 b=2@9', '0 c=3@13', '0 d=@16']],
    ['a.properties', '#c=1\n!d=1\n\\#e\\=f=\\\n  g\\\r\n\th\r\n', ['0 #e=f=gh@21']],
    ['a.properties', 'a=\\u0031\\:2\\\n3\n#---\na=4', ['0 a=1:23@2', '1 a=4@22']],
    ['a.properties', 'a=1\ra=2', ['0 a=2@6']],
    ['a.properties', ' \\\n#a=1\n\\\r\n\\\n b=\\\n\\\n2', ['0 b=2@20']],
    ['a.properties', '\uFEFFa=1', ['0 a=1@3']],
  ])('%s %j', (path, text, expected) => {
    expect(scalars(path, text)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['a.json', '{"a":', 'expected'],
    ['a.json', '['.repeat(5000), 'nested too deeply'],
    ['a.yaml', 'a: [', ''],
    ['a.yaml', 'a: 1\n---\na: 1\na: 2', 'stands twice'],
    ['a.yaml', `${'- '.repeat(5000)}x`, 'nested too deeply'],
    ['a.yaml', bomb(), 'aliases repeat'],
    ['a.toml', 'a = ', ''],
    ['a.toml', `a = ${'['.repeat(2000)}${']'.repeat(2000)}`, 'nested too deeply'],
    ['a.toml', `a = ${'['.repeat(200_000)}`, ''],
    ['a.toml', 'a = 1\na = 2', ''],
  ])('a fault of %s', (path, text, message) => {
    const { fault, documents } = format(path).read(text);
    expect(documents).toHaveLength(0);
    expect(fault?.message).toContain(message);
  });
});

/** Few lines that stand for 10^6 values. */
function bomb(): string {
  const lines = ['a0: &a0 [1,1,1,1,1,1,1,1,1,1]'];
  for (let level = 1; level < 6; level += 1) {
    const aliases = Array.from({ length: 10 }, () => `*a${level - 1}`);
    lines.push(`a${level}: &a${level} [${aliases.join(',')}]`);
  }
  return lines.join('\n');
}

describe('a random properties file', () => {
  const parts = fc.constantFrom(
    ...['a', 'port', '=', ':', ' ', '\t', '\f', '\\', '\\\n', '\n', '\r\n'],
    ...['#', '!', '8080', '\\u0041', '\\t', 'é', '"', '\\\\', '\\=', '\\uq'],
  );

  it('reads as another parser reads it', () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 16 }), (all) => {
        // Unlike Java, the other one takes a line that goes on after CRLF for two, and one that
        // goes on before it begins for a key.
        const text = all.join('').replace(/\\\r/g, '\\').replaceAll('\\uq', '\\q');
        fc.pre(!/(^|[\r\n])[ \t\f]*\\\n/.test(text));
        const read = properties.read(text).documents.flat();
        const ours = read.map(({ path: [key], value }) => [key, value?.text]);
        expect(new Map(ours as [string, string][])).toEqual(
          new Map(Object.entries(parseProperties(text))),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a random TOML file', () => {
  const keys = fc.constantFrom('a', 'b-c', '"d.e"', "'f'", 'g.h');
  const texts = fc.constantFrom('3000', 'http://localhost:3000', 'é\t', '');
  const values: fc.Arbitrary<string> = fc.oneof(
    fc.constantFrom('3000', '0x10', '1_000', '1.5', 'true', '1979-05-27T07:32:00Z', 'inf'),
    texts.map((text) => JSON.stringify(text)),
    texts.map((text) => `'${text}'`),
    texts.map((text) => `"""\n${text}\\n"""`),
    fc.constantFrom('"\\u0033000"', '"\\U00000033"', '[1, "3000",\n 2]', '{ x = 1, y.z = "3000" }'),
  );
  const lines = fc.oneof(
    fc.tuple(keys, values).map(([key, value]) => `${key} = ${value} # 3000`),
    fc.constantFrom('[a]', '[a.b]', '[[t]]', '[t.u]', '', '# x = 1'),
  );

  it('reads as another parser reads it, or not at all', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), (all, end) => {
        const text = all.join(end).replaceAll('\n\n', '\n');
        const { documents, fault } = toml.read(text);
        if (fault) return expect(() => parseToml(text)).toThrow();
        read += 1;
        const theirs = leaves(parseToml(text), []);
        const ours = (documents[0] ?? []).filter(({ value }) => value);
        expect(ours.map(({ path }) => path.join('/')).sort()).toEqual([...theirs.keys()].sort());
        for (const { path, value } of ours) {
          const other = theirs.get(path.join('/'));
          if (typeof other === 'string') expect(value?.text).toBe(other);
        }
      }),
      { numRuns: 1500 },
    );
    expect(read).toBeGreaterThan(300);
  });
});

function leaves(node: unknown, path: readonly string[]): Map<string, unknown> {
  if (typeof node !== 'object' || node === null || node instanceof Date) {
    return new Map([[path.join('/'), node]]);
  }
  return new Map(
    Object.entries(node).flatMap(([key, child]) => [...leaves(child, [...path, key])]),
  );
}
