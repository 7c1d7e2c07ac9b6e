// From start to exit, against a Node that does nothing: `reserve`, and the Action's two steps on
// examples/stack. What is measured is what dist/ holds.
//   node bench/start.mjs [rounds]
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alternate, median, printTable } from './figures.mjs';
import { environment, inScratch, root } from './machine.mjs';

const rounds = Number(process.argv[2] ?? 20);
/** Everything that a step of a job is given, as the runner makes it. */
const RUNNER_FILES = ['ENV', 'OUTPUT', 'STATE', 'STEP_SUMMARY'];
const bundle = (name) => join(root, 'dist', name, 'index.js');

await inScratch(async (folder) => {
  const registry = join(folder, 'registry');
  const job = newJob(folder, registry);
  const times = await alternate(
    {
      'empty Node': () => run([join(root, 'bench', 'processes', 'nothing.mjs')]),
      'reserve one port': () => run([bundle('cli'), 'reserve', '--registry', registry]),
      'reserve ten ports': () =>
        run([bundle('cli'), 'reserve', '--count', '10', '--registry', registry]),
      'Action: main': () => run([bundle('main')], job.main()),
      'Action: post': () => run([bundle('post')], job.post()),
    },
    rounds,
  );
  show(times);
});

function show(times) {
  const empty = times['empty Node'];
  const rows = Object.entries(times).map(([name, all]) => [
    name,
    median(all),
    median(all) / median(empty),
    Math.min(...all) / Math.min(...empty),
  ]);
  const headings = ['', 'median ms', 'times an empty Node', 'by the fastest runs'];
  printTable(`Start to exit, ${rounds} alternating runs`, headings, rows);
}

function run(words, options = { env: environment }) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', ...options });
  const took = performance.now() - start;
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  return took;
}

/** A checkout of examples/stack; post puts it back, so that each main finds it as it was. */
function newJob(folder, registry) {
  const stack = join(folder, 'stack');
  cpSync(join(root, 'examples', 'stack'), stack, { recursive: true });
  const git = (...words) => execFileSync('git', words, { cwd: stack, stdio: 'ignore' });
  git('init');
  git('add', '--all', '--force');
  const temp = join(folder, 'temp');
  mkdirSync(temp);
  const files = RUNNER_FILES.map((name) => [`GITHUB_${name}`, join(temp, name)]);
  const env = { ...environment, ...Object.fromEntries(files), RUNNER_TEMP: temp };
  return {
    main: () => {
      for (const [, file] of files) writeFileSync(file, '');
      return { cwd: stack, env: { ...env, PORTKEEPER_REGISTRY: registry } };
    },
    post: () => ({ cwd: stack, env: { ...env, ...stateIn(join(temp, 'STATE')) } }),
  };
}

/** `name<<delimiter`, the value, the delimiter: as the runner reads it, and gives it to post. */
function stateIn(file) {
  const entries = readFileSync(file, 'utf8').matchAll(/^(.+)<<(.+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...entries].map(([, name, , value]) => [`STATE_${name}`, value]));
}
