import { readAside, readJournal } from '../project/journal/index.js';
import { isSameOwner, type Lease, type Owner, type PortRegistry } from '../registry/index.js';
import { PREPARATION_LABEL, readMeta } from './meta.js';

/**
 * Releases what a folder has and no journal speaks of: a command was killed before it wrote the
 * journal or after it took it away; or the folder was removed with all that was in it, and made
 * again before anybody noticed.
 */
export async function releaseForgotten(
  root: string,
  owner: Owner,
  registry: PortRegistry,
): Promise<readonly Lease[]> {
  // What a folder has that was renamed since is still its own, although it bears this one's name.
  const entries = [...(await readJournal(root)), ...(await readAside(root))];
  const known = entries.map(({ meta }) => readMeta(meta)?.reservation);
  const forgotten = (await registry.status()).filter(
    ({ id, ownedBy, labels }) =>
      PREPARATION_LABEL in labels && isSameOwner(ownedBy, owner) && !known.includes(id),
  );
  if (forgotten.length === 0) return [];
  return (await registry.release([...new Set(forgotten.map(({ id }) => id))])).released;
}
