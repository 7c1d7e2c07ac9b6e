import { toPortName } from '../ports/index.js';
import type { Group } from './groups.js';
import type { Site } from './site.js';

/** Whether a port has the name of a variable, or would have without one. */
export function saysName({ members, name }: Group, variable: string | undefined): boolean {
  if (variable === undefined) return false;
  return name === variable || members.some(({ site }) => site.fallbackName === variable);
}

/** Folders whose names say no more of a package than that it is one. */
const ANY_FOLDER = /^(APPS?|BASE|SITE|ROOT|PUBLIC|SRC|URL)$/;

/**
 * The port of the package that the variable of a URL names: apps/admin of ADMIN_URL. Only one
 * package of the project may have such a name.
 */
export function calledIn(
  { setIn }: Site,
  fitting: readonly Group[],
  all: Iterable<Group>,
): Group | undefined {
  if (setIn === undefined) return undefined;
  const words = `_${toPortName(setIn)}_`;
  const names = new Set<string>();
  for (const { folder = '' } of all) {
    const name = folder === '' ? '' : toPortName(folder.slice(folder.lastIndexOf('/') + 1));
    if (name !== '' && !ANY_FOLDER.test(name) && words.includes(`_${name}_`)) names.add(folder);
  }
  const [group, ...more] = fitting.filter(({ folder = '' }) => names.has(folder));
  return names.size === 1 && more.length === 0 ? group : undefined;
}
