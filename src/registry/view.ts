import { messageOf } from '../errors.js';
import type { Reporter } from '../reporter.js';
import type { FolderStore } from './backends/folder.js';
import { ViewFile } from './backends/view-file.js';
import type { Holds } from './hold.js';
import type { SweepLock } from './lock.js';
import { STALE_MS } from './lock-folder.js';
import { listLeases } from './status.js';

/** What a view is made from, and who hears that it could not be. */
interface Shown {
  readonly store: FolderStore;
  readonly holds: Holds;
  readonly lock: SweepLock;
  readonly reporter: Reporter;
}

/** Whoever writes it does so for those who come meanwhile, and goes on with its own work in time. */
const MAX_ROUNDS = 10;

/** All leases as JSON, for readers who like one file. Nobody's port depends on it. */
export class View {
  readonly #shown: Shown;
  readonly #file: ViewFile;

  constructor(shown: Shown) {
    this.#shown = shown;
    this.#file = new ViewFile(shown.store.layout);
  }

  /**
   * Writes it anew, or leaves that to whoever is at it: who finds the lock taken leaves word and
   * looks once more, so that a change that the other one did not see any more is not left out.
   */
  async update(): Promise<void> {
    try {
      this.#shown.store.usable();
      if (await this.#write()) return;
      this.#file.askAgain();
      await this.#write();
    } catch (error) {
      this.#shown.reporter.warn(messageOf(error));
    }
  }

  /** False when somebody else is at it. */
  async #write(): Promise<boolean> {
    const { store, holds, lock } = this.#shown;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const written = await lock.ifFree(async () => {
        const beganAtMs = store.kernel.uptimeMs();
        this.#file.answer();
        // What is elsewhere for who writes may be here for who reads.
        const leases = listLeases(store, holds).map(({ elsewhere: _, ...lease }) => lease);
        this.#file.write({ schema: 1, registry: store.layout.root, leases });
        // Frozen meanwhile, it may have written an older one over that of its successor.
        if (store.kernel.uptimeMs() - beganAtMs > STALE_MS) this.#file.askAgain();
        return true;
      });
      if (written === undefined) return round > 0;
      if (!this.#file.isAskedAgain()) break;
    }
    return true;
  }
}
