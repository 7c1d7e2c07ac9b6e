import type { PortNumber } from '../../ports/index.js';
import { positionsIn } from '../formats/position.js';
import { spanOf, type Value } from '../formats/value.js';
import type { Mention } from '../notations/setting.js';
import type { FilePlace, Site } from '../sites/site.js';
import type { SourceFile } from '../writing/source-file.js';
import type { InsertionTraits, SiteTraits } from './site-traits.js';

/** Turns offsets of values into places and sites of one file. */
export class Places {
  readonly #file: SourceFile;
  readonly #kind: string;
  readonly #position: ReturnType<typeof positionsIn>;

  /** @param kind leads the names of the rules. */
  constructor(file: SourceFile, kind: string) {
    this.#file = file;
    this.#kind = kind;
    this.#position = positionsIn(file.text);
  }

  /** A new one each time, to which more may be added: Node 20 is slow to spread it into another. */
  at(offset: number): FilePlace {
    const { line, column } = this.#position(offset);
    return { file: this.#file.path, line, column };
  }

  /** The site that a mention is, or undefined where its digits are written as escapes. */
  siteOf(value: Value, mention: Mention, traits: SiteTraits): Site | undefined {
    const { from, to, port, rule, ...rest } = mention;
    if (mention.insert) return this.#unwritten(value, mention, traits);
    const span = spanOf(value, this.#file.text, from, to);
    if (span === undefined) return undefined;
    const own = { port, rule: `${this.#kind}.${rule}` };
    return Object.assign(this.at(span.start), span, own, rest, traits);
  }

  /** Behind a host that leaves its port out. */
  #unwritten(value: Value, mention: Mention, traits: SiteTraits): Site | undefined {
    const { from, to: _none, port, ...rest } = mention;
    const host = spanOf(value, this.#file.text, from - 1, from);
    return host && this.insertion(host.end, port, { ...rest, ...traits });
  }

  /** A site where nothing stands yet; undefined where the file has the value otherwise. */
  insertionAt(
    value: Value,
    at: number,
    port: PortNumber,
    traits: InsertionTraits,
  ): Site | undefined {
    const whole = spanOf(value, this.#file.text, 0, value.text.length);
    return whole && this.insertion(whole.start + at, port, traits);
  }

  insertion(start: number, port: PortNumber, traits: InsertionTraits): Site {
    const own = { start, end: start, port };
    const rule = `${this.#kind}.${traits.rule}`;
    return Object.assign(this.at(start), own, traits, { rule });
  }
}
