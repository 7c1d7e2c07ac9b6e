import { describe, expect, it } from '@jest/globals';
import { matchesAny, matchesGlob, parseGlob } from '../../../src/project/discovery/glob.js';
import { cpuMsOf } from '../../cpu-time.js';

describe('matchesGlob', () => {
  it.each([
    ['a.env', '*.env'],
    ['x/y/a.env', '*.env'],
    ['x/y/a.env', '**/*.env'],
    ['a.env', '**/*.env'],
    ['x/y/a', 'x/**'],
    ['x/y/z/a', 'x/**/a'],
    ['x/a', 'x/**/a'],
    ['x/a', 'x/?'],
    ['x/b', 'x/{a,b}'],
    ['x/bc', '{x,y}/b{c,d}'],
    ['compose.yaml', './compose.yaml'],
    ['compose.yaml', '/compose.yaml'],
    ['x/y', 'x/'],
    ['.env', '*'],
    ['a{b', 'a{b'],
  ])('%s fits %s', (path, pattern) => {
    expect(matchesGlob(path, pattern)).toBe(true);
  });

  it.each([
    ['x/a.env', 'y/*.env'],
    ['x/y/a', 'x/*'],
    ['a.envx', '*.env'],
    ['x/ab', 'x/?'],
    ['x/compose.yaml', './compose.yaml'],
    ['a+b', 'aab'],
    ['a', ''],
    ['abc', 'a.c'],
    ['a', 'a'.repeat(600)],
  ])('%s does not fit %s', (path, pattern) => {
    expect(matchesGlob(path, pattern)).toBe(false);
  });

  it.each([`${'*a'.repeat(200)}b`, '**/'.repeat(150), '{a,b}'.repeat(90), '{'.repeat(499)])(
    'takes bounded time',
    async (pattern) => {
      const match = () =>
        ['a'.repeat(4000), 'a/'.repeat(2000)].map((path) => matchesGlob(path, pattern));
      expect(await cpuMsOf(match)).toBeLessThan(1500);
    },
  );
});

it.each([
  ['a.env', ['*.env', '!x/**'], true],
  ['x/a.env', ['*.env', '!x/**'], false],
  ['x/a.env', ['!x/**', '*.env'], false],
  ['x/a.env', ['*.env', '!./a.env'], true],
  ['a.env', ['!x/**'], false],
] as const)('takes out what a pattern with "!" matches: %s in %j', (path, patterns, expected) => {
  expect(matchesAny(path, patterns)).toBe(expected);
});

describe('parseGlob', () => {
  it('takes one glob, with alternatives in it', () => {
    expect(parseGlob('apps/**/{.env,compose.yml}')).toBe('apps/**/{.env,compose.yml}');
    expect(parseGlob('!*.env')).toBe('!*.env');
  });

  it.each(['.env, compose.yaml', '.env,.env.test', '{a,b}/x, y'])('refuses several: %s', (text) => {
    expect(() => parseGlob(text)).toThrow(`"${text}" looks like several globs`);
  });
});
