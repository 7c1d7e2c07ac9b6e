// A monorepo: how much longer than listing its files with git, and reading those that can state a
// port, takes finding its ports?
//   node bench/detect.mjs [packages]
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { detectPorts } from '../lib/index.js';
import { alternate, median, printTable, timed } from './figures.mjs';
import { inScratch } from './machine.mjs';

const packages = Number(process.argv[2] ?? 2000);
/** What is read at least: the settings, and all programs, which may listen on a number of their own. */
const SETTINGS = /^(package\.json|\.env|compose\.yaml)$/;
const ALL_THAT_MATTERS = /^(package\.json|\.env|compose\.yaml|(server|index)\.ts)$/;

/** How often each runs before it counts: until then its code is being compiled. */
const WARM_UP = 25;

await inScratch(async (folder) => {
  makeMonorepo(folder);
  let detection;
  const all = 'git ls-files, and reading all that matters';
  const subjects = {
    'git ls-files, and reading the settings alone': () =>
      timed(async () => listAndRead(folder, SETTINGS)),
    [all]: () => timed(async () => listAndRead(folder, ALL_THAT_MATTERS)),
    detectPorts: () => timed(async () => (detection = await detectPorts(folder))),
  };
  const cold = await alternate(subjects, WARM_UP);
  const times = await alternate(subjects, 15);
  printTable(
    `${packages} packages, ${detection.ports.length} ports`,
    ['', 'first ms', 'median ms', 'fastest ms', 'times reading all', 'by the fastest'],
    Object.entries(times).map(([name, each]) => [
      name,
      cold[name][0],
      median(each),
      Math.min(...each),
      median(each) / median(times[all]),
      Math.min(...each) / Math.min(...times[all]),
    ]),
  );
});

function listAndRead(folder, names) {
  const words = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const list = execFileSync('git', words, { cwd: folder, maxBuffer: 1 << 28 }).toString();
  const files = list.split('\0').filter((path) => names.test(basename(path)));
  return files.reduce((bytes, path) => bytes + readFileSync(join(folder, path)).length, 0);
}

function makeMonorepo(folder) {
  for (let i = 0; i < packages; i++) {
    for (const [path, text] of Object.entries(packageFiles(i))) {
      const file = join(folder, 'packages', `p${i}`, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  const root = { name: 'monorepo', private: true, workspaces: ['packages/*'] };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(root, null, 2));
  for (const words of [['init'], ['add', '--all', '--force']]) {
    execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
  }
}

/** One package in ten is a service with a port and a compose file; the others are libraries. */
function packageFiles(i) {
  const files = {
    'src/index.ts': `export const name = 'p${i}';\n`,
    'src/server.ts': 'export function serve(port: number) {\n  return port;\n}\n',
    'README.md': `# p${i}\n`,
    'package.json': JSON.stringify({ name: `p${i}`, scripts: { build: 'tsc', test: 'jest' } }),
  };
  if (i % 10 !== 0) return files;
  const port = 3000 + i;
  return {
    ...files,
    '.env': `PORT=${port}\nNAME=p${i}\n`,
    'compose.yaml': `services:\n  p${i}:\n    image: p${i}\n    ports: ["${port}:80"]\n`,
    'package.json': JSON.stringify({ name: `p${i}`, scripts: { dev: `vite --port ${port}` } }),
  };
}
