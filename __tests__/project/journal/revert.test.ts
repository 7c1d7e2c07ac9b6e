import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { hunksOf, takeBackAll } from '../../../src/project/journal/hunks.js';
import { revert } from '../../../src/project/journal/revert.js';
import type { ByteEdit } from '../../../src/project/writing/change.js';
import { applyEdits } from '../../../src/project/writing/edit.js';

/** Edits that replace each text where it stands first after the one before. */
function edits(before: string, replacements: readonly (readonly [string, string])[]): ByteEdit[] {
  let at = 0;
  return replacements.map(([old, text]) => {
    const start = before.indexOf(old, at);
    at = start + old.length;
    return { start, old, new: text };
  });
}

function edited(before: string, list: readonly ByteEdit[]): string {
  return applyEdits(
    before,
    list.map(({ start, old, new: text }) => ({ start, end: start + old.length, text })),
  );
}

const before = '# top\nPORT=3000\nSECRET=abc\nAPI=http://localhost:4000 # api\nWEB=3000\n';
const list = edits(before, [
  ['3000', '20001'],
  ['4000', '20002'],
  ['3000', '20001'],
]);
const after = edited(before, list);
const hunks = hunksOf(after, list);

describe('what the journal knows of an edited file', () => {
  it('leads back from the edited file', () => {
    expect(takeBackAll(after, hunks)).toBe(before);
  });

  it('holds digits, places and hashes, and nothing else of the file', () => {
    const json = JSON.stringify(hunks);
    expect(json).not.toMatch(/SECRET|abc|localhost|API/);
    expect(hunks.map(({ line }) => line)).toEqual([2, 4, 5]);
  });
});

describe('revert, of a file that somebody changed', () => {
  it.each([
    ['lines added above', `one\ntwo\n${after}`, `one\ntwo\n${before}`],
    ['lines removed', after.replace('SECRET=abc\n', ''), before.replace('SECRET=abc\n', '')],
    ['the end cut off', after.replace('\nWEB=20001\n', ''), before.replace('\nWEB=3000\n', '')],
    ['the edited line itself', after.replace('# api', '# mine'), before.replace('# api', '# mine')],
    [
      'lines moved',
      `WEB=20001\n${after.replace('WEB=20001\n', '')}`,
      `WEB=3000\n${before.replace('WEB=3000\n', '')}`,
    ],
    ['other line ends', after.replaceAll('\n', '\r\n'), before.replaceAll('\n', '\r\n')],
    ['no last newline', after.slice(0, -1), before.slice(0, -1)],
    ['nothing but restored by hand', before.replace('abc', 'x'), before.replace('abc', 'x')],
    [
      'half restored',
      after.replace('PORT=20001', 'PORT=3000').replace('abc', 'x'),
      before.replace('abc', 'x'),
    ],
  ])('%s', (_name, current, wanted) => {
    expect(revert(current, hunks).text).toBe(wanted);
  });

  it('reports a line whose number somebody changed, and leaves it', () => {
    const { text, kept } = revert(after.replace('localhost:20002', 'localhost:9999'), hunks);
    expect(text).toBe(before.replace('localhost:4000', 'localhost:9999'));
    expect(kept).toEqual([{ line: 4, reason: expect.stringContaining('20002') }]);
  });

  it('reports a copy of a line that was made since, and leaves it', () => {
    const { text, kept } = revert(`${after}TWIN=http://localhost:20002\n`, hunks);
    expect(text).toBe(`${before}TWIN=http://localhost:20002\n`);
    expect(kept).toEqual([{ line: 6, reason: expect.stringContaining('it says 20002') }]);
  });

  const url = 'A=http://localhost\nB=80\nC=http://localhost # c\n';
  const written = [
    { start: 18, old: '', new: ':20001' },
    { start: 21, old: '80', new: '20001' },
    { start: 42, old: '', new: ':20001' },
  ];
  const said = edited(url, written);

  it.each([
    ['the line of one that was said behind a host', ['# c', '# d'], ['# c', '# d']],
    ['the lines of all', [/\n/g, ' # x\n'], [/\n/g, ' # x\n']],
    ['the line between', ['B=', 'BB='], ['B=', 'BB=']],
  ] as const)('takes out ports that were said where none was: %s', (_name, [of, by], [was, is]) => {
    expect(said).toBe('A=http://localhost:20001\nB=20001\nC=http://localhost:20001 # c\n');
    const reverted = revert(said.replace(of, by), hunksOf(said, written));
    expect(reverted).toEqual({ text: url.replace(was, is), kept: [] });
  });

  it('leaves what cannot be told apart from them any more', () => {
    const changed = said
      .replace('A=http://localhost:20001', 'A=x')
      .replace('B=', 'BB=')
      .replace('C=', 'CC=');
    const { text, kept } = revert(changed, hunksOf(said, written));
    expect([text, kept.length]).toEqual([changed, 3]);
  });

  it('does not take digits for its own that the file held before', () => {
    const text = 'A=3000\nTIMEOUT=20001\n';
    const edit = edits(text, [['3000', '20001']]);
    const result = edited(text, edit);
    const changed = result.replace('A=20001', 'A=1 # 20001');
    expect(revert(changed, hunksOf(result, edit))).toEqual({
      text: changed,
      kept: [{ line: 1, reason: expect.any(String) }],
    });
  });

  it('leaves two changed lines alone when it cannot tell which was which', () => {
    const text = 'A=3000\nB=4000\n';
    const edit = edits(text, [
      ['3000', '20001'],
      ['4000', '20001'],
    ]);
    const changed = 'B=20001 # mine\n';
    const { text: result, kept } = revert(changed, hunksOf(edited(text, edit), edit));
    expect(result).toBe(changed);
    expect(kept).toHaveLength(2);
  });

  it('takes added lines out again', () => {
    const text = 'A=1';
    const edit: ByteEdit[] = [{ start: 3, old: '', new: '\nB=2\nC=3' }];
    const result = edited(text, edit);
    expect(result).toBe('A=1\nB=2\nC=3');
    expect(revert(`# new\n${result}\nD=4\n`, hunksOf(result, edit)).text).toBe('# new\nA=1\nD=4\n');
  });

  it('takes no more than its share longer for a larger file with many like lines', () => {
    const [small, large] = [costOf(5_000), costOf(40_000)];
    // Eight times the lines: sixty-four times as long, were it quadratic.
    expect(large / small).toBeLessThan(32);
  });
});

/** Microseconds of this process' own time, the least of three runs. */
function costOf(lines: number): number {
  const text = 'PORT=3000\n'.repeat(lines);
  const moves = Array.from({ length: lines }, () => ['3000', '20001'] as const);
  const edit = edits(text, moves);
  const result = edited(text, edit);
  const hunks = hunksOf(result, edit);
  const costs = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    expect(revert(`# new\n${result}`, hunks).text).toBe(`# new\n${text}`);
    return process.cpuUsage(before).user;
  });
  return Math.min(...costs);
}

describe('for any text and edits', () => {
  const line = fc.string({ unit: fc.constantFrom('a', '1', ' ', '"', '\r', '\xe9'), maxLength: 6 });
  const texts = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
  const cuts = fc.array(
    fc.tuple(
      fc.nat(60),
      fc.nat(4),
      fc.string({ unit: fc.constantFrom('x', '7', '\n'), maxLength: 5 }),
    ),
    { maxLength: 6 },
  );

  function editsOf(
    text: string,
    wanted: readonly (readonly [number, number, string])[],
  ): ByteEdit[] {
    let at = 0;
    return [...wanted]
      .sort((a, b) => a[0] - b[0])
      .flatMap(([from, length, replacement]) => {
        const [start, end] = [Math.min(from, text.length), Math.min(from + length, text.length)];
        if (start < at) return [];
        at = end;
        return [{ start, old: text.slice(start, end), new: replacement }];
      });
  }

  it('taking back is the identity, and hunks never overlap', () => {
    void fc.assert(
      fc.property(texts, cuts, (text, wanted) => {
        const some = editsOf(text, wanted);
        const result = edited(text, some);
        const parts = hunksOf(result, some);
        expect(takeBackAll(result, parts)).toBe(text);
        for (const [index, { start }] of parts.entries()) {
          const previous = parts[index - 1];
          if (previous) expect(start).toBeGreaterThanOrEqual(previous.start + previous.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('what is added before and after does not matter', () => {
    void fc.assert(
      fc.property(texts, cuts, line, line, (text, wanted, above, below) => {
        const source = text
          .split('\n')
          .map((part, index) => `${index}${part}`)
          .join('\n');
        const digits = editsOf(source, wanted).filter(
          ({ old, new: fresh }) => !/\n/.test(old + fresh),
        );
        const result = edited(source, digits);
        // Of lines that an edit made alike, the nearest one is taken for the one that was meant.
        const lines = result.split('\n');
        if (new Set(lines).size < lines.length) return;
        // Nothing is left of a line that is empty now by which it could be found: ours have numbers.
        if (lines.includes('')) return;
        const { text: reverted, kept } = revert(
          `${above}\n${result}\n${below}`,
          hunksOf(result, digits),
        );
        if (kept.length === 0 && !result.includes(`${above}\n`))
          expect(reverted).toBe(`${above}\n${source}\n${below}`);
      }),
      { numRuns: 500 },
    );
  });
});
