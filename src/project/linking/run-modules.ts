import { foldersUp, joinPath } from '../packages.js';
import type { FolderReading } from '../sites/findings.js';

/**
 * Whether a container may run what a file says. A whole repository is often what an image of one
 * module is built from: its Dockerfile stands in that module, and other modules have their own.
 */
export function mayRun(
  { folder, how, dockerfile }: FolderReading,
  moduleOf: (path: string) => string,
): (file: string) => boolean {
  if (how !== 'is built from' || dockerfile === undefined) return () => true;
  const own = moduleOf(dockerfile);
  const above = foldersUp(own);
  const whole = moduleOf(joinPath(folder, 'x'));
  if (own === whole || !above.includes(whole)) return () => true;
  return (file) => file.startsWith(`${own}/`) || above.includes(moduleOf(file));
}
