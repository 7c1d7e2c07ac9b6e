import { join } from 'node:path';
import { type Environment, isPortName } from '../ports/index.js';
import {
  type Ended,
  isCopied,
  type JournalEntry,
  readJournal,
  type UndoReport,
  undo,
} from '../project/journal/index.js';
import { removeOverrides } from '../project/overlay/store.js';
import { realFiles } from '../project/writing/file-system.js';
import { relativePath } from '../project/writing/inside.js';
import { describeOwner, type Lease, ownerLiveness, PortRegistry } from '../registry/index.js';
import { type Reporter, silent } from '../reporter.js';
import { PREPARATION_LABEL, type PreparationMeta, readIntent, readMeta } from './meta.js';

/** Of an entry that a crash left half done. */
export function isInterrupted({ state }: JournalEntry): boolean {
  return state === 'writing' || state === 'restoring';
}

/**
 * Puts back what preparations did to the project, and takes away what they made outside of it:
 * first that, so that a crash between the two leaves the entry that names it.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, REFUSED
 */
export async function undoPreparations(
  root: string,
  only: (entry: JournalEntry) => boolean,
  ended?: Ended,
): Promise<UndoReport> {
  const entries = (await readJournal(root)).filter(only);
  await removeOverrides(
    entries.flatMap((entry) => overridesOf(root, entry)),
    realFiles,
  );
  return undo(root, { only, ...(ended && { ended }) });
}

/** Where its overrides lie; those of a project that this one is a copy of are that one's. */
function overridesOf(root: string, entry: JournalEntry): readonly string[] {
  const { overrides = [] } = readMeta(entry.meta) ?? {};
  const { origin } = entry;
  if (origin === undefined || !isCopied(entry, root)) return overrides;
  return overrides.flatMap((path) => {
    const below = relativePath(origin.path, path);
    return below === undefined ? [] : join(root, below);
  });
}

/** What an entry says of this project; undefined where it came along with a copy of another one. */
export function readOwnMeta(root: string, entry: JournalEntry): PreparationMeta | undefined {
  return isCopied(entry, root) ? undefined : readMeta(entry.meta);
}

/** Releases what preparations reserved, each in the registry that its entry names. */
export class Releasing {
  readonly released: Lease[] = [];
  readonly #root: string;
  readonly #environment: Environment;
  readonly #reporter: Reporter;
  readonly #sparesOthers: boolean;
  readonly #spared = new Set<string>();

  /** @param sparesOthers leave ports to another process that they are for, while that runs */
  constructor(
    root: string,
    environment: Environment = {},
    reporter = silent,
    { sparesOthers = false } = {},
  ) {
    this.#root = root;
    this.#environment = environment;
    this.#reporter = reporter;
    this.#sparesOthers = sparesOthers;
  }

  /** @throws {PortKeeperError} REGISTRY_UNUSABLE */
  readonly ofEntry = async (entry: JournalEntry): Promise<void> => {
    // What a copy's journal speaks of is still the original's, also while that is being prepared.
    if (isCopied(entry, this.#root)) return;
    const prepared = readMeta(entry.meta);
    if (prepared && (await this.#spare(prepared))) return;
    if (prepared?.reservation) await this.#release(prepared.registry, [prepared.reservation]);
    const begun = readIntent(entry.meta);
    if (begun === undefined) return;
    const labelled = (await this.#open(begun.registry).status()).filter(
      ({ labels }) => labels[PREPARATION_LABEL] === begun.preparation,
    );
    await this.#release(begun.registry, [...new Set(labelled.map(({ id }) => id))]);
  };

  /** Name → number. */
  get ports(): Readonly<Record<string, number>> {
    const named = this.released.filter(({ name }) => isPortName(name));
    return Object.fromEntries(named.map(({ name, port }) => [name, port]));
  }

  /**
   * Where its services may still use them. They are given back when it ends. An entry that waits for
   * another one is asked about more than once.
   */
  async #spare({ owner, registry, reservation, ports }: PreparationMeta): Promise<boolean> {
    if (!this.#sparesOthers || reservation === null || owner.kind !== 'process') return false;
    if (owner.process.pid === process.pid || ownerLiveness(owner) === 'dead') return false;
    if (this.#spared.has(reservation)) return true;
    if ((await this.#open(registry).find(reservation)) === undefined) return false;
    this.#spared.add(reservation);
    const names = Object.entries(ports).map(([name, port]) => `${name} ${port}`);
    this.#reporter.info(
      `${names.join(', ')} stay reserved until ${describeOwner(owner)} ends; before, portkeeper release ${reservation} gives them back.`,
    );
    return true;
  }

  async #release(registry: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    this.released.push(...(await this.#open(registry).release(ids)).released);
  }

  #open(registry: string): PortRegistry {
    return new PortRegistry({
      registry,
      environment: this.#environment,
      reporter: this.#reporter,
    });
  }
}
