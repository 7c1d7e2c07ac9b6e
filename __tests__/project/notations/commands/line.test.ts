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
    '.',
    'source',
    '--env-file',
    'dev.env',
    'config/vars',
    'dotenv',
    '-e',
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

describe('what a command has its variables from', () => {
  it.each([
    ['node --env-file=dev.env server.js', ['dev.env']],
    ['node --env-file-if-exists dev.env --env-file=./b.env server.js', ['dev.env', 'b.env']],
    ['cd api && dotenv -e ../dev.env -e b.env -- next dev -e x', ['dev.env', 'api/b.env']],
    ['npx env-cmd -f conf/dev.env vite', ['conf/dev.env']],
    ['DOTENV_CONFIG_PATH=dev.env node -r dotenv/config s.js', ['dev.env']],
    ['node -r dotenv/config s.js dotenv_config_path=dev.env', ['dev.env']],
    ['set -a; . ./dev.env; source config/vars; node s.js', ['dev.env', 'config/vars']],
    ['dotenv -e dev.env -- docker compose --env-file c.env up', ['dev.env']],
    ['sh -c "uvicorn app:app --env-file dev.env"', ['dev.env']],
    ['deno run --env-file main.ts', []],
    ['node --env-file=$FILE --env-file=/etc/app.env --env-file=~/app.env s.js', []],
    ['. ./lib.sh && source venv/bin/activate && . env.sh', []],
    ['docker run --env-file dev.env web && act --env-file ci.env', []],
    ['cd "$DIR" && node --env-file=dev.env s.js', []],
  ])('%s', (line, paths) => {
    expect(read(line).loaded.map(({ path }) => path)).toEqual(paths);
  });
});

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
