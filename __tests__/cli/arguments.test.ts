import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from '../../src/cli/arguments/parser.js';
import { readQuickly } from '../../src/cli/arguments/quick.js';
import { type CommandSpec, SHARED_OPTIONS, valueKind } from '../../src/cli/arguments/spec.js';
import { splitWords } from '../../src/cli/arguments/words.js';
import { throughShell } from '../../src/cli/child/windows.js';
import { fillIn } from '../../src/cli/child/words.js';
import { COMMANDS } from '../../src/cli/commands/index.js';

// One after the other: jest's loader cannot link two that share a module at once.
const specs: CommandSpec[] = [];
for (const { load } of COMMANDS) specs.push(await load());

it('lists what each command says of itself', () => {
  for (const [at, spec] of specs.entries()) {
    expect(spec).toMatchObject({ name: COMMANDS[at]?.name, summary: COMMANDS[at]?.summary });
  }
});

it.each([
  ['--hold=yes', /^Option '--hold' takes no value$/],
  ['--json=1', /^Option '--json' takes no value$/],
  ['--hodl=yes', /^Unknown option '--hodl=yes'$/],
])('says what is wrong with %s', (word, message) => {
  const page = { width: 100, print: () => undefined };
  const spec = specs.find(({ name }) => name === 'reserve');
  expect(() => parse(['reserve', word], COMMANDS, spec, page)).toThrow(message);
});

it('reads quickly what the whole parser reads', () => {
  const page = { width: 100, print: () => undefined };
  fc.assert(
    fc.property(commandLine(), ({ spec, words }) => {
      const quick = readQuickly(spec, words);
      if (quick === undefined) return;
      const whole = parse([spec.name, ...words], COMMANDS, spec, page);
      const options = Object.entries(whole?.options ?? {}).filter(
        ([, value]) => value !== undefined,
      );
      expect(Object.fromEntries(options)).toEqual(quick.options);
      expect(whole?.operands).toEqual(quick.operands);
    }),
  );
});

function commandLine(): fc.Arbitrary<{ spec: CommandSpec; words: string[] }> {
  return fc.constantFrom<CommandSpec>(...specs).chain((spec) => {
    const word = fc.constantFrom('a', 'B=3', '3000', '', 'x y', '-', '-x', '--no', '--count=3');
    const options = [...spec.options, ...SHARED_OPTIONS];
    const option = fc.constantFrom(...options).chain((one): fc.Arbitrary<string[]> => {
      const name = one.flags.split(' ')[0] ?? '';
      return valueKind(one) === 'none' ? fc.constant([name]) : word.map((value) => [name, value]);
    });
    const part = fc.oneof(
      { weight: 3, arbitrary: option },
      { weight: 1, arbitrary: word.map((one) => [one]) },
    );
    return fc.array(part, { maxLength: 5 }).map((parts) => ({ spec, words: parts.flat() }));
  });
}

it.each([
  ['status --json', { name: 'status', rest: ['--json'], behind: undefined }],
  ['--json --registry x status', { name: 'status', rest: ['--json', '--registry', 'x'] }],
  ['run a -- npm --json', { name: 'run', rest: ['a'], behind: ['npm', '--json'] }],
  ['reserve --range 8000 8100 W', { rest: ['--range', '8000-8100', 'W'] }],
  ['reserve --range 8000-8100 W', { rest: ['--range', '8000-8100', 'W'] }],
  ['reserve --preferred W=3', { rest: ['W=3', '--preferred'] }],
  ['reserve --preferred 3000 W', { rest: ['--preferred', '3000', 'W'] }],
  ['--json', { name: undefined, rest: ['--json'] }],
])('splits %j', (line, expected) => {
  expect(splitWords(line.split(' '))).toMatchObject(expected);
});

it.each([
  ['{WEB}', { WEB: 1, PORT: 2 }, '1'],
  ['{PORT}', { WEB: 1, PORT: 2 }, '2'],
  ['--port={PORT}', { WEB: 1, DB: 2 }, '--port=1'],
  ['{PORT}', {}, '{PORT}'],
  ['{toString} ${WEB}', { WEB: 1 }, '{toString} $1'],
])('fills in %j', (word, ports, expected) => {
  expect(fillIn([word], ports)).toEqual([expected]);
});

it('quotes for the shell of Windows', () => {
  const { args } = throughShell('C:\\npm.cmd', ['run', 'a b', 'c"d', '100%', 'e\\'], {});
  expect(args.slice(0, 3)).toEqual(['/d', '/s', '/c']);
  expect(args[3]).toBe('"^"C:\\npm.cmd^" ^"run^" ^"a^ b^" ^"c\\^"d^" ^"100^%^" ^"e\\\\^""');
});
