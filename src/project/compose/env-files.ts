import { folderOf, joinPath } from '../packages.js';
import type { Findings } from '../sites/findings.js';

/** Files that include others that include others: people do not go on for longer. */
const MAX_DEPTH = 50;

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
  const known = new Map<string, readonly string[]>();
  const find = (path: string): readonly string[] => {
    const own: string[][] = [];
    const seen = new Set<string>();
    let at = path;
    for (
      let found = includers.get(at);
      found && !seen.has(at) && seen.size < MAX_DEPTH;
      found = includers.get(at)
    ) {
      seen.add(at);
      own.unshift([...found.own]);
      at = found.by;
    }
    return [...new Set([joinPath(folderOf(at), '.env'), ...own.flat()])];
  };
  return (path) => {
    const files = known.get(path) ?? find(path);
    known.set(path, files);
    return files;
  };
}
