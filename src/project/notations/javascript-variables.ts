import type { VariablePart } from '../formats/javascript/written.js';
import type { Value } from '../formats/value.js';
import type { Placeholders } from './placeholder.js';

/** `process.env.PORT || 3000`: what the format noted of variables while it read the value. */
export const javascriptVariables: Placeholders = (
  value: Value & { variables?: readonly VariablePart[] },
) => ({
  value,
  placeholders: value.variables ?? [],
});
