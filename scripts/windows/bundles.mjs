import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES = /^(\.env|compose\.yaml|package\.json)$/;

/** Walks through the command line as it ships; returns what went wrong. */
export function walk(copy, run) {
  const faults = [];
  const stack = join(copy, 'examples', 'stack');
  const files = () =>
    readdirSync(stack)
      .filter((name) => FILES.test(name))
      .map((name) => readFileSync(join(stack, name), 'latin1'))
      .join('\0');
  const expect = (code, pattern, ...words) => {
    const { status, text } = run(['dist\\cli\\index.js', ...words]);
    const right = status === code && pattern.test(text);
    console.log(`${right ? 'ok' : 'WRONG'}  portkeeper ${words.join(' ')}`);
    if (!right) faults.push(`portkeeper ${words.join(' ')} ended with ${status}:\n${text}`);
  };
  const before = files();
  expect(0, /^WEB=\d+\r?\nSTATS=\d+$/m, 'reserve', 'WEB', 'STATS/udp', '--hold', '--owner', 'walk');
  expect(0, /\bheld\b[\s\S]*\bheld\b/, 'status');
  expect(0, /^ok +registry +C:\\/m, 'doctor');
  expect(0, /released WEB/, 'release', '--owner', 'walk');
  expect(0, /WEB_PORT +3000 → \d+/, 'prepare', 'examples\\stack');
  if (files() === before) faults.push('prepare wrote nothing');
  expect(0, /restored \.env/, 'restore', 'EXAMPLES\\Stack');
  expect(
    3,
    /^\d+ a b c"d %PATH% e\\$/m,
    ...['run', 'examples\\stack', '--', 'node', '-e'],
    ...[
      'console.log(...process.argv.slice(1)); process.exit(3)',
      ...['{WEB_PORT}', 'a b', 'c"d', '%PATH%', 'e\\'],
    ],
  );
  if (files() !== before) faults.push('run and restore did not give back every byte');
  expect(0, /nothing to clear|cleared|^$/i, 'gc');
  expect(0, /No port is reserved/, 'status');
  return faults;
}
