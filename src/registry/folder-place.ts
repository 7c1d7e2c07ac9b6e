import { dirname } from 'node:path';
import type { Kernel } from './kernel.js';

/**
 * Where a folder stood when it was recorded: what tells those who see the same folder at a path from
 * those who see another one there, or none, as another container does.
 */
export interface FolderPlace {
  /** As in `Kernel`. */
  readonly boot: string;
  /** It was seen from inside of a container. */
  readonly contained: boolean;
  /** `device:inode` of the folder, and of each one above it to the top; empty where there was none. */
  readonly chain: readonly string[];
}

/** What has to be asked of the system. */
export type Sight = Pick<Kernel, 'boot' | 'contained' | 'lookAt'>;

/** No path has so many folders. */
const MAX_CHAIN = 4096;

export function placeOfFolder(path: string, kernel: Sight): FolderPlace {
  const { boot, contained } = kernel;
  const chain = pathsUp(path).map((one) => inodeOf(one, kernel) ?? '');
  return { boot, contained, chain };
}

export function isFolderPlace(value: unknown): value is FolderPlace {
  const { boot, contained, chain } = Object(value);
  return (
    typeof boot === 'string' &&
    typeof contained === 'boolean' &&
    Array.isArray(chain) &&
    chain.length <= MAX_CHAIN &&
    chain.every((link) => typeof link === 'string' && /^(\d+:\d+)?$/.test(link))
  );
}

/**
 * Whether a folder that is not to be found here was removed. Only they can tell who see the nearest
 * folder above it that is left, and see it as the one that it was. What was a disk of its own may
 * just not be mounted.
 */
export function wasRemoved(path: string, place: FolderPlace, kernel: Sight): boolean {
  const paths = pathsUp(path);
  for (let up = 1; up < paths.length; up++) {
    const seen = kernel.lookAt(paths[up] as string);
    if (seen === 'none') continue;
    const [below = '', above = ''] = place.chain.slice(up - 1, up + 1);
    const wasDisk = below !== '' && deviceOf(below) !== deviceOf(above);
    return seen !== 'hidden' && !wasDisk && isSame(seen, above, place, kernel);
  }
  return false;
}

/** Whether one path means the same folder at both places, or one that stands where it stood. */
export function isSamePlace(one: FolderPlace, other: FolderPlace): boolean {
  const sameBoot = isSameBoot(one.boot, other.boot);
  const key = (link = '') => (sameBoot ? link : inodePart(link));
  const isCommon = (up: number) => [one, other].every(({ chain }) => (chain[up] ?? '') !== '');
  const matches = (up: number) => isCommon(up) && key(one.chain[up]) === key(other.chain[up]);
  if (matches(0)) return true;
  if (!sameBoot && (one.contained || other.contained)) return false;
  const nearest = one.chain.findIndex((_link, up) => up > 0 && isCommon(up));
  return nearest > 0 && matches(nearest);
}

/**
 * The numbers of devices are dealt out anew at each start. Inodes alone say enough on the machine
 * itself; in containers, the top of each may have the same one.
 */
function isSame(seen: string, recorded: string, place: FolderPlace, kernel: Sight): boolean {
  if (isSameBoot(place.boot, kernel.boot)) return seen === recorded;
  if (place.contained || kernel.contained) return false;
  return inodePart(seen) === inodePart(recorded);
}

/** Where there are no boots to tell apart, it may always be another. */
function isSameBoot(one: string, other: string): boolean {
  return one !== '' && one === other;
}

function inodeOf(path: string, kernel: Sight): string | undefined {
  const seen = kernel.lookAt(path);
  return seen === 'none' || seen === 'hidden' ? undefined : seen;
}

function pathsUp(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...pathsUp(above)];
}

function deviceOf(link: string): string {
  return link.split(':')[0] ?? '';
}

function inodePart(link: string): string {
  return link.split(':')[1] ?? '';
}
