import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isScalar, parseDocument, visit } from 'yaml';
import { properties, property, readJson, stringValue } from '../../../src/project/formats/json.js';
import { positionsIn } from '../../../src/project/formats/position.js';
import { splitCommands } from '../../../src/project/formats/shell-words.js';
import {
  offsetAt,
  plainValue,
  sliceValue,
  spanOf,
  type Value,
} from '../../../src/project/formats/value.js';
import {
  field,
  fields,
  readYaml,
  scalarValue,
  yamlStructure,
} from '../../../src/project/formats/yaml.js';

describe('Value', () => {
  it('knows where its parts stand', () => {
    const source = 'PORT=3000';
    const value = sliceValue(plainValue(source, 0, 9), 5, 9);
    expect(spanOf(value, source, 0, 4)).toEqual({ start: 5, end: 9 });
    expect(offsetAt(value, 4)).toBe(9);
    expect(spanOf(value, source, 2, 2)).toBeUndefined();
    expect(spanOf({ text: '3000', offsets: [5, 6, 8, 9] }, 'PORT=30x00', 0, 4)).toBeUndefined();
  });
});

describe('positionsIn', () => {
  it('counts lines that end in LF, CRLF and CR', () => {
    const text = 'a\nb\r\nc\rd';
    const position = positionsIn(text);
    expect([...text].map((_, offset) => Object.values(position(offset)).join(':'))).toEqual([
      '1:1',
      '1:2',
      '2:1',
      '2:2',
      '2:3',
      '3:1',
      '3:2',
      '4:1',
    ]);
    expect(positionsIn('')(0)).toEqual({ line: 1, column: 1 });
  });
});

describe('splitCommands', () => {
  const split = (text: string): string[][] =>
    splitCommands(plainValue(text, 0, text.length)).map((words) =>
      words.map(({ value, isLine }) => (isLine ? `<${value.text}>` : value.text)),
    );

  it.each<[string, string[][]]>([
    ['a b  c', [['a', 'b', 'c']]],
    ['a && b || c ; d | e & f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['a&&b;c', [['a'], ['b'], ['c']]],
    ['(a; b)', [['a'], ['b']]],
    ['a "b c" \'d e\' "f"', [['a', '<b c>', '<d e>', 'f']]],
    ['a"b"c\'d\'', [['abcd']]],
    ['a\\ b \\"c', [['a b', '"c']]],
    ['"a \\"b\\" $c \\n"', [['<a "b" $c \\n>']]],
    ["'a\\'", [['a\\']]],
    ['a # b', [['a']]],
    ['a#b', [['a#b']]],
    ['a > b 2>&1 c', [['a', '>', 'b', '2', '>&', '1', 'c']]],
    ['${A:-b c} d', [['${A:-b c}', 'd']]],
    ['a "" b', [['a', '', 'b']]],
    ['"open a', [['<open a>']]],
    [
      '$(a b) c',
      [
        ['a', 'b'],
        ['$()', 'c'],
      ],
    ],
    ['a x-$(b (c) `d`)-y e', [['b'], ['c'], ['d'], ['``'], ['a', 'x-$()-y', 'e']]],
    ['a `b c` d; e', [['b', 'c'], ['a', '``', 'd'], ['e']]],
    [
      'a $(b `c d',
      [
        ['c', 'd'],
        ['b', '`'],
        ['a', '$('],
      ],
    ],
    ['a\nb', [['a'], ['b']]],
    ['', []],
  ])('%j', (text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  it('says where every character stands', () => {
    const text = fc
      .array(
        fc.constantFrom(
          'a',
          '3000',
          ' ',
          '"',
          "'",
          '\\',
          '&',
          ';',
          '(',
          '$',
          '{',
          '}',
          '>',
          '#',
          '\n',
        ),
      )
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (line) => {
        const value: Value = { text: line, offsets: line.split('').map((_, index) => index * 2) };
        for (const word of splitCommands(value).flat()) {
          for (const [index, char] of word.value.text.split('').entries()) {
            expect(line[offsetAt(word.value, index) / 2]).toBe(char);
          }
        }
      }),
    );
  });
});

describe('JSON', () => {
  const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(4, '0');

  it('gives strings with the place of every character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, escapeAll) => {
        const escaped = text
          .split('')
          .map((char) => `\\u${hex(char)}`)
          .join('');
        const source = escapeAll ? `{"a":"${escaped}"}` : JSON.stringify({ a: text });
        const node = property(readJson(source).root, 'a');
        const value = node && stringValue(source, node);
        if (value === undefined) return;
        expect(value.text).toBe(text);
        for (const [index, char] of text.split('').entries()) {
          expect([char, '\\']).toContain(source[offsetAt(value, index)]);
        }
      }),
    );
  });

  it('takes the last of repeated names, and any name', () => {
    const { root } = readJson('{"a":1,"__proto__":{"b":2},"a":3}');
    expect(property(root, 'a')?.value).toBe(3);
    expect(properties(root).map(([name]) => name)).toEqual(['a', '__proto__']);
    expect(property(root, 'toString')).toBeUndefined();
  });

  it.each(['', '{', '{"a":1,}', '// a\n{}', '{} {}', '{"a" 1}', "{'a':1}"])(
    'refuses %j',
    (text) => {
      expect(readJson(text).fault).toBeDefined();
    },
  );
});

describe('YAML', () => {
  it('gives scalars of any style with the place of their digits', () => {
    const digits = fc.constantFrom(
      '3000',
      '8080:80',
      'x 4000 y',
      "it's 5000",
      'é 6000',
      '"7000"',
      'a: 8000',
      '# 9000',
    );
    const options = fc.record({
      defaultStringType: fc.constantFrom(
        'PLAIN',
        'QUOTE_DOUBLE',
        'QUOTE_SINGLE',
        'BLOCK_LITERAL',
        'BLOCK_FOLDED',
      ),
    });
    fc.assert(
      fc.property(fc.array(digits, { minLength: 1 }), options, (texts, { defaultStringType }) => {
        const document = parseDocument('');
        document.contents = document.createNode({ a: texts }) as never;
        const source = document.toString({
          defaultStringType: defaultStringType as 'PLAIN',
          lineWidth: 20,
        });
        visit(readYaml(source).root as never, {
          Scalar: (key, node) => {
            const value = key === 'key' ? undefined : scalarValue(source, node);
            const at = value?.text.search(/\d{4}/) ?? -1;
            if (!value || at === -1 || !isScalar(node)) return;
            const span = spanOf(value, source, at, at + 4);
            expect(source.slice(span?.start, span?.end)).toBe(value.text.slice(at, at + 4));
          },
        });
      }),
    );
  });

  it('resolves aliases and merges, its own keys first', () => {
    const file = readYaml(
      'a: &a { x: 1, y: 2 }\nb: &b { y: 3 }\nc: { <<: [*b, *a], z: 4 }\nd: *a\ne: { <<: *e }\n',
    );
    const map = field(file, file.root, 'c');
    expect(fields(file, map).map(([key, value]) => `${key}${value}`)).toEqual(['z4', 'y3', 'x1']);
    expect(String(field(file, field(file, file.root, 'd'), 'x'))).toBe('1');
    expect(field(file, field(file, file.root, 'e'), 'x')).toBeNull();
  });

  it('sees every difference but layout', () => {
    const same = yamlStructure('a: [1, "2"]\nb: &x !t y\nc: *x\n');
    expect(yamlStructure("a:\n  - 1 # one\n  - '2'\nb: !t &x y\nc: *x")).toEqual(same);
    for (const other of [
      'a: ["1", "2"]\nb: &x !t y\nc: *x\n',
      'a: [1, "2"]\nb: &z !t y\nc: *z\n',
      'a: [1, "2"]\nb: &x y\nc: *x\n',
      'b: &x !t y\na: [1, "2"]\nc: *x\n',
    ]) {
      expect(yamlStructure(other)).not.toEqual(same);
    }
    expect(() => yamlStructure('a: [')).toThrow(SyntaxError);
  });
});
