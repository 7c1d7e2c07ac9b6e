import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PortKeeperError } from '../../errors.js';

/**
 * Where others may write, one of them could have this process make, move and remove files wherever
 * a link leads that stands in place of a folder.
 * @param folders of the registry; of `claims`, those within it too
 * @throws {PortKeeperError} REGISTRY_UNUSABLE
 */
export function refuseLinks(root: string, folders: readonly string[]): void {
  const top = linksIn(root).filter((name) => folders.includes(name));
  const [link] = top.length > 0 ? top : linksIn(join(root, 'claims'));
  if (link === undefined) return;
  const path = join(root, top.length > 0 ? '' : 'claims', link);
  const message = `The registry ${root} cannot be used: ${path} is a link, and no folder`;
  const hint = 'Look at who made it; portkeeper doctor --repair sets it aside.';
  throw new PortKeeperError('REGISTRY_UNUSABLE', message, { hint });
}

/** None where it is not there, or not for this user: whoever uses it will be told. */
function linksIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  } catch {
    return [];
  }
}

export function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
