import { readJournal } from '../project/journal/index.js';
import { isSameOwner } from '../registry/index.js';
import { PREPARATION_LABEL } from '../restore.js';
import { isOwn, type Past } from './earlier.js';
import { readMeta } from './meta.js';
import type { Project } from './project.js';
import { undoPreparations } from './undo.js';

/**
 * For a project that states more than before, or lost a port: what it had rests for others, and
 * comes back to it.
 * @returns the numbers to try first.
 */
export async function takeBack(
  project: Project,
  { latest, remembered }: Past,
): Promise<Readonly<Record<string, number>>> {
  const { root, options } = project;
  const own = latest !== undefined && isOwn(latest, project) ? latest : undefined;
  if (own !== undefined) {
    await undoPreparations(root, ({ id }) => id === own.entry.id);
    if (own.meta.reservation !== null) await options.registry.release(own.meta.reservation);
  }
  return { ...remembered, ...(await releaseForgotten(project)), ...own?.meta.ports };
}

/**
 * Releases what the folder has and no journal speaks of: it was removed with all that was in it,
 * and made again before anybody noticed.
 */
async function releaseForgotten({ root, options }: Project): Promise<Record<string, number>> {
  if (options.owner.kind !== 'folder') return {};
  const known = (await readJournal(root)).map(({ meta }) => readMeta(meta)?.reservation);
  const forgotten = (await options.registry.status()).filter(
    ({ id, ownedBy, labels }) =>
      PREPARATION_LABEL in labels && isSameOwner(ownedBy, options.owner) && !known.includes(id),
  );
  if (forgotten.length > 0) await options.registry.release(forgotten.map(({ id }) => id));
  return Object.fromEntries(forgotten.map(({ name, port }) => [name, port]));
}
