import { comparePaths, folderOf } from './packages.js';
import type { Findings } from './site.js';

/** What one `docker compose` command without `-f` would run. */
export interface ComposeProject {
  /** From the root; the root is the empty text. */
  readonly directory: string;
  /** In the order in which compose merges them. */
  readonly files: readonly string[];
}

/** In a folder the first of these is compose's choice, with its own override. */
const BASES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** The compose projects of all folders, but for those that only others include. */
export function composeProjects(findings: ReadonlyMap<string, Findings>): ComposeProject[] {
  const files = [...findings].filter(([, { reader }]) => reader === 'compose');
  const included = new Set(files.flatMap(([, { includes }]) => includes));
  const folders = new Map<string, string[]>();
  for (const [path] of files) {
    if (included.has(path)) continue;
    folders.set(folderOf(path), [...(folders.get(folderOf(path)) ?? []), path]);
  }
  return [...folders]
    .sort(([a], [b]) => comparePaths(a, b))
    .map(([directory, paths]) => ({ directory, files: loaded(paths) }));
}

/** Without a base file only `-f` can name what is meant: then all of them. */
function loaded(paths: readonly string[]): string[] {
  const find = (names: readonly string[]): string | undefined =>
    names.flatMap(
      (name) => paths.find((path) => path === name || path.endsWith(`/${name}`)) ?? [],
    )[0];
  const base = find(BASES);
  const override = find(OVERRIDES);
  if (base === undefined) return [...paths].sort(comparePaths);
  return override === undefined ? [base] : [base, override];
}
