import { execFileSync } from 'node:child_process';
import { lstat, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { temporaryProject } from './temporary-project.js';

/** A folder with files that git tracks or not, and rules of what it ignores. */
export interface Tree {
  readonly files: readonly { readonly path: string; readonly isTracked: boolean }[];
  readonly links: readonly string[];
  readonly rules: readonly { readonly folder: string; readonly lines: readonly string[] }[];
  /** Of `.git/info/exclude`. */
  readonly excluded: readonly string[];
  readonly empty: string;
}

const FOLDERS = ['a', 'b', 'dist', 'new', '.env', 'we[i]rd', 'x.y', 'node_modules', 'é'];
const FILES = ['.env', 'f', 'compose.yaml', 'x.log', '.env.local', 'g.ts', '*.ts'];
const LINES =
  'dist/|.env|*.log|/a/|!a/.env|b|**/new|new/*|*|!*/|!f|a/**/f|.env*|x.y/|!x.log|/f|\\*.ts|# no||f |f\\ |g.t[a-z]|we\\[i]rd|[!a-f]|[]a-]|x.lo?|**|/**|a/**|**/b/**/f|new/**/|\\!f|[a|f\\|!|/|!/b/|?|*.l*g';

const folder = fc
  .array(fc.constantFrom(...FOLDERS), { maxLength: 3 })
  .map((parts) => parts.join('/'));
const path = fc.tuple(folder, fc.constantFrom(...FILES)).map((parts) => join(...parts));
const lines = fc.array(fc.constantFrom(...LINES.split('|')), { maxLength: 3 });

export const trees: fc.Arbitrary<Tree> = fc.record({
  files: fc.array(fc.record({ path, isTracked: fc.boolean() }), { minLength: 1, maxLength: 20 }),
  links: fc.array(path, { maxLength: 2 }),
  rules: fc.array(fc.record({ folder, lines }), { maxLength: 3 }),
  excluded: lines,
  empty: folder,
});

/** Makes it as far as it can be: the same name may be a file's and a folder's. */
export async function makeTree({ files, links, rules, excluded, empty }: Tree): Promise<string> {
  const root = await temporaryProject();
  const write = async (name: string, make: (file: string) => Promise<unknown>) => {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await make(join(root, name));
  };
  const git = (...words: readonly string[]) => execFileSync('git', words, { cwd: root });
  git('init', '--quiet');
  for (const { path } of files) await write(path, (file) => writeFile(file, '')).catch(() => {});
  for (const path of links) await write(path, (file) => symlink('..', file)).catch(() => {});
  await mkdir(join(root, empty), { recursive: true }).catch(() => {});
  for (const { path, isTracked } of files) {
    const isFile = await lstat(join(root, path)).then(
      (looks) => looks.isFile(),
      () => false,
    );
    if (isFile && isTracked) git('--literal-pathspecs', 'add', '--force', path);
  }
  for (const { folder, lines } of rules) {
    const text = `${lines.join('\n')}\n`;
    await write(join(folder, '.gitignore'), (file) => writeFile(file, text)).catch(() => {});
  }
  await writeFile(join(root, '.git/info/exclude'), `${excluded.join('\n')}\n`);
  return root;
}
