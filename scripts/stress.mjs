// `npm run stress`: many processes on one registry, and whole projects, killed and frozen; a few minutes. Arguments go
// to jest. PORTKEEPER_STRESS_SEED replays what a run printed: the same requests, and the same fates at the same steps.

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Side by side: those on one registry ask for numbers of their own, and whole projects for others. */
const LOTS = [['stress/[^/]+$'], ['stress/project/']];
/** Everything takes minutes; what takes this long hangs. */
const PATIENCE_MS = 20 * 60 * 1000;

/** One for the whole run. */
const asked = Number(process.env.PORTKEEPER_STRESS_SEED);
const seed = `${Number.isSafeInteger(asked) && asked > 0 ? asked : randomInt(1, 1e9)}`;
console.log(
  `npm run stress: seed ${seed}; PORTKEEPER_STRESS_SEED=${seed} npm run stress replays it`,
);

const given = process.argv.slice(2);
const results = await Promise.all((given.length > 0 ? [given] : LOTS).map(run));
process.exitCode = results.every((status) => status === 0) ? 0 : 1;

/** The first lot is heard while it runs, another one when it ends. */
function run(patterns, index) {
  const jest = ['run', '--silent', 'jest', '--', '--runInBand', ...patterns];
  const child = spawn(process.execPath, [process.env.npm_execpath, ...jest], {
    cwd: dirname(dirname(fileURLToPath(import.meta.url))),
    env: { ...process.env, PORTKEEPER_SUITE: 'stress', PORTKEEPER_STRESS_SEED: seed },
    stdio: index === 0 ? 'inherit' : 'pipe',
    timeout: PATIENCE_MS,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (said += data));
  return new Promise((resolve) => {
    child.once('close', (status, signal) => {
      process.stderr.write(said);
      if (signal !== null) console.error(`npm run stress: ended with ${signal}`);
      resolve(status ?? 1);
    });
  });
}
