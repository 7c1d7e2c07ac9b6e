// `npm run stress`: many processes on one registry, killed and frozen; a few minutes. Arguments go to jest.
// PORTKEEPER_STRESS_SEED replays what a run printed: the same requests, and the same fates at the same steps.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const { status } = spawnSync(
  process.execPath,
  [
    process.env.npm_execpath,
    'run',
    '--silent',
    'jest',
    '--',
    '--runInBand',
    ...process.argv.slice(2),
  ],
  {
    cwd: dirname(dirname(fileURLToPath(import.meta.url))),
    env: { ...process.env, PORTKEEPER_SUITE: 'stress' },
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
