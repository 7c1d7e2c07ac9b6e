import type { Site } from '../sites/site.js';
import type { Group } from './groups.js';

/** `DOCS_DEV_PORT`: of the script `docs:dev`, or of a package in the folder `docs`. */
const OF_DOCUMENTATION = /(?:^|_)(?:DOCS?|DOCUMENTATION)_/;

/**
 * Of ports of one number those whose servers do not show the project's documentation, where there
 * are both: what speaks of the number and not of documentation means one of them.
 */
export function besideDocumentation(groups: readonly Group[]): readonly Group[] {
  const rest = groups.filter(({ members }) =>
    members.every(
      ({ site }) => site.role !== 'listen' || !OF_DOCUMENTATION.test(site.fallbackName ?? ''),
    ),
  );
  return rest.length === 0 ? groups : rest;
}

/** It says so by a name, or stands in the file that starts such a server. */
export function speaksOfDocumentation(
  { file, setIn, variable, script }: Site,
  groups: readonly Group[],
): boolean {
  const names = [file, setIn, variable, script].join(' ');
  if (/(?:^|[^a-z])docs?(?:[^a-z]|$)|documentation/i.test(names)) return true;
  const beside = new Set(besideDocumentation(groups));
  return groups.some(
    (group) => !beside.has(group) && group.members.some(({ site }) => site.file === file),
  );
}
