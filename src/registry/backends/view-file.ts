import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout.js';

/** `registry.json`, and beside it the word of those who found somebody else at writing it. */
export class ViewFile {
  readonly #layout: Layout;
  readonly #path: string;
  readonly #again: string;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#path = join(layout.root, 'registry.json');
    this.#again = `${this.#path}.again`;
  }

  /** To be called under the lock. */
  write(view: unknown): void {
    this.#layout.replaceFile(this.#path, `${JSON.stringify(view, null, 2)}\n`);
  }

  /** Asks whoever writes now to write once more. */
  askAgain(): void {
    if (!this.isAskedAgain()) this.#layout.replaceFile(this.#again, '');
  }

  isAskedAgain(): boolean {
    try {
      return lstatSync(this.#again, { throwIfNoEntry: false })?.isFile() ?? false;
    } catch {
      return false;
    }
  }

  /** To be called under the lock, before the leases are listed: those who asked are in the list. */
  answer(): void {
    if (this.isAskedAgain()) this.#layout.remove(this.#again);
  }
}
