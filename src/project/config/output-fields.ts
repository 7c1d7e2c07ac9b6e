import type { JsonObject } from '../writing/change.js';
import { isPathBelow } from '../writing/inside.js';
import { anything, type Field, scalarField } from './field.js';

/** From the root, with forward slashes; where it leads is looked at when it is written. */
export const projectPath: Field<string> = scalarField(
  'a path inside the project',
  { type: 'string' },
  (value) => {
    const path = String(value).replace(/^\.\//, '');
    return isPathBelow(path) ? path : undefined;
  },
);

/** Names and what they stand for, as deep as one likes. */
export const valueMap: Field<JsonObject> = {
  schema: { type: 'object' },
  read(node) {
    if (node.value instanceof Map) return anything.read(node) as JsonObject;
    throw node.fail(
      'Expected a map of names and values',
      `Write map: { url: "http://localhost:\${WEB_PORT}" }.`,
    );
  },
};
