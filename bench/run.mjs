// Runs comparisons, each in a process of its own: all of them, or those that are named.
//   npm run bench [-- picking start latency throughput looking killed late outgoing detect]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { environment } from './machine.mjs';

const ALL = [
  'picking',
  'start',
  'latency',
  'throughput',
  'looking',
  'killed',
  'late',
  'outgoing',
  'detect',
];
const named = process.argv.slice(2);

for (const name of named.length === 0 ? ALL : named) {
  if (!ALL.includes(name)) {
    console.error(`bench: there is no ${name}; there are ${ALL.join(', ')}`);
    process.exitCode = 2;
    break;
  }
  const script = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { env: environment, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
