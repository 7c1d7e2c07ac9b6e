import type { Environment } from '../ports/index.js';
import type { OutputStream, OutputStreams } from './output-stream.js';
import { ProgressLine } from './progress-line.js';

/** Where results go (stdout) and where everything else goes (stderr). */
export class Terminal {
  /** Columns of the screen, or undefined where there is none. */
  readonly width: number | undefined;
  readonly isScreen: boolean;
  /** True once nobody reads the results any more. */
  closed = false;
  /** What kept a result from being written, other than a reader who went away. */
  failure: Error | undefined;
  readonly #streams: OutputStreams;
  readonly #stdout: OutputStream;
  #stderr: OutputStream | undefined;
  readonly #color: boolean;
  readonly #progress: ProgressLine | undefined;
  #printed = false;

  /** @param color false: no colours, whatever the screen can. */
  constructor(streams: OutputStreams, color: boolean, { NO_COLOR, TERM }: Environment) {
    const { stdout } = streams;
    this.#streams = streams;
    this.#stdout = stdout;
    this.isScreen = stdout.isTTY === true;
    this.width = this.isScreen ? stdout.columns : undefined;
    this.#color = color && !NO_COLOR && TERM !== 'dumb' && this.isScreen;
    // Such a screen cannot take a line back.
    this.#progress = TERM === 'dumb' ? undefined : new ProgressLine(() => this.#errors());
    stdout.on('error', (error) => this.#fail(error));
  }

  /** Writes results. */
  print(result: string | Uint8Array): void {
    if (this.closed) return;
    this.#progress?.clear();
    this.#printed = true;
    this.#stdout.write(result);
  }

  /** Writes lines of text for people, the first ones as headings. */
  printLines(lines: readonly string[], headings = 0): void {
    const shown = lines.map(harmless);
    this.print(shown.map((line, at) => `${at < headings ? this.#bold(line) : line}\n`).join(''));
  }

  /** Says something beside the results. */
  say(line: string): void {
    this.#progress?.clear();
    // Indented JSON has lines of its own; a message has none.
    this.#errors().write(`${line.split('\n').map(harmless).join('\n')}\n`);
  }

  /** Tells what a long step is at, where somebody watches; undefined when it is done. */
  progress(text: string | undefined): void {
    this.#progress?.set(text);
  }

  /** Most commands say nothing, and a stream takes time to make. */
  #errors(): OutputStream {
    if (this.#stderr === undefined) {
      this.#stderr = this.#streams.stderr;
      this.#stderr.on('error', () => undefined); // there is nobody left to tell
    }
    return this.#stderr;
  }

  /** Resolves when all that was printed and said is written, or will not be. */
  async flush(): Promise<void> {
    if (!this.closed && this.#printed) await written(this.#stdout);
    if (this.#stderr !== undefined) await written(this.#stderr);
  }

  clear(): void {
    this.print('\u001b[H\u001b[J');
  }

  #bold(text: string): string {
    return this.#color ? `\u001b[1m${text}\u001b[22m` : text;
  }

  #fail(error: NodeJS.ErrnoException): void {
    this.closed = true;
    // `| head -1` has read enough: that is nobody's fault.
    if (error.code !== 'EPIPE') this.failure = error;
  }
}

function written(stream: OutputStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

/** Names come from files of strangers: what could move the cursor or hide a line is not shown. */
export function harmless(text: string): string {
  if (/^[ -~]*$/.test(text)) return text; // sooner than the classes of Unicode
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
