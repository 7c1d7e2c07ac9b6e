import type { Reporter } from '../../reporter.js';
import type { FileKind } from '../files/file-kind.js';
import type { Findings } from '../sites/findings.js';
import type { Problem } from '../sites/site.js';
import type { SourceFile } from '../writing/source-file.js';
import { readPlain, readSource } from './read-source.js';
import { eachInTurn } from './turns.js';

/** A file that may state ports. */
export interface DiscoveredFile {
  /** Path from the root, with forward slashes: of the file itself, not of a link to it. */
  readonly path: string;
  readonly kind: FileKind;
}

/** What was read so far; it grows. */
export interface ReadFiles {
  readonly sources: Map<string, SourceFile>;
  readonly findings: Map<string, Findings>;
  readonly unreadable: Problem[];
}

/** A plain file that was read, and what it says. */
interface Read {
  readonly source: SourceFile;
  readonly kind: FileKind;
  readonly findings: Findings;
}

/** The files of a project, each read once, also where that is done before all of them are known. */
export class Reading {
  readonly #root: string;
  readonly #progress: Reporter['progress'];
  readonly #ahead = new Map<string, Read>();

  constructor(root: string, progress?: Reporter['progress']) {
    this.#root = root;
    this.#progress = progress;
  }

  /** Reads what is likely to count. Links, and what cannot be read, are left for later. */
  async ahead(files: readonly DiscoveredFile[]): Promise<void> {
    const unread = files.filter(({ path }) => !this.#ahead.has(path));
    await this.#each(unread, ({ path, kind }) => {
      const source = readPlain(this.#root, path);
      if (source) this.#ahead.set(path, { source, kind, findings: kind.find(source) });
    });
  }

  /** Whether it was found to be a plain file, and no link to one. */
  isPlain(path: string): boolean {
    return this.#ahead.has(path);
  }

  /** What all files say that count. */
  async all(files: readonly DiscoveredFile[]): Promise<ReadFiles> {
    const read: ReadFiles = { sources: new Map(), findings: new Map(), unreadable: [] };
    await this.#each(files, ({ path, kind }) => {
      const known = this.#ahead.get(path);
      const source = known?.source ?? readSource(this.#root, path);
      if ('text' in source) {
        read.sources.set(path, source);
        read.findings.set(path, known?.kind === kind ? known.findings : kind.find(source));
      } else if (kind.isOnlyTold !== true) read.unreadable.push(source);
    });
    return read;
  }

  async #each(files: readonly DiscoveredFile[], read: (file: DiscoveredFile) => void) {
    await Promise.all([...new Set(files.map(({ kind }) => kind))].map((kind) => kind.ready?.()));
    await eachInTurn(files, read, (done) => {
      this.#progress?.(`Looking for ports in file ${done} of ${files.length}`);
    });
  }
}
