import { findGit } from '../project/discovery/git-folder.js';
import { journalsWithin, readJournal } from '../project/journal/index.js';
import { realFiles } from '../project/writing/file-system.js';
import { relativePath } from '../project/writing/inside.js';
import type { LeaseStatus, PortRegistry } from '../registry/index.js';
import type { Reporter } from '../reporter.js';

/** Projects that are named, where they are many. */
const MOST_TOLD = 5;

/**
 * Says which projects within this one are prepared by themselves: they stay so when it is restored,
 * and may be what was meant.
 * @param known those that were told of.
 */
export async function tellPreparedWithin(
  root: string,
  registry: PortRegistry,
  known: readonly string[],
  reporter: Reporter,
): Promise<void> {
  const found = await preparedWithin(root, registry);
  const others = found.filter((one) => !known.includes(one));
  if (others.length === 0) return;
  const more = others.length - MOST_TOLD;
  const shown = [...others.slice(0, MOST_TOLD), ...(more > 0 ? [`${more} more`] : [])];
  reporter.info(
    `Prepared by themselves, and left so: ${shown.join(', ')}. portkeeper restore FOLDER puts them back.`,
  );
}

async function preparedWithin(root: string, registry: PortRegistry): Promise<readonly string[]> {
  if ((await findGit(root, realFiles)) !== undefined) return journalsWithin(root);
  // Without git each keeps its own journal: the registry alone knows which folders those are.
  const owned = foldersWithin(root, await registry.status());
  const journals = await Promise.all(owned.map((one) => readJournal(one).catch(() => [])));
  return owned.filter((_, at) => (journals[at] ?? []).length > 0);
}

/** Those that have ports, below a folder. */
export function foldersWithin(folder: string, leases: readonly LeaseStatus[]): readonly string[] {
  const owners = leases.flatMap(({ ownedBy }) => (ownedBy.kind === 'folder' ? ownedBy.path : []));
  return [...new Set(owners.filter((path) => relativePath(folder, path) !== undefined))].sort();
}
