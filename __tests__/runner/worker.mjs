// Stands for Runner.Worker: the parent of the action's steps, alive exactly as long as the job. It makes the
// environment files as the runner does, keeps each use's state from main to post, and exports to later steps.
// A line on stdin asks for a step ({ use, step, env }), a line on stdout answers; { cancel } stops the one that runs.
//   node worker.mjs ACTION WORKSPACE TEMP
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [action, workspace, temp] = process.argv.slice(2);
mkdirSync(temp, { recursive: true });
const states = {};
const exported = {};
let running;

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.cancel) running?.kill(asked.cancel);
  else void step(asked).then((answer) => process.stdout.write(`${JSON.stringify(answer)}\n`));
}

async function step({ use = 'ports', step: name, env: inputs = {} }) {
  const folder = mkdtempSync(join(temp, 'file_commands_'));
  const files = {};
  for (const kind of ['ENV', 'OUTPUT', 'STATE', 'STEP_SUMMARY', 'PATH']) {
    files[`GITHUB_${kind}`] = join(folder, kind);
    writeFileSync(files[`GITHUB_${kind}`], '');
  }
  states[use] ??= {};
  const state = Object.entries(states[use]).map(([key, value]) => [`STATE_${key}`, value]);
  const base = { ...process.env, ...exported, ...inputs, ...Object.fromEntries(state), ...files };
  const env = { ...base, RUNNER_TEMP: inputs.RUNNER_TEMP ?? temp, GITHUB_WORKSPACE: workspace };
  running = spawn(process.execPath, [join(action, 'dist', name, 'index.js')], {
    cwd: workspace,
    env,
  });
  let log = '';
  for (const stream of [running.stdout, running.stderr]) {
    stream.on('data', (data) => (log += data));
  }
  const code = await new Promise((resolve) => running.once('close', resolve));
  const bytes = Object.fromEntries(
    Object.entries(files).map(([kind, file]) => [kind, readFileSync(file, 'utf8')]),
  );
  Object.assign(states[use], read(bytes.GITHUB_STATE));
  Object.assign(exported, read(bytes.GITHUB_ENV));
  const { GITHUB_ENV, GITHUB_OUTPUT } = bytes;
  return { code, log, bytes, env: read(GITHUB_ENV), output: read(GITHUB_OUTPUT) };
}

/** The runner's grammar: `name<<delimiter`, lines, delimiter; or `name=value`. */
function read(text) {
  const values = {};
  const lines = text.split(/\r?\n/);
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
  return values;
}
