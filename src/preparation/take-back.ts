import { isOwn, type Past } from './earlier.js';
import { releaseForgotten } from './forgotten.js';
import { warnOfKept } from './lost-journal.js';
import type { Project } from './project.js';
import { Releasing, undoPreparations } from './undo.js';

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
    const { ofEntry } = new Releasing(root, options.environment, project.reporter);
    const undone = await undoPreparations(root, ({ id }) => id === own.entry.id, ofEntry);
    await warnOfKept(root, undone, project.reporter);
  }
  const { owner, registry } = options;
  const forgotten = owner.kind === 'folder' ? await releaseForgotten(root, owner, registry) : [];
  const had = Object.fromEntries(forgotten.map(({ name, port }) => [name, port]));
  return { ...remembered, ...had, ...own?.meta.ports };
}
