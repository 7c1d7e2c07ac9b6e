import { PortKeeperError } from '../errors.js';
import { formatEnvValue } from '../project/writing/env-value.js';
import { PLAIN, quoteForShell } from '../project/writing/shell-quote.js';

/** How variables are written for each reader. Every value is text to it, whatever stands in it. */
const FORMATS = {
  shell: (name, value) => `export ${name}=${quoteForShell(value)}`,
  fish: (name, value) => `set -gx ${name} ${quoteForFish(value)}`,
  dotenv: (name, value) => `${name}=${formatEnvValue(name, value)}`,
} as const satisfies Record<string, (name: string, value: string) => string>;

export type EnvFormat = keyof typeof FORMATS | 'json';

export const ENV_FORMATS = [...Object.keys(FORMATS), 'json'] as EnvFormat[];

/** @throws {PortKeeperError} USAGE, listing the formats. */
export function parseEnvFormat(text: string): EnvFormat {
  const format = ENV_FORMATS.find((name) => name === text);
  if (format !== undefined) return format;
  throw new PortKeeperError('USAGE', `"${text}" is not a format`, {
    hint: `Use one of ${ENV_FORMATS.join(', ')}.`,
  });
}

/** One line a variable; what a shell could not have, such as `api.port`, is left out for one. */
export function formatVariables(
  variables: Readonly<Record<string, string>>,
  format: keyof typeof FORMATS,
): string[] {
  const entries = Object.entries(variables).filter(([name]) => NAME_FOR[format].test(name));
  return entries.map(([name, value]) => FORMATS[format](name, value));
}

/** A shell ends a script at a name that it cannot export, and evaluates what stands in one. */
const SHELL_NAME = /^[A-Za-z_]\w*$/;
const NAME_FOR = { shell: SHELL_NAME, fish: SHELL_NAME, dotenv: /^[A-Za-z_][\w.-]*$/ };

/** There a backslash escapes a quote and itself. */
function quoteForFish(value: string): string {
  return PLAIN.test(value)
    ? value
    : `'${value.replace(/['\\]/g, (character) => `\\${character}`)}'`;
}
