import { offsetAt, type Value } from './value.js';

/** A word as the shell hands it on: without quotes and escapes. */
export interface Word {
  readonly value: Value;
  /** It was quoted and holds a space: a sentence, or a command line of its own. */
  readonly isLine: boolean;
  /** It begins with a quote: `"PORT=1 serve"`, and not `PORT="1 2"`. */
  readonly startsQuoted: boolean;
  /** Neither quotes nor escapes are in it: what is written right after it is a word by itself. */
  readonly isBare: boolean;
}

/** The words between two operators: `a b && c` are two commands. */
export type Command = readonly Word[];

const OPERATORS = new Set(['&', '|', ';', '(', ')', '\n', '`']);

/**
 * Splits a command line for POSIX shells into its commands. Redirections stay words of their own.
 * What only running it would tell (substitutions, functions) is split at its brackets.
 */
export function splitCommands(line: Value): Command[] {
  const reader = new WordReader(line);
  const { text } = line;
  while (reader.at < text.length) {
    const char = text[reader.at] ?? '';
    if (OPERATORS.has(char)) reader.endCommand();
    else if (char === '#' && !reader.inWord) reader.skipLine();
    else if (char === '<' || char === '>') reader.takeRedirection();
    else if (/\s/.test(char)) reader.endWord();
    else if (char === "'" || char === '"') reader.takeQuoted(char);
    else if (char === '\\') reader.takeEscaped();
    else if (char === '$' && text[reader.at + 1] === '{') reader.takeBraced();
    else reader.take();
  }
  reader.endCommand();
  return reader.commands;
}

class WordReader {
  readonly commands: Command[] = [];
  at = 0;
  inWord = false;
  readonly #line: Value;
  #words: Word[] = [];
  #text = '';
  #offsets: number[] = [];
  #quotedSpace = false;
  #startsQuoted = false;
  #isBare = true;

  constructor(line: Value) {
    this.#line = line;
  }

  take(): void {
    this.inWord = true;
    this.#text += this.#line.text[this.at] ?? '';
    this.#offsets.push(offsetAt(this.#line, this.at));
    this.at += 1;
  }

  /** A backslash and a line's end are nothing; before anything else it is dropped. */
  takeEscaped(): void {
    this.#isBare = false;
    this.at += 1;
    if (this.#line.text[this.at] === '\n') this.at += 1;
    else if (this.at < this.#line.text.length) this.take();
  }

  takeQuoted(quote: string): void {
    const { text } = this.#line;
    this.at += 1;
    this.#startsQuoted ||= !this.inWord;
    this.#isBare = false;
    this.inWord = true;
    while (this.at < text.length && text[this.at] !== quote) {
      const escapes =
        quote === '"' && text[this.at] === '\\' && /["\\$`\n]/.test(text[this.at + 1] ?? '');
      if (escapes) this.at += 1;
      this.#quotedSpace ||= /\s/.test(text[this.at] ?? '');
      this.take();
    }
    this.at += 1;
  }

  /** `${…}` is one word, whatever stands in it. */
  takeBraced(): void {
    const { text } = this.#line;
    let depth = 0;
    do {
      if (text.startsWith('${', this.at)) depth += 1;
      else if (text[this.at] === '}') depth -= 1;
      this.take();
    } while (depth > 0 && this.at < text.length);
  }

  /** `2>&1`, `>>file`: the ampersand is not an operator here. */
  takeRedirection(): void {
    this.endWord();
    this.at -= 1;
    do this.take();
    while (/[<>&]/.test(this.#line.text[this.at] ?? ''));
    this.endWord();
    this.at -= 1;
  }

  endWord(): void {
    if (this.inWord) {
      const value = { text: this.#text, offsets: this.#offsets };
      const [isLine, startsQuoted, isBare] = [this.#quotedSpace, this.#startsQuoted, this.#isBare];
      this.#words.push({ value, isLine, startsQuoted, isBare });
    }
    this.#text = '';
    this.#offsets = [];
    this.#quotedSpace = false;
    this.#startsQuoted = false;
    this.#isBare = true;
    this.inWord = false;
    this.at += 1;
  }

  endCommand(): void {
    this.endWord();
    if (this.#words.length > 0) this.commands.push(this.#words);
    this.#words = [];
  }

  skipLine(): void {
    while (this.at < this.#line.text.length && this.#line.text[this.at] !== '\n') this.at += 1;
  }
}
