import { PortKeeperError } from '../../errors.js';
import type { JsonObject, JsonValue } from '../writing/change.js';
import type { ConfigEntry, ConfigNode } from './node.js';
import { nearest } from './suggest.js';

/** A kind of value: how to read it, and how to tell an editor about it. Both from one place. */
export interface Field<T> {
  /** @throws {PortKeeperError} BAD_CONFIG at the place of what is wrong. */
  read(node: ConfigNode): T;
  readonly schema: JsonObject;
}

/** What `expected a … here` says. */
function wrong(node: ConfigNode, expected: string): PortKeeperError {
  return node.fail(`Expected ${expected}, and found ${describe(node)}`, `Write ${expected}.`);
}

function describe({ value }: ConfigNode): string {
  if (value === null) return 'nothing';
  if (value instanceof Map) return 'a map';
  if (Array.isArray(value)) return 'a list';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/**
 * One value, read by a function that takes text; a number is taken as written.
 * @param parse may throw a USAGE error: it is told with its place.
 */
export function scalarField<T>(
  expected: string,
  schema: JsonObject,
  parse: (value: string | number | boolean) => T | undefined,
): Field<T> {
  return {
    schema,
    read(node) {
      const { value } = node;
      if (value === null || typeof value === 'object') throw wrong(node, expected);
      try {
        const result = parse(value);
        if (result !== undefined) return result;
      } catch (error) {
        if (!(error instanceof PortKeeperError)) throw error;
        throw node.fail(error.message, error.hint ?? `Write ${expected}.`);
      }
      throw wrong(node, expected);
    },
  };
}

export function textField(expected: string, schema: JsonObject = {}): Field<string> {
  return scalarField(expected, { type: 'string', ...schema }, (value) =>
    typeof value === 'string' && value !== '' ? value : undefined,
  );
}

export const flag: Field<boolean> = scalarField('true or false', { type: 'boolean' }, (value) =>
  typeof value === 'boolean' ? value : undefined,
);

export function choice<T extends string>(options: readonly T[]): Field<T> {
  return scalarField(`one of ${options.join(', ')}`, { enum: options }, (value) =>
    options.find((option) => option === value),
  );
}

export function listOf<T>(item: Field<T>): Field<readonly T[]> {
  return {
    schema: { type: 'array', items: item.schema },
    read(node) {
      if (!Array.isArray(node.value)) throw wrong(node, 'a list');
      return (node.value as readonly ConfigNode[]).map((each) => item.read(each));
    },
  };
}

/** A map whose keys are the user's own. */
export function mapOf<T>(read: (entry: ConfigEntry) => T, schema: JsonObject): Field<readonly T[]> {
  return {
    schema: { type: 'object', ...schema },
    read(node) {
      if (!(node.value instanceof Map)) throw wrong(node, 'a map of names');
      return [...(node.value as ReadonlyMap<string, ConfigEntry>).values()].map(read);
    },
  };
}

interface Member<T> {
  readonly field: Field<T>;
  /** For the editor and the reference. */
  readonly description: string;
  readonly required?: boolean;
}

type Members<T> = { readonly [K in keyof T]-?: Member<Exclude<T[K], undefined>> };

/** A map whose keys are known; any other is an error with the nearest one as a suggestion. */
export function objectOf<T extends object>(members: Members<T>): Field<T> {
  const known = Object.entries(members) as [string, Member<unknown>][];
  return {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        known.map(([name, { field, description }]) => [name, { description, ...field.schema }]),
      ),
      ...requiredNames(known),
    },
    read(node) {
      if (!(node.value instanceof Map)) throw wrong(node, 'a map');
      const entries = node.value as ReadonlyMap<string, ConfigEntry>;
      for (const [name, { key }] of entries)
        if (!Object.hasOwn(members, name)) throw unknownKey(key, known);
      const found = known.flatMap(([name, { field, required }]): [string, unknown][] => {
        const entry = entries.get(name);
        if (entry !== undefined) return [[name, field.read(entry.value)]];
        if (required) throw node.fail(`The key "${name}" is missing here`, `Add "${name}:".`);
        return [];
      });
      return Object.fromEntries(found) as T;
    },
  };
}

function requiredNames(known: readonly [string, Member<unknown>][]): JsonObject {
  const required = known.filter(([, member]) => member.required).map(([name]) => name);
  return required.length > 0 ? { required } : {};
}

function unknownKey(key: ConfigNode, known: readonly [string, unknown][]): PortKeeperError {
  const names = known.map(([name]) => name);
  const close = nearest(String(key.value), names);
  return key.fail(
    `There is no key ${describe(key)} here`,
    close === undefined ? `Known are ${names.join(', ')}.` : `Did you mean "${close}"?`,
  );
}

/** Any JSON value, as it is. */
export const anything: Field<JsonValue> = { schema: {}, read: plain };

function plain({ value }: ConfigNode): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (!(value instanceof Map)) return (value as readonly ConfigNode[]).map(plain);
  const entries = [...(value as ReadonlyMap<string, ConfigEntry>)];
  return Object.fromEntries(entries.map(([key, entry]) => [key, plain(entry.value)]));
}
