import type { Machine } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import { fileFindings } from './doctor-files.js';
import { folderFindings, sharingFinding } from './doctor-folder.js';
import { engineFindings, holdFinding, kernelFindings, processFinding } from './doctor-system.js';
import { lostHoldFindings } from './lost-holds.js';

/** One thing that was looked at. */
export interface Finding {
  /** `problem`: something that was promised cannot be kept, until somebody mends it. */
  readonly level: 'ok' | 'note' | 'problem';
  readonly about: 'registry' | 'file' | 'users' | 'kernel' | 'hold' | 'docker';
  readonly message: string;
  /** For a file that no registry wrote or that cannot be read: where it lies in the registry. */
  readonly path?: string;
}

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
