import type { KeptFile } from '../project/journal/index.js';
import type { Lease } from '../registry/index.js';
import { find } from './find.js';
import { openProject } from './project.js';

/**
 * Where a project states ports that were reserved for it and that no journal spoke of: somebody took
 * the journal away, with git's folder for example, while the files were changed; or renamed a file
 * that the journal knows by its old name.
 */
export async function findUntold(
  root: string,
  released: readonly Lease[],
): Promise<readonly KeptFile[]> {
  if (released.length === 0) return [];
  const numbers = new Set<number | undefined>(released.map(({ port }) => port));
  // What keeps the project from being read has nothing to do with what was released.
  const project = await openProject({ directory: root }).then(find, () => undefined);
  const sites = project?.ports.flatMap((port) => port.sites) ?? [];
  return sites
    .filter(({ port }) => numbers.has(port))
    .map(({ file, line, port }) => ({
      path: file,
      line,
      reason: `it says ${port}, which was reserved for this folder, and no journal tells what stood there before`,
    }));
}
