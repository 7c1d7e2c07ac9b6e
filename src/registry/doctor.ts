import type { Machine } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import { fileFindings } from './doctor-files.js';
import { folderFindings, sharingFinding } from './doctor-folder.js';
import { engineFindings, holdFinding, kernelFindings, processFinding } from './doctor-system.js';
import type { Finding } from './finding.js';
import { lostHoldFindings } from './lost-holds.js';

/** What is looked at beside the registry itself. */
export interface Circumstances {
  readonly machine: Machine;
  /** Where this system's users would share a registry. */
  readonly systemFolder: string;
  /** The program that holds ports, where there is one. */
  readonly holder: () => string | undefined;
}

/** Looks at everything that a registry's promises rest on. Changes nothing. */
export async function examine(
  store: FolderStore,
  { machine, systemFolder, holder }: Circumstances,
): Promise<Finding[]> {
  return [
    ...folderFindings(store),
    ...fileFindings(store),
    sharingFinding(store.layout.root, systemFolder),
    processFinding(store),
    ...kernelFindings(),
    holdFinding(holder()),
    ...lostHoldFindings(store),
    ...(await engineFindings(machine)),
  ];
}
