import type { Placeholders } from './placeholder.js';

/** `"env(API_PORT)"`: the whole value is what the variable says. */
export const supabaseVariables: Placeholders = (value) => {
  const variable = /^env\(([A-Za-z_]\w{0,127})\)$/.exec(value.text)?.[1];
  if (variable === undefined) return { value, placeholders: [] };
  const chain = [{ variable, emptyPasses: false }];
  const whole = { from: 0, to: value.text.length, chain, isDefault: false };
  return { value, placeholders: [whole] };
};
