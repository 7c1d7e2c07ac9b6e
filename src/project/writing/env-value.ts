import { PortKeeperError } from '../../errors.js';

/** How a value is written in an env file; the backtick is dotenv's own. */
export type Quote = '' | "'" | '"' | '`';

/** Every reader takes these for themselves, a shell that sources the file included. */
const PLAIN = /^[\w.:/@%+,=-]*$/;
/** Not what a shell would take, but the only form left for what ends with a backslash. */
const PLAIN_IN_FILES = /^[\w.:/@%+,=?&~\\-]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;

/**
 * Writes a value so that dotenv, Node's `parseEnv` and Docker Compose read the very same.
 * - Single quotes: literal for all three; none of them can have a quote or end with a backslash.
 * - Double quotes: all three make a line feed of `\n`; they disagree on every other escape, and
 *   Compose expands `$`.
 * @param preferred the quote that stands there, kept if it can be.
 * @throws {PortKeeperError} USAGE, when no form is read the same by all.
 */
export function formatEnvValue(name: string, value: string, preferred: Quote = ''): string {
  const forms = [preferred, '', "'", '"', 'plain'] as const;
  for (const form of forms) {
    const written = FORMS[form](value);
    if (written !== undefined) return written;
  }
  throw new PortKeeperError(
    'USAGE',
    `The value of ${name} cannot be written so that every reader of the file takes it for the same`,
    { hint: 'It holds a carriage return, or quotes, backslashes and dollar signs together.' },
  );
}

type Form = (value: string) => string | undefined;

const FORMS: Readonly<Record<Quote | 'plain', Form>> = {
  '': (value) => (PLAIN.test(value) ? value : undefined),
  plain: (value) => (PLAIN_IN_FILES.test(value) ? value : undefined),
  // Compose does not know it.
  '`': () => undefined,
  "'": (value) =>
    value.includes("'") || value.endsWith('\\') || CONTROL.test(value) ? undefined : `'${value}'`,
  '"': (value) =>
    /["\\$`]/.test(value) || CONTROL.test(value.replaceAll('\n', ''))
      ? undefined
      : `"${value.replaceAll('\n', '\\n')}"`,
};

/** @throws {PortKeeperError} USAGE, when a name is none that every reader and shell knows. */
export function assertVariableName(name: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return;
  throw new PortKeeperError('USAGE', `${JSON.stringify(name)} is not the name of a variable`, {
    hint: 'Use letters, digits and underscores, and no digit first.',
  });
}

/** @throws {PortKeeperError} USAGE, for the port of a name that there is not, and its like. */
export function assertValue(name: string, value: unknown): void {
  if (typeof value === 'string' || Number.isFinite(value)) return;
  throw new PortKeeperError('USAGE', `The value of ${name} is ${value}`, {
    hint: 'Give a text or a number.',
  });
}
