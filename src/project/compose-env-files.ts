import { folderOf, joinPath } from './packages.js';
import type { Findings } from './site.js';

/**
 * Which env files give the variables of a compose file their values, the one that wins first: the
 * `.env` beside it; of an included file, those of the project that includes it before its own.
 */
export function composeEnvFiles(
  findings: ReadonlyMap<string, Findings>,
): (path: string) => readonly string[] {
  const includers = new Map<string, { readonly by: string; readonly own: readonly string[] }>();
  for (const [by, { includes }] of findings) {
    for (const { paths, envFiles } of includes) {
      for (const path of paths) {
        if (!includers.has(path)) includers.set(path, { by, own: envFiles });
      }
    }
  }
  return (path) => {
    const own: string[][] = [];
    const seen = new Set<string>();
    let at = path;
    for (let found = includers.get(at); found && !seen.has(at); found = includers.get(at)) {
      seen.add(at);
      own.unshift([...found.own]);
      at = found.by;
    }
    return [...new Set([joinPath(folderOf(at), '.env'), ...own.flat()])];
  };
}
