import { isPortName, toPortName } from '../../ports/index.js';
import type { Candidate } from './candidate.js';
import type { Group } from './groups.js';

export interface KnownNames {
  /** Names that ports outside of the project have. */
  readonly given: readonly string[];
  /**
   * Every variable of the project: a derived name must not be one of them, because an exported
   * port would then change what it is not.
   */
  readonly variables: ReadonlySet<string>;
  /** Variables that must not be exported, whoever states them. */
  readonly unusable: ReadonlySet<string>;
}

/**
 * Names for ports: what the user said, else the variable that states the port, else the
 * service or script; a clash gets `_2`.
 */
export function nameGroups(
  groups: readonly Group[],
  { given, variables, unusable }: KnownNames,
): Map<Group, string> {
  const named = new Map<Group, string>();
  const taken = new Set([...given, ...groups.flatMap(({ name }) => name ?? [])]);
  const counts = new Map<string, number>();
  const isFree = (name: string): boolean => !taken.has(name) && !variables.has(name);
  for (const group of groups) {
    const own = variablesOf(group).filter((each) => isPortName(each) && !unusable.has(each));
    const names = own.map((variable) => [variable, upperName(variable)] as const);
    const [free] =
      names.find(([own, name]) => (own === name ? !taken.has(name) : isFree(name))) ?? [];
    const [first] = own;
    const base = first === undefined ? derivedName(group) : upperName(first);
    const name = group.name ?? (free && upperName(free)) ?? numbered(base, isFree, counts);
    taken.add(name);
    named.set(group, name);
  }
  return named;
}

/** Names are upper snake case, whatever the variable is: `web_port` and `webPort` → WEB_PORT. */
function upperName(variable: string): string {
  return variable === variable.toUpperCase() ? variable : toPortName(variable);
}

/** @param counts how far each name was counted already: a project may have thousands of PORT. */
function numbered(
  base: string,
  isFree: (name: string) => boolean,
  counts: Map<string, number>,
): string {
  for (let count = counts.get(base) ?? 1; ; count += 1) {
    const name = count === 1 ? base : `${base}_${count}`;
    counts.set(base, count);
    if (isFree(name)) return name;
  }
}

function derivedName({ members, port }: Group): string {
  const order = ['publish', 'listen', 'refer'];
  const names = [...members]
    .sort((a, b) => order.indexOf(a.site.role) - order.indexOf(b.site.role))
    .flatMap(({ site }) => (site.role === 'refer' ? [] : (site.fallbackName ?? [])));
  return names.find(isPortName) ?? toPortName(members[0]?.site.variable ?? `PORT_${port}`);
}

/** The variables that state a port, the one that most speaks for it first. */
export function variablesOf({ members }: Group): string[] {
  const ranked = [...members].sort((a, b) => rank(a) - rank(b));
  return [...new Set(ranked.flatMap(({ site }) => site.variable ?? []))];
}

/** What a place publishes, before what a file sets, before a default, before an inline setting. */
function rank({ site, bound }: Candidate): number {
  if (site.rule === 'dotenv.variable') return bound ? 0 : 1;
  return site.rule.includes('.assignment') ? 3 : 2;
}
