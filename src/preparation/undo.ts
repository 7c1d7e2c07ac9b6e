import { type Environment, isPortName } from '../ports/index.js';
import { realFiles } from '../project/file-system.js';
import {
  type Ended,
  type JournalEntry,
  readJournal,
  type UndoReport,
  undo,
} from '../project/journal/index.js';
import { removeOverrides } from '../project/overlay/store.js';
import { type Lease, PortRegistry } from '../registry/index.js';
import { type Reporter, silent } from '../reporter.js';
import { PREPARATION_LABEL, readIntent, readMeta } from './meta.js';

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
    entries.flatMap(({ meta }) => readMeta(meta)?.overrides ?? []),
    realFiles,
  );
  return undo(root, { only, ...(ended && { ended }) });
}

/** Releases what preparations reserved, each in the registry that its entry names. */
export class Releasing {
  readonly released: Lease[] = [];
  readonly #environment: Environment;
  readonly #reporter: Reporter;

  constructor(environment: Environment = {}, reporter = silent) {
    this.#environment = environment;
    this.#reporter = reporter;
  }

  /** @throws {PortKeeperError} REGISTRY_UNUSABLE */
  readonly ofEntry = async ({ meta }: JournalEntry): Promise<void> => {
    const prepared = readMeta(meta);
    if (prepared?.reservation) await this.#release(prepared.registry, [prepared.reservation]);
    const begun = readIntent(meta);
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
