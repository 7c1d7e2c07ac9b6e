import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FileKind } from '../../../src/project/files/file-kind.js';
import { fileKinds } from '../../../src/project/files/index.js';
import type { Site } from '../../../src/project/sites/site.js';
import { cpuMsOf } from '../../cpu-time.js';
import { corpus, kinds } from './corpus.js';

/*
 * A pull request may bring any bytes under any name. Each kind of file takes every text: it finds
 * sites that are digits of it, or says what is wrong; it never throws, and never takes long.
 * PORTKEEPER_FUZZ_RUNS runs for longer; a counterexample names the seed that replays it.
 */

const RUNS = Number(process.env.PORTKEEPER_FUZZ_RUNS ?? 15);

beforeAll(async () => {
  for (const { ready } of fileKinds) await ready?.();
});

const tokens = fc.constantFrom(
  ...['\n', '\r\n', '\r', '\t', ' ', '', '\ufeff', '\0', '\u2028', '\ud800', '\u{1f600}'],
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '"',
    "'",
    '`',
    '\\',
    '$',
    '${',
    '#',
    '//',
    '/*',
    '*/',
  ],
  ...[
    ':',
    '=',
    ',',
    ';',
    '-',
    '- ',
    '? ',
    '|',
    '>-',
    '&a',
    '*a',
    '<<: *a',
    '!x',
    '---\n',
    '@',
    '%',
  ],
  ...['3000', '65536', '0x1f', '1e3', '-1', '３０００', '127.0.0.1:3000', 'http://localhost:3000'],
  ...['${PORT:-3000}', '${A:-${B:-1}}', '$PORT', 'PORT=3000', '--port 3000', '-p', '"3000:80/udp"'],
  ...['services:', 'ports:', '__proto__', 'constructor', 'toString', 'server', 'port', 'scripts'],
);
const texts = fc.constantFrom(...corpus.values());
/** Every kind is given each file as it is, whatever chance brings. */
const unchanged = [...corpus.values()].map((text): [string] => [text]);

/** A piece of a real file, changed at some places. */
const mutated = fc
  .tuple(texts, texts, fc.array(fc.tuple(fc.nat(), fc.nat(30), fc.array(tokens, { maxLength: 4 }))))
  .map(([text, other, changes]) =>
    changes.slice(0, 8).reduce((now, [at, length, words], index) => {
      const start = at % (now.length + 1);
      const graft = index % 3 === 2 ? other.slice(start, start + 10 * length) : words.join('');
      return now.slice(0, start) + graft + now.slice(start + length);
    }, text),
  );
const noise = fc.array(tokens, { maxLength: 60 }).map((words) => words.join(''));
const anyText = fc.oneof(mutated, mutated, noise, fc.string({ unit: 'binary', maxLength: 80 }));

function sitesOf({ kind, path }: { kind: FileKind; path: string }, text: string): readonly Site[] {
  const { sites, definitions, readings, defaults } = kind.find({ path, text, encoding: 'utf8' });
  return [
    ...sites,
    ...definitions.flatMap(({ site, fallback }) => [site ?? [], fallback ?? []].flat()),
    ...readings.flatMap(({ fallback }) => fallback ?? []),
    ...defaults.map(({ site }) => site),
  ];
}

describe('the kinds of file', () => {
  it.each(kinds)('$name takes any text', (each) => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { start, end, port, insert, within, file } of sitesOf(each, text)) {
          expect(file).toBe(each.path);
          const written = text.slice(start, end);
          // A number between the ends of a range is written nowhere.
          if (insert !== undefined || within === true) {
            expect(written).toBe('');
            continue;
          }
          // `8000-8010` is eleven ports.
          const [first = '', last = first] = written.split('-');
          expect([first, last].every((digits) => /^\d+$/.test(digits))).toBe(true);
          expect([Number(first) <= port, port <= Number(last)]).toEqual([true, true]);
        }
      }),
      { numRuns: RUNS + unchanged.length, examples: unchanged },
    );
  });

  it.each(kinds)('$name parses any text, or says that it cannot', ({ kind }) => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          kind.parse(text);
        } catch (error) {
          // A stack that overflows is a RangeError, a slip of ours a TypeError.
          expect(error).toBeInstanceOf(Error);
          expect(error).not.toBeInstanceOf(RangeError);
          expect(error).not.toBeInstanceOf(TypeError);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('aliases of aliases', () => {
  it('take bounded time', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `a${n}`);
    const lines = names.map((name, n) => {
      const before =
        n === 0
          ? '"3000:80"'
          : Array(9)
              .fill(`*a${n - 1}`)
              .join(', ');
      return `x-${name}: &${name} [${before}]`;
    });
    const text = `${lines.join('\n')}\nservices:\n  web:\n    image: x\n    ports: *a29\n    <<: *a29\n`;
    for (const { kind, path } of kinds.filter((each) => /\.ya?ml$/.test(each.path))) {
      const find = () => kind.find({ path, text, encoding: 'utf8' });
      expect(await cpuMsOf(find)).toBeLessThan(5000);
    }
  });
});
