import type { Value } from './value.js';

/** How many characters an escape takes that begins so; all others take two. */
const ESCAPE_LENGTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/**
 * Where the characters of a text between double quotes stand in the file, for YAML and TOML; an
 * escape stands where it begins. Only of one line: undefined where it runs over several.
 * @param inner the text as the file has it.
 * @param text what it says.
 */
export function escapedOffsets(inner: Value, text: string): number[] | undefined {
  const offsets: number[] = [];
  const source = inner.text;
  if (/[\r\n]/.test(source)) return undefined;
  for (let at = 0; at < source.length; ) {
    offsets.push((inner.offsets as number) + at);
    const escaped = source[at] === '\\' ? (source[at + 1] ?? '') : undefined;
    // A character beyond the first plane is two units in the text, and ten in the file.
    if (escaped === 'U' && offsets.length < text.length) return undefined;
    at += escaped === undefined ? 1 : (ESCAPE_LENGTHS[escaped] ?? 2);
  }
  return offsets.length === text.length ? offsets : undefined;
}

/** What ends a line and, in TOML, all white space behind a `\\` at its end. */
const CONTINUED = /\\[ \t]*\r?\n\s*/y;

/**
 * The same of a text of several lines in TOML, whose first break does not count.
 * @param isLiteral no `\` means anything in it.
 */
export function linesOffsets(inner: Value, text: string, isLiteral: boolean): number[] | undefined {
  const offsets: number[] = [];
  const source = inner.text;
  for (let at = /^\r?\n/.exec(source)?.[0].length ?? 0; at < source.length; ) {
    const isEscape = !isLiteral && source[at] === '\\';
    CONTINUED.lastIndex = at;
    const skipped = isEscape ? CONTINUED.exec(source)?.[0].length : undefined;
    if (skipped === undefined) {
      if (!isEscape && source[at] !== text[offsets.length]) return undefined;
      offsets.push((inner.offsets as number) + at);
    }
    at += skipped ?? (isEscape ? (ESCAPE_LENGTHS[source[at + 1] ?? ''] ?? 2) : 1);
  }
  return offsets.length === text.length ? offsets : undefined;
}
