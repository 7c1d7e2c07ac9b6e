import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileKind } from '../../../src/project/files/file-kind.js';
import { kindOf } from '../../../src/project/files/index.js';

/** Real files to begin with: path → text. */
export const corpus = new Map<string, string>();
const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));
for (const name of readdirSync(fixtures)) {
  const before = join(fixtures, name, 'before');
  for (const entry of readdirSync(before, { recursive: true, encoding: 'utf8' })) {
    const path = entry.split(sep).join('/');
    if (kindOf(path) === undefined) continue;
    const text = readFileSync(join(before, entry), 'latin1');
    if (text.length < 5000) corpus.set(`${name}/${path}`, text);
  }
}

/** One path for each kind of file that the corpus has. */
const paths = new Map<FileKind, string>();
for (const name of corpus.keys()) {
  const path = name.slice(name.indexOf('/') + 1);
  const kind = kindOf(path);
  if (kind && !paths.has(kind)) paths.set(kind, path);
}
/** Each kind of file, with a path that is of it. */
export const kinds = [...paths].map(([kind, path]) => ({ name: kind.name, kind, path }));
