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

const OPERATORS = new Set(['&', '|', ';', '\n']);

/**
 * Splits a command line for POSIX shells into its commands. Redirections stay words of their own.
 * The commands of a substitution come before the one that it is a word of.
 */
export function splitCommands(line: Value): Command[] {
  const reader = new WordReader(line);
  const { text } = line;
  while (reader.at < text.length) {
    const char = text[reader.at] ?? '';
    if (OPERATORS.has(char)) reader.endCommand();
    else if (char === '(' || char === ')' || char === '`') reader.takeBracket(char);
    else if (char === '#' && !reader.inWord) reader.skipLine();
    else if (char === '<' || char === '>') reader.takeRedirection();
    else if (/\s/.test(char)) reader.endWord();
    else if (char === "'" || char === '"') reader.takeQuoted(char);
    else if (char === '\\') reader.takeEscaped();
    else if (char === '$' && text[reader.at + 1] === '{') reader.takeBraced();
    else reader.take();
  }
  return reader.end();
}

/** A command that waits for what is in its brackets, or backquotes. */
interface Outer {
  readonly words: Word[];
  readonly text: string;
  readonly offsets: number[];
  readonly startsQuoted: boolean;
  readonly isBare: boolean;
}

const DIALLED = /\([\w.:[\]-]{1,300}\)/y;

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
  /** By bracket that is open; nothing for one that groups commands. */
  readonly #open: { readonly closes: string; readonly outer?: Outer }[] = [];

  constructor(line: Value) {
    this.#line = line;
  }

  take(): void {
    this.inWord = true;
    this.#text += this.#line.text[this.at] ?? '';
    this.#offsets.push(offsetAt(this.#line, this.at));
    this.at += 1;
  }

  /** `( … )` groups commands; `$( … )` and backquotes are part of a word, whatever stands in them. */
  takeBracket(char: string): void {
    const length = char === '(' && this.inWord ? this.#dialled() : 0;
    if (length > 0) {
      for (const end = this.at + length; this.at < end; ) this.take();
      return;
    }
    const isDollar = this.inWord && this.#text.endsWith('$');
    const isClosing = this.#open.at(-1)?.closes === char;
    if (isClosing) this.#close();
    else if (char === '`' || (char === '(' && isDollar)) this.#enter(char);
    else {
      if (char === '(') this.#open.push({ closes: ')' });
      this.endCommand();
    }
  }

  /** `root@tcp(localhost:3306)/db`, which no shell takes, within a quoted command that is split at blanks. */
  #dialled(): number {
    if (!/@(?:tcp[46]?)?$/.test(this.#text)) return 0;
    DIALLED.lastIndex = this.at;
    return DIALLED.exec(this.#line.text)?.[0].length ?? 0;
  }

  #enter(char: string): void {
    const [startsQuoted, isBare] = [this.#startsQuoted, this.#isBare];
    this.take();
    const [words, text, offsets] = [this.#words, this.#text, this.#offsets];
    const outer = { words, text, offsets, startsQuoted, isBare };
    this.#open.push({ closes: char === '`' ? char : ')', outer });
    this.#words = [];
    this.#startWord();
  }

  #close(): void {
    const { outer } = this.#open.pop() ?? {};
    this.endCommand();
    if (outer === undefined) return;
    this.#resume(outer);
    this.at -= 1;
    this.take();
  }

  #resume({ words, text, offsets, startsQuoted, isBare }: Outer): void {
    this.#words = words;
    this.#text = text;
    this.#offsets = offsets;
    this.#startsQuoted = startsQuoted;
    this.#isBare = isBare;
    this.inWord = true;
  }

  /** What is not closed ends with the line. */
  end(): Command[] {
    this.endCommand();
    for (let open = this.#open.pop(); open; open = this.#open.pop()) {
      if (open.outer) this.#resume(open.outer);
      this.endCommand();
    }
    return this.commands;
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
    this.#startWord();
    this.at += 1;
  }

  #startWord(): void {
    this.#text = '';
    this.#offsets = [];
    this.#quotedSpace = false;
    this.#startsQuoted = false;
    this.#isBare = true;
    this.inWord = false;
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
