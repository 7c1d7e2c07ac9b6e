import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { homeFolder } from '../../src/ports/home.js';

it.each([
  ['of the environment', resolve('/home/me'), resolve('/home/me')],
  ['of the system, where the environment names none', '', homedir()],
  ['none, where it would be another for each working folder', 'me', undefined],
  ['none, where it is the working folder', '.', undefined],
])('the home folder is %s', (_whose, named, expected) => {
  expect(homeFolder({ HOME: named, USERPROFILE: named })).toBe(expected);
});
