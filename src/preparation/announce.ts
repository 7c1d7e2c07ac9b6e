import { PortKeeperError, systemCode } from '../errors.js';
import { announceChanges } from '../project/journal/index.js';
import { isUsualRegistry } from '../registry/index.js';
import type { Intent } from './meta.js';
import type { Project } from './project.js';

/**
 * Has the journal name the registry before something is reserved there: whoever comes after a
 * crash might look for the ports in another one. The usual one needs no naming.
 * @returns the entry, which is to become that of the preparation, or is to be undone.
 * @throws {PortKeeperError} REFUSED, where the journal cannot be written
 */
export async function announce({
  root,
  options,
  preparation,
}: Project): Promise<number | undefined> {
  const { registry, environment = {} } = options;
  if (isUsualRegistry(registry.folder, environment)) return undefined;
  const intent: Intent = { reserving: { registry: registry.folder, preparation } };
  return announceChanges(root, intent).catch((error: unknown) => {
    throw unnoted(registry.folder, error);
  });
}

/** No file of the project may be at stake: what could not be noted is the registry. */
function unnoted(registry: string, error: unknown): unknown {
  if (!(error instanceof PortKeeperError)) return error;
  const code = systemCode(error.cause);
  const why = code === undefined ? '' : ` (${code})`;
  return new PortKeeperError(
    error.code,
    `There is no place to note the registry ${registry}${why}`,
    {
      hint: 'A later command finds the ports by that note, since the registry is not the usual one. Make the folder of the note writable, or leave out --registry and PORTKEEPER_REGISTRY: the usual one needs none.',
      ...(error.place && { place: error.place }),
      cause: error,
    },
  );
}
