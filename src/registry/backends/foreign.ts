import { readdirSync, type Stats, statSync } from 'node:fs';
import { PortKeeperError } from '../../errors.js';

const FOR_ANYBODY = 0o002;

/**
 * A folder that everybody may write, as `/tmp`, and that holds what is not ours, was made for something
 * else: in it anybody could make or take the folders of a registry, and a reboot may empty it. One
 * that is a registry already is left to `doctor` to tell of.
 * @param ours what a registry's folder has in it
 * @throws {PortKeeperError} REGISTRY_UNUSABLE
 */
export function refuseForeign(root: string, ours: readonly string[]): void {
  const mode = lookAt(root)?.mode ?? 0;
  // Windows has no such bit, and says that it is set.
  if ((mode & FOR_ANYBODY) === 0 || process.platform === 'win32') return;
  const names = namesIn(root);
  if (names.length === 0 || names.some((name) => isOurs(name, ours))) return;
  const message = `The registry ${root} cannot be used: everybody may write that folder, and it holds other things`;
  const hint =
    'Give a folder of its own with --registry or PORTKEEPER_REGISTRY; it need not exist.';
  throw new PortKeeperError('REGISTRY_UNUSABLE', message, { hint });
}

/** What is made in the folder itself may come first. */
function isOurs(name: string, ours: readonly string[]): boolean {
  return ours.includes(name) || name === 'swept' || name.startsWith('registry.json');
}

function lookAt(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // whoever makes something in it will be told
  }
}
