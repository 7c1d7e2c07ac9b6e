import type { Findings, Site } from '../sites/site.js';
import type { Scopes } from './scope.js';

/**
 * Whether a number of an env file is one of this machine to whoever loads the file: SMTP_PORT beside
 * SMTP_HOST=localhost. A container could mean nothing but itself by it; unless it is told another
 * host, by its service or by another file that it loads.
 */
export function onItself(
  findings: ReadonlyMap<string, Findings>,
  scopes: Scopes,
): (site: Site) => boolean {
  const told = new Set([...findings.values()].flatMap((each) => each.told));
  const loaded = new Map<string, Set<string>>();
  const paths = new Set(
    [...findings.values()].flatMap(({ envFiles }) => envFiles.map(({ path }) => path)),
  );
  for (const path of paths) {
    for (const { variable, file } of scopes
      .filesAt(path)
      .flatMap((each) => scopes.definitions(each))) {
      const files = loaded.get(variable) ?? new Set();
      loaded.set(variable, files.add(file));
    }
  }
  return ({ file, hostIn }) => {
    if (hostIn === undefined || told.has(hostIn)) return false;
    return [...(loaded.get(hostIn) ?? [])].every((each) => each === file);
  };
}
