// `npm test`: types and lint beside the tests, as they share no work. Arguments go to jest.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const cwd = dirname(dirname(fileURLToPath(import.meta.url)));

const checks = ['types', 'lint'].map((name) => quietly(name));
const jest = run('jest', process.argv.slice(2), 'inherit');
const results = [...(await Promise.all(checks)), await jest];

for (const { name, output, failed } of results) {
  if (failed) console.error(`\n${output}\nnpm test: ${name} failed`);
}
process.exitCode = results.some(({ failed }) => failed) ? 1 : 0;

function quietly(name) {
  return run(name, [], 'pipe');
}

/** npm knows how to start its scripts on every system, and hands them the packages' commands. */
function run(name, args, stdio) {
  const npm = process.env.npm_execpath;
  const child = spawn(process.execPath, [npm, 'run', '--silent', name, '--', ...args], {
    cwd,
    stdio,
  });
  let output = '';
  child.stdout?.on('data', (data) => (output += data));
  child.stderr?.on('data', (data) => (output += data));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ name, output, failed: code !== 0 }));
  });
}
