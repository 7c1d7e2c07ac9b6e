import { BASES, isTakenByCompose, OVERRIDES } from '../files/compose/usual-names.js';
import { comparePaths, folderOf, joinPath, nameOf } from '../packages.js';
import type { Findings } from '../sites/findings.js';

/** What one `docker compose` command without `-f` would run. */
export interface ComposeProject {
  /** From the root; the root is the empty text. */
  readonly directory: string;
  /** In the order in which compose merges them. */
  readonly files: readonly string[];
  /** Compose takes the files by itself; false: only `-f` can tell which are meant together. */
  readonly isSettled: boolean;
}

/** The compose projects of all folders, but for those that only others include. */
export function composeProjects(findings: ReadonlyMap<string, Findings>): ComposeProject[] {
  const files = [...findings].filter(([, { reader }]) => reader === 'compose');
  const chosen = chosenProjects(findings);
  const taken = new Set([
    ...files.flatMap(([, { includes }]) => includes.flatMap(({ paths }) => paths)),
    // What is extended is a part of others, unless compose would take it by itself.
    ...files.flatMap(([, { names }]) => names.map(({ path }) => path)).filter(isPart),
    ...[...chosen.values()].flat(),
  ]);
  const folders = new Map<string, string[]>();
  for (const [path] of files) {
    if (taken.has(path) || chosen.has(folderOf(path))) continue;
    folders.set(folderOf(path), [...(folders.get(folderOf(path)) ?? []), path]);
  }
  const named = [...chosen].map(([directory, all]) => ({ directory, files: all, isSettled: true }));
  const usual = [...folders].map(([directory, paths]) => ({ directory, ...loaded(paths) }));
  const all = [...named, ...usual].sort((a, b) => comparePaths(a.directory, b.directory));
  const [only, ...more] = all;
  const isOnly = only?.files.length === 1 && more.length === 0;
  return isOnly ? [{ ...only, isSettled: true }] : all;
}

/** Those that a plain `docker compose` runs; where there is none, those that `-f` could mean. */
export function plainProjects(projects: readonly ComposeProject[]): readonly ComposeProject[] {
  const settled = projects.filter(({ isSettled }) => isSettled);
  return settled.length > 0 ? settled : projects;
}

/** Tools for dev containers name the files with -f, and the project after the folder around it. */
export function isOfDevContainer({ directory }: Pick<ComposeProject, 'directory'>): boolean {
  return directory.split('/').includes('.devcontainer');
}

function isPart(path: string): boolean {
  return !isTakenByCompose(nameOf(path));
}

/** Where the `.env` of a folder names the files by COMPOSE_FILE. */
function chosenProjects(findings: ReadonlyMap<string, Findings>): Map<string, readonly string[]> {
  const chosen = new Map<string, readonly string[]>();
  for (const [path, { composeFiles }] of findings) {
    if (composeFiles.length > 0 && path === joinPath(folderOf(path), '.env')) {
      chosen.set(folderOf(path), composeFiles);
    }
  }
  return chosen;
}

/** Without a base file only `-f` can name what is meant: then all of them. */
function loaded(paths: readonly string[]): Pick<ComposeProject, 'files' | 'isSettled'> {
  const find = (names: readonly string[]): string | undefined =>
    names.flatMap(
      (name) => paths.find((path) => path === name || path.endsWith(`/${name}`)) ?? [],
    )[0];
  const base = find(BASES);
  const override = find(OVERRIDES);
  if (base === undefined) {
    return { files: [...paths].sort(comparePaths), isSettled: false };
  }
  return { files: override === undefined ? [base] : [base, override], isSettled: true };
}
