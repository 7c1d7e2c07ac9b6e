import { readSource } from '../discovery/read-source.js';
import type { FilePlace } from '../sites/site.js';

/** Lines of the files of a project. They are asked for file by file: one is kept at a time. */
export class SourceLines {
  readonly #root: string;
  #file: string | undefined;
  #lines: readonly string[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  /** The empty text where there is none. */
  at({ file, line }: Pick<FilePlace, 'file' | 'line'>): string {
    return this.of(file)[line - 1] ?? '';
  }

  of(file: string): readonly string[] {
    if (file !== this.#file) {
      const source = readSource(this.#root, file);
      this.#lines = 'text' in source ? source.text.split('\n') : [];
      this.#file = file;
    }
    return this.#lines;
  }
}
