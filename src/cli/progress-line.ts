import { elapsedMs } from '../ports/index.js';
import type { OutputStream } from './output-stream.js';

/** What is done by then needs no excuse. In milliseconds. */
const PATIENCE_MS = 1000;
/** Milliseconds between two texts: more often nobody can read. */
const PAUSE_MS = 100;
const USUAL_COLUMNS = 80;
const CLEAR = '\r\u001b[K';

/** One line on a screen that tells what takes so long. It is rewritten, and goes when that is done. */
export class ProgressLine {
  readonly #open: () => OutputStream;
  readonly #patienceMs: number;
  #text: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Until then nothing is written; undefined while the patience lasts. */
  #nextAt: number | undefined;
  #isShown = false;

  /** @param open the stream, which is asked for when there is something to write. */
  constructor(open: () => OutputStream, patienceMs = PATIENCE_MS) {
    this.#open = open;
    this.#patienceMs = patienceMs;
  }

  /** @param text undefined: the step is over. */
  set(text: string | undefined): void {
    this.#text = text;
    if (text === undefined) this.#end();
    else if (this.#timer === undefined) this.#begin();
    else if (this.#nextAt !== undefined && elapsedMs() >= this.#nextAt) this.#show();
  }

  /** Makes room for something else; the next text shows it again. */
  clear(): void {
    if (this.#isShown) this.#open().write(CLEAR);
    this.#isShown = false;
  }

  #begin(): void {
    this.#timer = setTimeout(() => this.#show(), this.#patienceMs);
    this.#timer.unref();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#nextAt = undefined;
    this.clear();
  }

  #show(): void {
    const stream = this.#open();
    if (stream.isTTY !== true || this.#text === undefined) return;
    const columns = stream.columns || USUAL_COLUMNS;
    stream.write(`\r${this.#text.slice(0, columns - 1)}\u001b[K`);
    this.#isShown = true;
    this.#nextAt = elapsedMs() + PAUSE_MS;
  }
}
