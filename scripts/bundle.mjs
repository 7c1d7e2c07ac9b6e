// Bundles what tsc left in lib/ into dist/: one self-contained file an entry, so that a bare clone runs with no install.
//   node scripts/bundle.mjs [folder]     (default: dist)
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ncc from '@vercel/ncc';
import { hazardsIn } from './hazards.mjs';
import { shrink } from './shrink.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Folder in dist/ → compiled module. Each is a program of its own. */
export const entries = {
  main: 'lib/action/main.js',
  post: 'lib/action/post.js',
  cli: 'lib/cli/main.js',
  holder: 'lib/holder/main.js',
};

/** What a command that only reserves a port needs at once: not what `import()` brings. */
const FIRST = ['./lib/cli/commands/reserve.js', './lib/registry/index.js'];
/** What the action's main step comes to where it holds, as it does by default, and what would have it read its own file again. */
const FIRST_OF = {
  main: ['./lib/registry/holder-process.js', './node_modules/proper-lockfile/index.js'],
};
/** @actions/core brings an HTTP client for what nothing here asks of it. */
const LATE = [
  './node_modules/tunnel/index.js',
  './node_modules/undici/index.js',
  'external "http"',
  'external "https"',
];

const expected = ['package.json', 'licenses.txt'];

export async function bundle(target) {
  // ncc names modules by their path from the working directory: from the root the bytes are always the same.
  process.chdir(root);
  await rm(target, { recursive: true, force: true });
  const known = new Set();
  for (const [name, input] of Object.entries(entries)) {
    const names = await bundleOne(input, join(target, name), FIRST_OF[name]);
    for (const each of names) known.add(each);
  }
  const listed = [FIRST, LATE, ...Object.values(FIRST_OF)].flat();
  const strange = listed.filter((name) => !known.has(name));
  if (strange.length > 0)
    throw new Error(`no bundle has ${strange.join(', ')}: see FIRST and LATE`);
}

/** @returns webpack's names of the modules in it */
async function bundleOne(input, folder, more = []) {
  const options = { cache: false, quiet: true, license: 'licenses.txt' };
  const { code, assets, stats } = await ncc(resolve(root, input), options);
  const extra = Object.keys(assets).filter((name) => !expected.includes(name));
  if (extra.length > 0) {
    throw new Error(
      `${input} gave more than one file (${extra.join(', ')}): is an import() without /* webpackMode: "eager" */?`,
    );
  }
  const hazards = hazardsIn(code);
  if (hazards.length > 0) throw new Error(`${input} gave a bundle with ${hazards.join(', ')}`);
  const licenses = String(assets['licenses.txt']?.source ?? '').replaceAll('\r\n', '\n');
  await mkdir(folder, { recursive: true });
  const ids = idsByName(stats);
  // Of those that the program has.
  const idsOf = (names) => names.flatMap((name) => ids.get(name) ?? []);
  const script = await shrink(code, {
    first: idsOf([`./${input}`, ...FIRST, ...more]),
    late: idsOf(LATE),
  });
  await writeFile(join(folder, 'index.js'), script);
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  if (licenses !== '') await writeFile(join(folder, 'licenses.txt'), licenses);
  if (code.startsWith('#!')) await chmod(join(folder, 'index.js'), 0o755);
  return ids.keys();
}

function idsByName(stats) {
  const { modules } = stats.toJson({ all: false, modules: true, ids: true });
  return new Map(modules.flatMap(({ name, id }) => (id == null ? [] : [[name, String(id)]])));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await bundle(resolve(process.argv[2] ?? join(root, 'dist')));
  } catch (error) {
    // Not thrown on: Node would print the line of ncc's own minified source.
    console.error(`bundle: ${error.message}`);
    process.exitCode = 1;
  }
}
