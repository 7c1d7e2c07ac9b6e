import { describe, expect, it } from '@jest/globals';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { scanDotenv } from '../../../src/project/formats/dotenv.js';
import { offsetAt } from '../../../src/project/formats/value.js';
import { cpuMsOf } from '../../cpu-time.js';

/** What the scanner says, in the shape of `dotenv`: of duplicates the last. */
function scanned(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { key, value } of scanDotenv(text)) values[key] = value.text;
  return values;
}

describe('scanDotenv', () => {
  it.each([
    ['PORT=3000', { PORT: '3000' }],
    ['export PORT=3000', { PORT: '3000' }],
    ['export\n  PORT=3000', { PORT: '3000' }],
    ['export=1', { export: '1' }],
    ['PORT: 3000', { PORT: '3000' }],
    ['PORT:3000', {}],
    ['PORT', {}],
    ['A=1 # x\nB="2 # y" # z', { A: '1', B: '2 # y' }],
    ['A=1#x', { A: '1' }],
    ["A='x\ny'\r\nB=2", { A: 'x\ny', B: '2' }],
    ['A="x\\ny"', { A: 'x\ny' }],
    ["A='x\\ny'", { A: 'x\\ny' }],
    ['A="open\nB=2', { A: '"open', B: '2' }],
    ['A="a\\"b"', { A: 'a\\"b' }],
    ['A="a" b', { A: '"a" b' }],
    ['A=\n"b"', { A: 'b' }],
    ['A=\nB=2', { A: '', B: '2' }],
    ['\uFEFFA=1', { A: '1' }],
    ['A=1\rB=2\r\nC=3', { A: '1', B: '2', C: '3' }],
    ['A=1\nA=2', { A: '2' }],
    ['#A=1\n  # B=2\nC=3', { C: '3' }],
    ['A.b-c=1', { 'A.b-c': '1' }],
    ['1A=1', { '1A': '1' }],
  ])('%j', (text, values) => {
    expect(scanned(text)).toEqual(values);
    expect(parse(text)).toEqual(values);
  });

  const pieces = [
    ...[
      'A',
      'B_PORT',
      'export',
      'export ',
      '=',
      ' = ',
      ':',
      ': ',
      ' ',
      '\n',
      '\r\n',
      '\r',
      '\t',
      '#',
      ' #',
    ],
    ...['"', "'", '`', '\\', '\\n', '\\"', '$', '${A}', '3000', 'x y', '.', '-', '\uFEFF', 'é'],
  ];
  const texts = fc
    .array(fc.constantFrom(...pieces), { maxLength: 40 })
    .map((parts) => parts.join(''));

  it('agrees with dotenv on any text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(scanned(text)).toEqual({ ...parse(text) });
      }),
      { numRuns: 5000 },
    );
  });

  it('says where every character stands', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { value, key, start } of scanDotenv(text)) {
          expect(text.slice(start, start + key.length)).toBe(key);
          for (const [index, char] of value.text.split('').entries()) {
            const there = text[offsetAt(value, index)];
            expect(there === char || there === '\\' || there === '\r').toBe(true);
          }
        }
      }),
    );
  });

  it.each([
    ['blank lines', '\n'.repeat(1_000_000)],
    ['open quotes', 'A="\n'.repeat(250_000)],
    ['escaped quotes', `A="${'\\"x'.repeat(300_000)}`],
    ['quotes that end in text', 'A="x"y\n'.repeat(150_000)],
    ['three open quotes', 'A=\'\nB="\nC=`\n'.repeat(80_000)],
    ['spaces', `A=${' '.repeat(1_000_000)}`],
    ['exports', 'export '.repeat(150_000)],
    ['keys', 'A'.repeat(1_000_000)],
  ])('takes linear time: %s', async (_name, text) => {
    expect(await cpuMsOf(() => scanDotenv(text))).toBeLessThan(2000);
  });
});
