import { announceChanges } from '../project/journal/index.js';
import { isUsualRegistry } from '../registry/index.js';
import type { Intent } from './meta.js';
import type { Project } from './project.js';

/**
 * Has the journal name the registry before something is reserved there: whoever comes after a
 * crash might look for the ports in another one. The usual one needs no naming.
 * @returns the entry, which is to become that of the preparation, or is to be undone.
 */
export async function announce({
  root,
  options,
  preparation,
}: Project): Promise<number | undefined> {
  const { registry, environment = {} } = options;
  if (isUsualRegistry(registry.folder, environment)) return undefined;
  const intent: Intent = { reserving: { registry: registry.folder, preparation } };
  return announceChanges(root, intent);
}
