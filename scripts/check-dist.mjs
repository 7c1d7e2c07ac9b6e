// Says whether dist/ is what the sources give, byte for byte. Needs a fresh `npm run build`.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { bundle, root } from './bundle.mjs';

const committed = join(root, 'dist');
const rebuilt = await mkdtemp(join(tmpdir(), 'portkeeper-dist-'));
try {
  await bundle(rebuilt);
  const faults = await differences();
  for (const fault of faults) console.error(`check:dist: ${fault}`);
  if (faults.length > 0) {
    console.error('check:dist: run `npm run bundle` and commit dist/');
    process.exitCode = 1;
  } else {
    console.log('check:dist: dist/ is up to date');
  }
} catch (error) {
  console.error(`check:dist: ${error.message}`);
  process.exitCode = 1;
} finally {
  await rm(rebuilt, { recursive: true, force: true });
}

async function differences() {
  const [before, after] = await Promise.all([contents(committed), contents(rebuilt)]);
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const old = before.get(name);
    const now = after.get(name);
    if (old === undefined) return [`dist/${name} is missing`];
    if (now === undefined) return [`dist/${name} is not built from anything`];
    return old.equals(now) ? [] : [`dist/${name} is not what the sources give`];
  });
}

async function contents(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async (file) => {
    const path = join(file.parentPath ?? file.path, file.name);
    return [relative(folder, path).split(sep).join('/'), await readFile(path)];
  });
  return new Map(await Promise.all(read));
}
