import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainValue } from '../../../../src/project/formats/value.js';
import { mayStatePorts, readCommandLine } from '../../../../src/project/notations/commands/line.js';

const words = fc.constantFrom(
  ...['vite', 'next', 'dev', 'http-server', 'jest', 'tsc', 'sh', '-c', 'cd', 'web', 'npm', 'run'],
  ...[
    'docker',
    'compose',
    'up',
    '--port',
    '-p',
    ':',
    'localhost',
    '&&',
    ';',
    '(',
    ')',
    '>',
    'PORT',
  ],
  ...['npx', 'python', '-m', 'http.server', 'manage.py', 'runserver', './x.js', '--inspect', ' '],
);
const lines = fc
  .array(fc.tuple(words, fc.constantFrom(' ', ' ', '', '\n', '/')), { maxLength: 12 })
  .map((parts) => parts.flat().join(''));

const read = (text: string) => readCommandLine(plainValue(text, 0, text.length));

// Names that every object of JavaScript has.
it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'takes %s for a tool as any other',
  (tool) => {
    expect(read(`${tool} -h localhost 3000/tcp`)).toEqual(read('tool -h localhost 3000/tcp'));
  },
);

describe('mayStatePorts', () => {
  it.each(['tsc -p .', 'jest --watch', 'eslint . && prettier --check .'])(
    'passes over %s',
    (text) => {
      expect(mayStatePorts(text)).toBe(false);
    },
  );

  it('says no only where reading finds nothing', () => {
    fc.assert(
      // A quote elsewhere in the text makes sure that it is read, whatever the first look says.
      fc.property(lines, (text) => {
        fc.pre(!mayStatePorts(text));
        expect(read(`${text}\n''`)).toEqual(read(''));
      }),
      { numRuns: 2000, maxSkipsPerRun: 50 },
    );
  });
});
