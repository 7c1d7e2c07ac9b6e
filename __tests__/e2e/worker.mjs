// Stands for Runner.Worker: the parent of the action's steps, alive exactly as long as the job. It makes the
// environment files as the runner does, runs main, reports, and runs post when it is told to on stdin.
//   node worker.mjs ACTION WORKSPACE TEMP
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [action, workspace, temp] = process.argv.slice(2);
mkdirSync(temp, { recursive: true });
const state = {};
const main = await step('main', {});
Object.assign(state, main.state);
process.stdout.write(`${JSON.stringify(main)}\n`);
process.stdin.once('data', async () => {
  const saved = Object.entries(state).map(([key, value]) => [`STATE_${key}`, value]);
  const post = await step('post', Object.fromEntries(saved));
  process.stdout.write(`${JSON.stringify(post)}\n`, () => process.exit(0));
});

async function step(name, extra) {
  const files = {};
  for (const kind of ['ENV', 'OUTPUT', 'STATE', 'STEP_SUMMARY']) {
    files[`GITHUB_${kind}`] = join(temp, `${name}-${kind}`);
    writeFileSync(files[`GITHUB_${kind}`], '');
  }
  const env = {
    ...process.env,
    ...files,
    ...extra,
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: workspace,
  };
  const child = spawn(process.execPath, [join(action, 'dist', name, 'index.js')], {
    cwd: workspace,
    env,
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (log += data));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, log, ...read('env', files), ...read('output', files), ...read('state', files) };
}

/** The runner's grammar: `name<<delimiter`, lines, delimiter; or `name=value`. */
function read(kind, files) {
  const values = {};
  const lines = readFileSync(files[`GITHUB_${kind.toUpperCase()}`], 'utf8').split(/\r?\n/);
  while (lines.length > 0) {
    const line = lines.shift();
    const [, name, delimiter] = /^([^=]*?)<<(.*)$/.exec(line) ?? [];
    if (name === undefined) {
      if (line !== '') values[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
      continue;
    }
    const end = lines.indexOf(delimiter);
    if (end < 0) throw new Error(`No end of ${name}`);
    values[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return { [kind]: values };
}
