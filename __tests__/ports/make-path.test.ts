import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { makePath } from '../../src/ports/index.js';

const root = mkdtempSync(join(tmpdir(), 'portkeeper-path-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('makes what is missing, and nothing of what is there', () => {
  makePath(join(root, 'a', 'b'), 0o700);
  makePath(join(root, 'a', 'b'));
  expect(statSync(join(root, 'a')).isDirectory()).toBe(true);
  writeFileSync(join(root, 'file'), '');
  expect(() => makePath(join(root, 'file', 'x'))).toThrow(/ENOTDIR|ENOENT/);
});

it('makes what its user can use, whatever the umask', () => {
  const umask = process.umask(0o577);
  try {
    makePath(join(root, 'masked', 'b'), 0o755);
  } finally {
    process.umask(umask);
  }
  if (process.platform === 'win32') return;
  for (const name of ['masked', join('masked', 'b')]) {
    expect(statSync(join(root, name)).mode & 0o777).toBe(0o700);
  }
});

(existsSync('/proc/self') ? it : it.skip)('comes to an end where no folder can be made', () => {
  expect(() => makePath('/proc/none/such')).toThrow('ENOENT');
});
