import { beforeAll, describe, expect, it } from '@jest/globals';
import { fileKinds } from '../../../src/project/files/index.js';
import { kinds } from '../../project/files/corpus.js';

// Texts that make parsers slow: a step that is quadratic in the length of a file would let one pull
// request hold up a machine.

beforeAll(async () => {
  for (const { ready } of fileKinds) await ready?.();
});

/** What grows: as a whole file, and as a value where one is read. */
const UNITS = [
  ...['[', '{', '{"a":', 'a: {', '- ', '? ', 'a:\n', '"'],
  ...["'", '`', '\\', '$', '${A:-', '&a ', '*a ', '# x\n'],
  ...['/*', '// x\n', '(', 'f(', '`${', '\r', '\n', ' '],
  ...[
    '\t',
    ',',
    '!a ',
    '---\n',
    '[a.b]\n',
    'http://localhost:3000 ',
    'localhost:3000,',
    'http://localhost:',
  ],
  ...['a.', '1', '3000 ', '=', ';', 'PORT=3000\n', 'A1=$A0\n', 'sh -c "'],
  ...[
    "'a' ",
    '"a":1,',
    'Server=localhost,1433;',
    '"3000:80",',
    'vite --port 3000 && ',
    'a \\\n',
    'app.listen(3000);\n',
    '${A:-3000} ',
  ],
  ...['a?', 'x=>', '@', '/'],
];
const WAYS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `A_PORT=${text}\n`,
  (text) => `{"scripts":{"a":${JSON.stringify(text)}}}`,
  (text) => `server:\n  port: ${JSON.stringify(text)}\n`,
  (text) =>
    `services:\n  a:\n    command: ${JSON.stringify(text)}\n    ports: [${JSON.stringify(text)}]\n`,
];

/** Short enough to be of no matter, however it grows. */
const NOTHING_MS = 250;
/** In characters. */
const LENGTH = 4000;
/** How often it must look wrong again to be wrong. */
const LOOKS = 3;
/** Eight times the text: a quadratic step would take 64 times as long. */
const GROWTH = 8;
const TOO_MUCH = 4 * GROWTH;

/** The least of some tries, in milliseconds of this process alone: whatever else it does only adds. */
function leastMs(run: () => void, tries: number): number {
  const times = Array.from({ length: tries }, () => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** The two times, where the longer text took far more than its length explains, time and again. */
function growthOf(find: (length: number) => () => void): readonly number[] | undefined {
  if (leastMs(find(LENGTH * GROWTH), 1) < NOTHING_MS) return undefined;
  for (let look = 0; ; look += 1) {
    const [short, long] = [leastMs(find(LENGTH), 5), leastMs(find(LENGTH * GROWTH), 3)];
    if (long < NOTHING_MS || long < TOO_MUCH * short) return undefined;
    if (look === LOOKS) return [short, long];
  }
}

describe('the time that a text takes', () => {
  it.each(kinds)(
    'grows with its length alone: $name',
    ({ kind, path }) => {
      const wrong: string[] = [];
      for (const [way, wrap] of WAYS.entries()) {
        for (const unit of UNITS) {
          const find = (length: number) => {
            const text = wrap(unit.repeat(Math.ceil(length / unit.length)));
            return () => void kind.find({ path, text, encoding: 'utf8' });
          };
          const times = growthOf(find);
          if (times !== undefined) wrong.push(`${way} ${unit} ${times.join(' → ')} ms`);
        }
      }
      expect(wrong).toEqual([]);
    },
    600_000,
  );
});
