import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { writeEnvironment } from '../../src/action/outputs.js';
import type { Prepared } from '../../src/prepare.js';

const before = process.env.GITHUB_ENV;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-outputs-'));
  process.env.GITHUB_ENV = join(folder, 'env');
  writeFileSync(join(folder, 'env'), '');
});
afterEach(() => {
  if (before === undefined) delete process.env.GITHUB_ENV;
  else process.env.GITHUB_ENV = before;
  rmSync(folder, { recursive: true, force: true });
});

it.each(['A\nNODE_OPTIONS', 'A\rB', 'A<<B', '=C:', 'A=B'])(
  'leaves a variable out whose name %j would be more than a name in the runner’s file',
  (name) => {
    const exports = { variables: { [name]: 'http://localhost:20001', 'B C': '1' }, withheld: [] };
    const prepared = { exports, composeVariables: {} } as unknown as Prepared;
    writeEnvironment({ prepared, planned: false, envFile: undefined, restores: true });
    const names = [...readFileSync(join(folder, 'env'), 'utf8').matchAll(/^(.*?)<<ghad/gm)];
    expect(names.map(([, each]) => each)).toEqual(['B C']);
    delete process.env['B C'];
  },
);
