// Packages the dev container feature: its own files, and the bundles that it carries, from dist/ alone.
//   node scripts/feature.mjs FOLDER     (FOLDER/src/portkeeper, FOLDER/test/portkeeper: what the dev containers CLI takes)
import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The programs of `dist/` that the feature carries: the command line, and what holds ports for it. */
export const carried = ['cli', 'holder'];

export async function packageFeature(folder) {
  const target = resolve(folder);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const part of ['src', 'test']) {
    await cp(join(root, 'devcontainer-feature', part), join(target, part), { recursive: true });
  }
  for (const name of carried) {
    await cp(join(root, 'dist', name), join(target, 'src', 'portkeeper', name), {
      recursive: true,
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('Name the folder to write: npm run feature -- FOLDER');
  await packageFeature(folder);
}
