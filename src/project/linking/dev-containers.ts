import type { Findings } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import type { ServicePorts } from './service-ports.js';

const OF_DEV_CONTAINER = /(^|\/)\.devcontainer\//;

/**
 * Why a URL stays that stands in the sources of a dev container: who works in there calls the number
 * that the container has inside, and who works outside of it starts no container for it.
 */
export function devContainers(
  findings: ReadonlyMap<string, Findings>,
  ports: ServicePorts,
): (site: Site) => string | undefined {
  const mounts = [...findings]
    .filter(([path]) => OF_DEV_CONTAINER.test(path))
    .flatMap(([, { folders }]) => folders.filter(({ how }) => how === 'mounts'));
  return ({ file, role, mayServe, insideOf, inside, port }) => {
    if (role !== 'refer' || mayServe === true || insideOf !== undefined || inside === true)
      return undefined;
    const mount = mounts.find(
      (each) =>
        (each.folder === '' || file.startsWith(`${each.folder}/`)) &&
        ports.of(each.file, each.service).has(port),
    );
    return (
      mount &&
      `it stands in what the dev container "${mount.service}" mounts (${placeText(mount)}), which has this number inside`
    );
  };
}
