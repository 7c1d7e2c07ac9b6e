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

const expected = ['package.json', 'licenses.txt'];

export async function bundle(target) {
  // ncc names modules by their path from the working directory: from the root the bytes are always the same.
  process.chdir(root);
  await rm(target, { recursive: true, force: true });
  for (const [name, input] of Object.entries(entries)) await bundleOne(input, join(target, name));
}

async function bundleOne(input, folder) {
  const options = { cache: false, quiet: true, license: 'licenses.txt' };
  const { code, assets } = await ncc(resolve(root, input), options);
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
  await writeFile(join(folder, 'index.js'), await shrink(code));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  if (licenses !== '') await writeFile(join(folder, 'licenses.txt'), licenses);
  if (code.startsWith('#!')) await chmod(join(folder, 'index.js'), 0o755);
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
