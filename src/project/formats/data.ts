import type { Value } from './value.js';

/** A part of a document and the keys that lead to it; an index is a key as well. */
export interface DataNode {
  readonly path: readonly string[];
  /** Where it stands in the file. */
  readonly offset: number;
  /** What a scalar says; maps and lists have none. */
  readonly value?: Value;
  /** Another node says what it is otherwise: of `a ? b : c` there are two. */
  readonly isOneOf?: boolean;
  /** Its own key, where that is text of the file. */
  readonly key?: Value;
}

export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** A file as its format reads it: one document or several, each a list of all its parts. */
export interface DataFile {
  readonly documents: readonly (readonly DataNode[])[];
  /** Where it is not what it should be; then there are no documents. */
  readonly fault?: Fault;
}

/** A language whose documents are maps, lists and scalars. */
export interface DataFormat {
  /** For messages: `This is not JSON`. */
  readonly name: string;
  /** How names of its files end, as `endingOf` has it. */
  readonly endings: readonly string[];
  /** It reads less than the language has: what it cannot read may be right all the same. */
  readonly isPartial?: boolean;
  /** Loads the parser, before the first text is read. */
  ready?(): Promise<void>;
  /** Never throws for what the text says. */
  read(text: string): DataFile;
  /** The document for comparison: equal for two texts that mean the same. @throws for a fault. */
  parse(text: string): unknown;
}

/** A fault as a file without documents. */
export function faulty(offset: number, message: string): DataFile {
  return { documents: [], fault: { offset, message } };
}
