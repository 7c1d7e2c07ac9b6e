import { toPortName } from '../../ports/index.js';
import type { DataNode } from '../formats/data.js';
import type { ValuePlace } from '../notations/notation.js';
import { addTo } from '../packages.js';
import { looseKey, matchKeys, splitKeys } from './key-path.js';
import type { DataRow, PortPlace, PortRow } from './row.js';

/** A part of a document with its keys as a row's ecosystem reads them. */
export interface KeyedNode extends DataNode {
  /** As they are written. */
  readonly keys: readonly string[];
  /** As they are compared. */
  readonly compared: readonly string[];
}

/** One document of a file, as a row looks at it. */
export class RowDocument {
  readonly nodes: readonly KeyedNode[];
  /** Its path. */
  readonly file: string;
  readonly #separator: DataRow['separator'];
  /** Patterns as they are compared: a few, and asked for at every node. */
  readonly #patterns = new Map<readonly string[], readonly string[]>();
  #byName: ReadonlyMap<string, string> | undefined;
  #byPath: ReadonlyMap<string, string> | undefined;
  #atPath: Map<string, KeyedNode[]> | undefined;

  constructor(file: string, nodes: readonly DataNode[], { separator }: DataRow) {
    this.file = file;
    this.#separator = separator;
    this.nodes = nodes.map((node) => {
      const keys = separator === undefined ? node.path : splitKeys(node.path, separator);
      return { ...node, keys, compared: this.#compared(keys) };
    });
  }

  #compared(keys: readonly string[]): readonly string[] {
    return this.#separator === undefined ? keys : keys.map(looseKey);
  }

  #pattern(at: readonly string[]): readonly string[] {
    const known = this.#patterns.get(at);
    if (known) return known;
    const compared = this.#compared(at);
    this.#patterns.set(at, compared);
    return compared;
  }

  /** What the stars of a pattern stand for at a node, or undefined where it leads elsewhere. */
  match({ keys, compared }: KeyedNode, at: readonly string[]): readonly string[] | undefined {
    return matchKeys(compared, this.#pattern(at))?.map((index) => keys[index] ?? '');
  }

  /** The nodes at a path as it is written: several, where what stands there depends on something. */
  at(path: readonly string[]): readonly KeyedNode[] {
    if (this.#atPath === undefined) {
      this.#atPath = new Map();
      for (const node of this.nodes) addTo(this.#atPath, JSON.stringify(node.keys), node);
    }
    return this.#atPath.get(JSON.stringify(path)) ?? [];
  }

  /** Whether it has something at a path, or below it. */
  has(at: readonly string[]): boolean {
    return this.prefixes(at).length > 0;
  }

  /** Each path that a pattern leads to, also where only what is below it is written. */
  prefixes(at: readonly string[]): { readonly path: readonly string[]; readonly offset: number }[] {
    const found = new Map<string, { path: readonly string[]; offset: number }>();
    const pattern = this.#pattern(at);
    for (const { keys, compared, offset } of this.nodes) {
      if (!matchKeys(compared.slice(0, at.length), pattern)) continue;
      const path = keys.slice(0, at.length);
      const name = JSON.stringify(path);
      if (!found.has(name)) found.set(name, { path, offset });
    }
    return [...found.values()];
  }

  /** For notations, which judge a value by its name and by those beside it. */
  valuePlace({ keys }: KeyedNode, { isVariable }: PortRow): ValuePlace {
    if (!isVariable) {
      return { name: () => nameOf(keys), other: (name) => this.#named().get(name) };
    }
    const siblings = keys.slice(0, -1);
    return {
      name: () => keys.at(-1) ?? '',
      isVariable,
      other: (name) => this.#named().get(nameOf([...siblings, name])),
    };
  }

  #named(): ReadonlyMap<string, string> {
    this.#byName ??= new Map(
      this.nodes.flatMap(({ keys, value }) => (value ? [[nameOf(keys), value.text]] : [])),
    );
    return this.#byName;
  }

  /** The text at a path, if it is one. */
  textAt(path: readonly string[]): string | undefined {
    this.#byPath ??= new Map(
      this.nodes.flatMap(({ compared, value }) =>
        value ? [[JSON.stringify(compared), value.text]] : [],
      ),
    );
    return this.#byPath.get(JSON.stringify(this.#compared(path)));
  }

  /** For the name of a port. */
  portPlace({ keys: path }: KeyedNode, keys: readonly string[], scheme?: string): PortPlace {
    return {
      file: this.file,
      path,
      keys,
      value: (path) => this.textAt(path),
      ...(scheme === undefined ? {} : { scheme }),
    };
  }
}

function nameOf(keys: readonly string[]): string {
  return toPortName(keys.join('_'));
}
