import type { Node } from 'jsonc-parser';
import type { Environment } from '../../ports/index.js';
import type { Detection } from '../detect.js';
import { matchesAny } from '../discovery/glob.js';
import { turbo } from '../files/turbo.js';
import { properties, property, readJson } from '../formats/json.js';
import { folderOf, joinPath } from '../packages.js';
import type { LeftAlone, LogicalPort, Site } from '../sites/site.js';

/** What Turborepo hands to the tasks of a framework without being told. */
const KNOWN_TO_TURBO =
  /^(NEXT_PUBLIC|NUXT|NITRO|REACT_APP|VITE|VUE_APP|PUBLIC|EXPO_PUBLIC|GATSBY|ASTRO|SANITY_STUDIO)_/;

/**
 * Variables of ports that are in the environment, and that Turborepo keeps from its tasks: in its
 * strict mode, the usual one since version 2, they get those alone that `turbo.json` names.
 * @param exported names that the next programs find in their environment.
 */
export function findTurboGaps(
  { ports, external, findings, sources }: Detection,
  exported: ReadonlySet<string>,
  { TURBO_ENV_MODE }: Environment,
): LeftAlone[] {
  const configs = [...sources.values()].filter(({ path }) => turbo.matches(path));
  const read = configs.map(({ path, text }) => ({ path, ...readConfig(text) }));
  const named = read.flatMap(({ names }) => names);
  const isLoose = TURBO_ENV_MODE === 'loose';
  return read.flatMap(({ path, isRoot, isStrict }): LeftAlone[] => {
    const folder = folderOf(path);
    const script = sources.get(joinPath(folder, 'package.json'))?.text ?? '';
    if (isLoose || !isRoot || !isStrict || /--env-mode[= ]loose/.test(script)) return [];
    const isTask = (site: Site): boolean =>
      (folder === '' || site.file.startsWith(`${folder}/`)) &&
      findings.get(site.file)?.reader !== 'compose' &&
      (site.role !== 'publish' || folderOf(site.file) !== folder);
    const kept = [...ports, ...external]
      .flatMap((port) => variablesAt(port, isTask))
      .filter((name) => exported.has(name) && !passes(name, named));
    const [first] = kept;
    if (first === undefined) return [];
    return [{ file: path, line: 1, column: 1, reason: gapReason([...new Set(kept)]) }];
  });
}

function gapReason(names: readonly string[]): string {
  const list = names.map((name) => `"${name}"`).join(', ');
  return `Turborepo's strict mode keeps ${names.join(', ')} of the environment from its tasks. Write "globalPassThroughEnv": [${list}] here, or use the mode patch`;
}

function variablesAt({ sites }: LogicalPort, isTask: (site: Site) => boolean): string[] {
  return sites.filter(isTask).flatMap(({ variable }) => variable ?? []);
}

function passes(name: string, patterns: readonly string[]): boolean {
  return KNOWN_TO_TURBO.test(name) || matchesAny(name, patterns);
}

interface TurboConfig {
  /** Of the repository, and not of one package in it. */
  readonly isRoot: boolean;
  readonly isStrict: boolean;
  /** The variables that it names anywhere, with `*` for any text. */
  readonly names: readonly string[];
}

function readConfig(text: string): TurboConfig {
  const { root } = readJson(text, { comments: true });
  const tasks = property(root, 'tasks');
  const each = properties(tasks ?? property(root, 'pipeline')).map(([, task]) => task);
  const passed = [
    property(root, 'globalPassThroughEnv'),
    ...each.map((task) => property(task, 'passThroughEnv')),
  ];
  const all = [
    ...passed,
    property(root, 'globalEnv'),
    ...each.map((task) => property(task, 'env')),
  ];
  // Version 1, whose tasks are a pipeline, is strict where something is passed through.
  const isStrict = tasks !== undefined || passed.some((node) => node !== undefined);
  return {
    isRoot: property(root, 'extends') === undefined && root !== undefined,
    isStrict: isStrict && property(root, 'envMode')?.value !== 'loose',
    names: all.flatMap(textsOf).filter((name) => !name.startsWith('!')),
  };
}

function textsOf(node: Node | undefined): string[] {
  return (node?.children ?? []).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}
