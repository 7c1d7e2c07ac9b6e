/** What no shell takes for anything but itself. */
export const PLAIN = /^[\w./:@%+,-]+$/;

/** Between single quotes a POSIX shell takes every character for itself, but the quote. */
export function quoteForShell(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
