import { expect, it } from '@jest/globals';
import { findStartingCommands } from '../../../src/project/compose/starting-commands.js';
import { sourceOf } from '../marked.js';

/** `line: files`, of what names files; the lines of what does not. */
function startingIn(path: string, lines: readonly string[]): [string[], number[]] {
  const { named, plain } = findStartingCommands([sourceOf(path, `${lines.join('\n')}\n`)]);
  return [
    named.map(({ line, paths }) => `${line}: ${paths.join(' ')}`),
    plain.map(({ line }) => line),
  ];
}

it('follows a command in a variable of make, and flags in others', () => {
  const makefile = [
    'DC ?= docker compose',
    'ENV = --env-file .env --env-file .env.local',
    'BASE := -f compose.yaml',
    'ALL = $(BASE) -f more.yaml',
    'a:',
    '\t$(DC) $(ENV) $(ALL) up -d',
    'b:',
    '\t@$(DC) $(ENV) $(BASE) up',
    'c:',
    '\t$(DC) $(ENV) down',
    'd:',
    '\t${DC} up # $(DC)',
  ];
  expect(startingIn('Makefile', makefile)).toEqual([
    ['6: compose.yaml more.yaml', '8: compose.yaml'],
    [12],
  ]);
});

it('follows one of a shell', () => {
  const script = [
    'if docker compose version; then DC="docker compose"; else DC="docker-compose"; fi',
    '# $DC -f never.yaml up',
    'files=("-f" "a.yaml")',
    'files+=("-f" "b.yaml")',
    '"$DC" "${files[@]}" up',
    '${DC} "$@"',
    '$DCX -f other.yaml up',
  ];
  expect(startingIn('run.sh', script)).toEqual([['5: a.yaml b.yaml'], [6]]);
});

it('takes an assignment for the command where nothing else is said', () => {
  expect(startingIn('Makefile', ['DC = docker compose'])).toEqual([[], [1]]);
  expect(startingIn('Makefile', ['DC = docker compose -f a.yaml', 'a:', '\t$(DC) up'])).toEqual([
    ['1: a.yaml'],
    [],
  ]);
});
