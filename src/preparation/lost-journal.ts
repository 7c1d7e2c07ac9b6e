import type { JournalEntry, KeptFile, UndoReport } from '../project/journal/index.js';
import { addTo } from '../project/packages.js';
import type { Lease } from '../registry/index.js';
import type { Reporter } from '../reporter.js';
import { find } from './find.js';
import { openProject } from './project.js';

/**
 * Where a project states ports that were reserved for it and that no journal spoke of: somebody took
 * the journal away, with git's folder for example, while the files were changed; or renamed a file
 * that the journal knows by its old name.
 * @param entries what was undone, where not all of it was found
 */
export async function findUntold(
  root: string,
  released: readonly Pick<Lease, 'port'>[],
  entries: readonly JournalEntry[] = [],
): Promise<readonly KeptFile[]> {
  const written = writtenBy(entries);
  const numbers = new Set<number | undefined>(written.keys());
  for (const { port } of released) numbers.add(port);
  if (numbers.size === 0) return [];
  // What keeps the project from being read has nothing to do with what was released.
  const project = await openProject({ directory: root }).then(find, () => undefined);
  const sites = project?.ports.flatMap((port) => port.sites) ?? [];
  return sites
    .filter(({ port }) => numbers.has(port))
    .map(({ file, line, port }) => ({
      path: file,
      line,
      reason: `it says ${port}, which was reserved for this folder, ${whatStood(written.get(port ?? 0))}`,
    }));
}

/** The number that was written → those that stood there. */
function writtenBy(entries: readonly JournalEntry[]): Map<number, string[]> {
  const written = new Map<number, string[]>();
  for (const { from, to } of entries.flatMap(({ edited }) =>
    edited.flatMap((file) => file.places),
  )) {
    const [number] = /\d+$/.exec(to) ?? [];
    if (number !== undefined) addTo(written, Number(number), /\d+$/.exec(from)?.[0] ?? 'none');
  }
  return written;
}

function whatStood(before: readonly string[] | undefined): string {
  if (before === undefined) return 'and no journal tells what stood there before';
  return `and ${[...new Set(before)].join(' or ')} stood there before`;
}

/**
 * Says on the way to the next preparation what an undo had to leave as it was. A file that is gone may
 * be another one by now, which would be taken for what the project declares.
 */
export async function warnOfKept(
  root: string,
  { kept, undone }: Pick<UndoReport, 'kept' | 'undone'>,
  reporter: Reporter,
): Promise<void> {
  for (const { path, reason } of kept) {
    reporter.warn(`${path} keeps what was changed since it was prepared: ${reason}`);
  }
  if (kept.length === 0) return;
  for (const { path, line, reason } of await findUntold(root, [], undone)) {
    reporter.warn(`${path}:${line} is taken as it is: ${reason}`);
  }
}
