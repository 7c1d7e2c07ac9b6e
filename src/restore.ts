import type { Environment } from './ports/index.js';
import { finishAround } from './preparation/around.js';
import { releaseForgotten } from './preparation/forgotten.js';
import { findUntold } from './preparation/lost-journal.js';
import { readMeta } from './preparation/meta.js';
import { rootOf } from './preparation/root.js';
import { isInterrupted, Releasing, undoPreparations } from './preparation/undo.js';
import { tellPreparedWithin } from './preparation/within.js';
import {
  forget,
  hasNoPlace,
  type JournalEntry,
  LOCK_WAIT_MS,
  readJournal,
  type UndoOptions,
  type UndoReport,
  withProjectLock,
} from './project/journal/index.js';
import { folderOwner, type Lease, PortRegistry } from './registry/index.js';
import { type Reporter, silent } from './reporter.js';

export interface RestoreOptions {
  /** The project's root. */
  readonly directory: string;
  readonly environment?: Environment;
  /** Only what the preparation of this id did; by default all of them, newest first. */
  readonly preparation?: string;
  /** False: leave the files as they are, and only release. */
  readonly files?: boolean;
  /**
   * Where the folder's ports are looked for that no journal speaks of, because a command was
   * killed; by default the registry of the environment. Of all others the journal knows it.
   */
  readonly registry?: PortRegistry;
  readonly waitMs?: number;
  readonly reporter?: Reporter;
}

export interface Restored {
  /** Files that have their own bytes again, and files that were ours and are gone. */
  readonly restoredFiles: readonly string[];
  /** Changes of somebody else that were kept, and where ours could not be taken back. */
  readonly kept: readonly { path: string; line?: number; reason: string }[];
  readonly released: readonly Lease[];
  /** How many preparations were undone; none: the project was not prepared. */
  readonly undone: number;
}

/**
 * Puts back what `prepare` wrote, byte for byte, and releases the ports. Idempotent. What somebody
 * changed meanwhile stays theirs, and is told.
 * @throws {PortKeeperError} TIMED_OUT, REGISTRY_UNUSABLE, FILE_NOT_EDITABLE, REFUSED
 */
export async function restoreProject(options: RestoreOptions): Promise<Restored> {
  const root = await rootOf(options.directory);
  if (await hasNoPlace(root)) return releaseAlone(root, options);
  const waitMs = Math.max(options.waitMs ?? 0, LOCK_WAIT_MS);
  return withProjectLock(root, () => restoreUnderLock(root, options), { waitMs });
}

/** Of a project on a read-only disk, which lies there as it was found. */
async function releaseAlone(root: string, options: RestoreOptions): Promise<Restored> {
  const released = options.preparation === undefined ? await releaseOthers(root, options) : [];
  return { restoredFiles: [], kept: [], released, undone: 0 };
}

async function restoreUnderLock(root: string, options: RestoreOptions): Promise<Restored> {
  const { preparation } = options;
  const only = (entry: JournalEntry) =>
    preparation === undefined || readMeta(entry.meta)?.preparation === preparation;
  await finishAround(root, options.reporter ?? silent, options.environment);
  const sparesOthers = preparation === undefined;
  const { environment, reporter } = options;
  const { released, ofEntry } = new Releasing(root, environment, reporter, { sparesOthers });
  // What a killed command left is undone whichever it is, and its ports are nobody's any more.
  const recovered = await undoPreparations(root, isInterrupted, ofEntry);
  const entries = (await readJournal(root)).filter(only);
  const report =
    options.files === false
      ? await forgetAll(root, { only, ended: ofEntry })
      : await undoPreparations(root, only, ofEntry);
  tellWaiting(report.waitsFor, options);
  const others = preparation === undefined ? await releaseOthers(root, options) : [];
  const kept = [recovered, report].flatMap((each) => each.kept);
  // What is not where it was written may be elsewhere by now: renamed, or moved to another file.
  const sought = kept.length > 0 ? [...entries, ...recovered.undone] : [];
  const untold = options.files === false ? [] : await findUntold(root, others, sought);
  released.push(...others);
  if (preparation === undefined) {
    await tellPreparedWithin(root, registryOf(options), report.waitsFor, reporter ?? silent);
  }
  return {
    restoredFiles: [recovered, report].flatMap(({ restored, removed }) => [
      ...restored,
      ...removed,
    ]),
    kept: [...kept, ...untold.filter(({ path }) => kept.every((each) => each.path !== path))],
    released,
    undone: entries.length + recovered.undone.length,
  };
}

type Outcome = Pick<UndoReport, 'restored' | 'removed' | 'kept' | 'waitsFor'>;

/** Takes the entries away, and leaves what they wrote. */
async function forgetAll(root: string, options: UndoOptions): Promise<Outcome> {
  await forget(root, options);
  return { restored: [], removed: [], kept: [], waitsFor: [] };
}

/** A project within this one, or around it, was prepared after it, and builds on its numbers. */
function tellWaiting(roots: readonly string[], { reporter = silent }: RestoreOptions): void {
  for (const root of roots) {
    reporter.info(
      `What the preparation of ${root} changed since is put back with that: portkeeper restore ${root}`,
    );
  }
}

function releaseOthers(root: string, options: RestoreOptions): Promise<readonly Lease[]> {
  return releaseForgotten(root, folderOwner(root), registryOf(options));
}

function registryOf({
  environment = {},
  reporter = silent,
  registry,
}: RestoreOptions): PortRegistry {
  return registry ?? new PortRegistry({ environment, reporter });
}
