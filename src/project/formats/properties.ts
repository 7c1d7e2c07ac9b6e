import type { DataFile, DataFormat, DataNode } from './data.js';
import type { Value } from './value.js';

/** One entry of a `.properties` file. */
interface Property {
  readonly key: Value;
  readonly value: Value;
}

const BLANK = ' \t\f';
const LINE_ENDS = '\n\r';
const SEPARATORS = '=:';
/** Spring: a comment that begins another document. */
const DOCUMENT_LINE = /^[#!]---\s*$/;
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** `.properties` as Java's `Properties.load` and Spring read them; of duplicates the last counts. */
export const properties: DataFormat = {
  name: 'a properties file',
  endings: ['properties'],
  read(text): DataFile {
    const documents = scanProperties(text).map((entries) => [
      ...new Map(entries.map((entry) => [entry.key.text, nodeOf(entry)])).values(),
    ]);
    return { documents };
  },
  parse: (text) =>
    scanProperties(text).map((entries) => entries.map(({ key, value }) => [key.text, value.text])),
};

function nodeOf({ key, value }: Property): DataNode {
  const offset = typeof key.offsets === 'number' ? key.offsets : (key.offsets[0] ?? 0);
  return { path: [key.text], offset, value, key };
}

/** The entries of each document, with the place of every character, in linear time. */
function scanProperties(text: string): Property[][] {
  const documents: Property[][] = [[]];
  const scanner = new Scanner(text);
  while (scanner.skipBlankLines()) {
    const comment = scanner.takeComment();
    if (comment === undefined) documents.at(-1)?.push(scanner.takeProperty());
    else if (DOCUMENT_LINE.test(comment)) documents.push([]);
  }
  return documents;
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith('\uFEFF')) this.#at = 1;
  }

  /** As well as those that go on before they begin. @returns false at the end of the text. */
  skipBlankLines(): boolean {
    do this.#skip(BLANK + LINE_ENDS);
    while (this.#takeJoint());
    return this.#at < this.#text.length;
  }

  takeComment(): string | undefined {
    const start = this.#at;
    if (!this.#isAt('#!')) return undefined;
    while (this.#at < this.#text.length && !this.#isAt(LINE_ENDS)) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  /** The key ends at a space or separator that no backslash precedes; the value with the line. */
  takeProperty(): Property {
    const key = this.#take(BLANK + SEPARATORS);
    this.#skipBlank();
    if (this.#isAt(SEPARATORS)) {
      this.#at += 1;
      this.#skipBlank();
    }
    return { key, value: this.#take('') };
  }

  /** Up to one of some characters or the line's end, with escapes read and lines joined. */
  #take(ends: string): Value {
    const start = this.#at;
    let text = '';
    const offsets: number[] = [];
    while (this.#at < this.#text.length && !this.#isAt(LINE_ENDS + ends)) {
      const at = this.#at;
      const read = this.#takeCharacter();
      text += read;
      if (read !== '') offsets.push(at);
    }
    const isPlain = this.#text.startsWith(text, start);
    return { text, offsets: isPlain ? start : offsets };
  }

  /** @returns nothing for the end of a line that goes on in the next. */
  #takeCharacter(): string {
    const char = this.#text[this.#at] ?? '';
    this.#at += 1;
    if (char !== '\\') return char;
    if (this.#takeLineEnd()) {
      this.#skip(BLANK);
      return '';
    }
    const escaped = this.#text[this.#at] ?? '';
    this.#at += 1;
    const code = escaped === 'u' ? this.#text.slice(this.#at, this.#at + 4) : '';
    if (!/^[0-9A-Fa-f]{4}$/.test(code)) return CONTROLS[escaped] ?? escaped;
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  /** Space, and line ends that a backslash hides. */
  #skipBlank(): void {
    do this.#skip(BLANK);
    while (this.#takeJoint());
  }

  /** A backslash and the line end that it hides. */
  #takeJoint(): boolean {
    const end = this.#text[this.#at + 1];
    if (!this.#isAt('\\') || end === undefined || !LINE_ENDS.includes(end)) return false;
    this.#at += 1;
    return this.#takeLineEnd();
  }

  #takeLineEnd(): boolean {
    if (!this.#isAt(LINE_ENDS)) return false;
    this.#at += this.#text.startsWith('\r\n', this.#at) ? 2 : 1;
    return true;
  }

  #skip(characters: string): void {
    while (this.#isAt(characters)) this.#at += 1;
  }

  #isAt(characters: string): boolean {
    const char = this.#text[this.#at];
    return char !== undefined && characters.includes(char);
  }
}
