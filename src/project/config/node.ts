import { getNodeValue, type Node } from 'jsonc-parser';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { type Place, PortKeeperError } from '../../errors.js';
import { readJson } from '../formats/json.js';
import { positionsIn } from '../formats/position.js';
import { keyText, readYaml, type YamlFile } from '../formats/yaml.js';

/** A value of a configuration file that knows where it stands, whatever the language. */
export interface ConfigNode {
  readonly value: ConfigValue;
  readonly place: Place;
  /** A BAD_CONFIG error at the place of this value. */
  fail(message: string, hint: string): PortKeeperError;
}

export type ConfigValue =
  | string
  | number
  | boolean
  | null
  | readonly ConfigNode[]
  | ReadonlyMap<string, ConfigEntry>;

export interface ConfigEntry {
  /** The key itself, to point at. */
  readonly key: ConfigNode;
  readonly value: ConfigNode;
}

/** No person writes more of it; an alias can. */
const MOST_NODES = 20_000;

/**
 * Reads YAML, or JSON with comments where the name says so.
 * @param path for messages, and for the language.
 * @throws {PortKeeperError} BAD_CONFIG with line and column.
 */
export function parseConfig(path: string, text: string): ConfigNode {
  return /\.json$/i.test(path) ? new Builder(path, text).json() : new Builder(path, text).yaml();
}

/** A property of a JSON file, or undefined where it has none. @throws as `parseConfig`. */
export function parseProperty(path: string, text: string, name: string): ConfigNode | undefined {
  const { value } = new Builder(path, text).json();
  return value instanceof Map ? value.get(name)?.value : undefined;
}

class Builder {
  readonly #path: string;
  readonly #text: string;
  readonly #position: ReturnType<typeof positionsIn>;
  #count = 0;

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
    this.#position = positionsIn(text);
  }

  yaml(): ConfigNode {
    const file = readYaml(this.#text);
    if (file.fault) throw this.#broken(file.fault.offset, file.fault.message);
    return this.#fromYaml(file, file.root, 0);
  }

  json(): ConfigNode {
    const { root, fault } = readJson(this.#text, { comments: true });
    if (fault) throw this.#broken(fault.offset, fault.message);
    return root ? this.#fromJson(root) : this.#node(0, null);
  }

  #fromYaml(file: YamlFile, given: unknown, above: number): ConfigNode {
    const node = file.resolve(given);
    const offset = rangeStart(given) ?? rangeStart(node) ?? above;
    if (node === null && isAlias(given))
      throw this.#broken(offset, `The alias "*${given.source}" stands for nothing above it`);
    if (isSeq(node)) {
      return this.#node(
        offset,
        node.items.map((item) => this.#fromYaml(file, item, offset)),
      );
    }
    if (!isMap(node)) return this.#node(offset, isScalar(node) ? scalar(node.value) : null);
    const entries = node.items.map((pair) => {
      const name = keyText(pair.key) ?? '';
      const key = this.#node(rangeStart(pair.key) ?? offset, name);
      return [name, { key, value: this.#fromYaml(file, pair.value, offset) }] as const;
    });
    return this.#node(offset, new Map(entries));
  }

  #fromJson(node: Node): ConfigNode {
    const { offset, type, children = [] } = node;
    if (type === 'array')
      return this.#node(
        offset,
        children.map((item) => this.#fromJson(item)),
      );
    if (type !== 'object') return this.#node(offset, getNodeValue(node) as ConfigValue);
    const entries = new Map<string, ConfigEntry>();
    for (const { children: pair = [] } of children) {
      const [key, value] = pair;
      if (key === undefined || value === undefined) continue;
      const name = String(key.value);
      if (entries.has(name)) throw this.#broken(key.offset, `The key "${name}" stands twice`);
      entries.set(name, { key: this.#node(key.offset, name), value: this.#fromJson(value) });
    }
    return this.#node(offset, entries);
  }

  #node(offset: number, value: ConfigValue): ConfigNode {
    this.#count += 1;
    if (this.#count > MOST_NODES) throw this.#broken(offset, 'It is too large');
    const place = { file: this.#path, ...this.#position(offset) };
    return { value, place, fail: (message, hint) => badConfig(message, hint, place) };
  }

  #broken(offset: number, what: string): PortKeeperError {
    const line = what.split('\n')[0] ?? what;
    const place = { file: this.#path, ...this.#position(offset) };
    return badConfig(`${this.#path} cannot be read: ${line}`, 'Mend it, or remove it.', place);
  }
}

function badConfig(message: string, hint: string, place: Place): PortKeeperError {
  return new PortKeeperError('BAD_CONFIG', message, { hint, place });
}

function rangeStart(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0];
}

function scalar(value: unknown): ConfigValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null;
}
