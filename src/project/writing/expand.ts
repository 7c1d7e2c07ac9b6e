import { PortKeeperError } from '../../errors.js';
import type { JsonObject, JsonValue } from './change.js';

/** What `${NAME}` may stand for: the reserved ports, and nothing of the environment. */
export type Variables = Readonly<Record<string, string>>;

const PLACEHOLDER = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^{}]*))?\}/g;
const ALONE = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/;

/**
 * Expands `${NAME}` and `${NAME:-default}`; everything else, a bare `$` included, stays.
 * @param file for messages alone.
 * @throws {PortKeeperError} BAD_CONFIG, when a name is unknown and has no default.
 */
export function expand(text: string, variables: Variables, file: string): string {
  return text.replaceAll(PLACEHOLDER, (_all, name: string, fallback: string | undefined) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    // As a shell's `:-`: the default stands in for what is empty, too.
    const chosen = value || fallback;
    if (chosen === undefined) throw unknown(name, variables, file);
    return chosen;
  });
}

/**
 * Expands every string in a value. A string that is one placeholder and nothing else becomes a
 * number where the variable is one, as a port in JSON should be.
 * @throws as `expand`.
 */
export function expandAll(value: JsonValue, variables: Variables, file: string): JsonValue {
  if (typeof value === 'string') {
    const text = expand(value, variables, file);
    return ALONE.test(value) && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : text;
  }
  if (Array.isArray(value)) return value.map((item) => expandAll(item, variables, file));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, item]) => [key, expandAll(item, variables, file)]));
}

function unknown(name: string, variables: Variables, file: string): PortKeeperError {
  const names = Object.keys(variables);
  return new PortKeeperError(
    'BAD_CONFIG',
    `The output ${file} speaks of \${${name}}, which is no port of this project`,
    {
      hint: `Known are ${names.length > 0 ? names.join(', ') : 'none'}. A default helps: \${${name}:-localhost}.`,
      place: { file },
    },
  );
}
