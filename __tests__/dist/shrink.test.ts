import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

// What is done to a bundle after ncc, on small programs of the shape that webpack gives.

interface Modules {
  readonly first: readonly string[];
  readonly late: readonly string[];
}
const { shrink }: { shrink(bundle: string, modules: Modules): Promise<string> } = await import(
  new URL('../../scripts/shrink.mjs', import.meta.url).href
);

let folder: string;
let script: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-shrink-'));
  script = join(folder, 'index.js');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = `#!/usr/bin/env node
import { createRequire as external } from "module";
var modules = {
  11: (module, exports, require) => { console.log("eleven"); exports.ten = 10; exports.more = () => require(33).three; },
  22: (module, exports) => { console.log("twenty-two"); exports.two = 2; exports.url = import.meta.url; },
  33: (module, exports) => { console.log("thirty-three"); exports.three = 3; },
  44: (module, exports, require) => { module.exports = external(import.meta.url)("os"); },
};
var made = {};
function require(id) {
  if (made[id]) return made[id].exports;
  const module = (made[id] = { exports: {} });
  modules[id](module, module.exports, require);
  return module.exports;
}
`;

async function runShrunk(end: string, modules: Modules = { first: ['11'], late: ['22'] }) {
  writeFileSync(script, await shrink(`${PROGRAM}${end}`, modules));
  return run();
}

function run() {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  return { lines: stdout.trim().split('\n'), stderr, status };
}

it('evaluates a module when it is asked for, and a late one when it is used', async () => {
  const end = `const two = require(22); const eleven = require(11); console.log("used");
    await null; console.log(two.two, two.url, eleven.ten, eleven.more(), require(44).EOL.length);`;
  const { lines, status } = await runShrunk(end);
  expect(status).toBe(0);
  expect(lines.slice(0, 3)).toEqual(['eleven', 'used', 'twenty-two']);
  expect(lines[3]).toBe('thirty-three');
  expect(lines[4]).toBe(`2 file://${script} 10 3 1`);
});

it('keeps as code what the first modules ask for, and nothing else', async () => {
  await runShrunk('require(11);');
  const [code] = readFileSync(script, 'utf8').split('\n//22 ');
  expect(code).toContain('thirty-three');
  expect(code).not.toContain('twenty-two');
});

it('leaves no mark of a dependency that cannot run', async () => {
  const { hazardsIn } = await import(new URL('../../scripts/hazards.mjs', import.meta.url).href);
  await runShrunk('console.log(require(22).two);');
  expect(hazardsIn(readFileSync(script, 'utf8'))).toEqual([]);
});

it('does not call a program done that stopped in the middle', async () => {
  expect((await runShrunk('await new Promise(() => {});')).status).toBe(13);
  expect((await runShrunk('await null; throw new Error("broken");')).status).toBe(1);
  expect((await runShrunk('process.exitCode = 3; await null;')).status).toBe(3);
});

it('says so when its file was exchanged before all of it was read', async () => {
  await runShrunk('console.log(require(22).two);');
  expect(run().lines).toEqual(['twenty-two', '2']);
  writeFileSync(script, `${readFileSync(script, 'utf8')}\n// of another version\n`);
  const { stderr, status } = run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/index\.js is not the file that was started: .* Start it again/);
});

it('refuses a bundle that a script cannot be', async () => {
  await expect(shrink('import fs from "fs"; fs.rmSync;', { first: [], late: [] })).rejects.toThrow(
    'imports or exports what a script cannot',
  );
});
