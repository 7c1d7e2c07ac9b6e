import { folderOf } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { mappingOf } from './splits.js';

/**
 * The modules that images are built from: what a module says of a number which its own container
 * publishes means that, whoever else has the number. The compose files of a folder are one project.
 *
 * @returns the module of the service that a mapping is of; undefined for the whole of a project.
 */
export function builtModules(
  findings: ReadonlyMap<string, Findings>,
  moduleOf: (path: string) => string,
): (mapping: Site) => string | undefined {
  const modules = new Map<string, string>();
  for (const { folders } of findings.values()) {
    for (const { file, service, dockerfile } of folders)
      if (dockerfile !== undefined) modules.set(keyOf(file, service), moduleOf(dockerfile));
  }
  return (site) => {
    const { file, service } = mappingOf(site);
    return modules.get(keyOf(file, service)) || undefined;
  };
}

function keyOf(file: string, service: string): string {
  return `${folderOf(file)} ${service}`;
}
