import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { cli, inFolder, useFolder } from './cli.js';

useFolder();

interface Told {
  readonly level: string;
  readonly about: string;
  readonly message: string;
}

function findings(...words: string[]): Told[] {
  return JSON.parse(cli('doctor', '--json', ...words).stdout).findings;
}

it('looks at everything, finds a new registry in order, and changes nothing', () => {
  const { status, stdout } = cli('doctor');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ +ABOUT +WHAT WAS FOUND\n/);
  expect(existsSync(inFolder('registry'))).toBe(false);
  cli('reserve', 'A');
  const abouts = new Set(findings().map(({ about }) => about));
  expect(abouts).toEqual(new Set(['registry', 'users', 'kernel', 'hold', 'docker']));
  expect(cli('doctor').status).toBe(0);
});

it('names a file that cannot be read, and sets it aside when it is told to', () => {
  const { id } = JSON.parse(cli('reserve', 'A', '--json').stdout);
  rmSync(inFolder('registry', 'reservations', `${id}.json`));
  writeFileSync(inFolder('registry', 'reservations', `${id}.json`), 'nonsense');
  writeFileSync(inFolder('registry', 'holds', id), 'nonsense');
  const { status, stdout, stderr } = cli('doctor');
  expect(status).toBe(1);
  expect(stdout).toContain(`problem  file      reservations/${id}.json`);
  expect(stderr).toMatch(/2 problems with the registry .*\n.*doctor --repair/);
  const repaired = cli('doctor', '--repair', '--json');
  expect(repaired.status).toBe(0);
  const { setAside } = JSON.parse(repaired.stdout);
  expect(setAside).toHaveLength(2);
  for (const path of setAside) expect(existsSync(path)).toBe(true);
});

if (process.platform !== 'win32') {
  it('tells a registry that anybody could write, which no repair of files mends', () => {
    mkdirSync(inFolder('registry'));
    chmodSync(inFolder('registry'), 0o777);
    const { status, stderr } = cli('doctor', '--repair');
    expect(status).toBe(1);
    expect(stderr).toContain('What helps is said above');
    const problems = findings().filter(({ level }) => level === 'problem');
    expect(problems.map(({ message }) => message)).toContainEqual(expect.stringContaining('o-w'));
  });

  it('shares a registry with a group, again and again', () => {
    const group = process.platform === 'darwin' ? 'wheel' : 'root';
    const words = ['init', '--system', '--group', group, '--registry', inFolder('shared')];
    const first = cli(...words);
    if (process.getuid?.() === 0) {
      expect(first.stdout).toContain(`made ${inFolder('shared')}\n`);
      expect(cli(...words)).toMatchObject({ status: 0, stdout: '' });
    } else {
      expect(first).toMatchObject({ status: 5, stderr: expect.stringContaining('with sudo') });
    }
    expect(cli('init', '--system', '--group', 'no-such-group').status).toBe(2);
  });
}
