import { type DotenvEntry, scanDotenv } from '../formats/dotenv.js';
import { applyEdits, type Edit } from './edit.js';
import { assertValue, assertVariableName, formatEnvValue } from './env-value.js';
import { notEditable } from './staging.js';
import { type UpdateOptions, type UpdateResult, updateFile } from './update-file.js';

/** Variables to write; a number is written in decimal. */
export type EnvValues = Readonly<Record<string, string | number>>;

/**
 * Merges variables into an env file and keeps every other byte of it: comments, quotes, order,
 * line ends, the missing last newline. A variable that is there changes where it stands, the last
 * one if it is there several times, since that one wins; others are added at the end. A missing
 * file is made. The file is replaced in one step.
 * @throws {PortKeeperError} USAGE for a name or value that cannot be written; FILE_NOT_EDITABLE or
 * REFUSED; then nothing has changed.
 */
export async function writeEnv(
  path: string,
  values: EnvValues,
  options: UpdateOptions = {},
): Promise<UpdateResult> {
  return updateFile(path, (text) => mergeEnv(text, values, path), options);
}

/**
 * The edits that give an env file these variables. Pure.
 * @param path for messages alone.
 * @throws {PortKeeperError} USAGE, as `writeEnv`; FILE_NOT_EDITABLE, when the file is so broken
 * that what is added would be read as part of something else.
 */
export function mergeEnv(text: string, values: EnvValues, path = '.env'): Edit[] {
  const entries = new Map(scanDotenv(text).map((entry) => [entry.key, entry]));
  const edits: Edit[] = [];
  const added: string[] = [];
  for (const [name, given] of Object.entries(values)) {
    assertVariableName(name);
    assertValue(name, given);
    const value = String(given);
    const entry = entries.get(name);
    if (entry === undefined) added.push(`${name}=${formatEnvValue(name, value)}`);
    else if (entry.value.text !== value || entry.tightComment)
      edits.push(change(text, entry, value));
  }
  if (added.length > 0) edits.push(append(text, added));
  edits.sort((a, b) => a.start - b.start);
  assertReadsAs(applyEdits(text, edits), entries, values, path);
  return edits;
}

function change(text: string, entry: DotenvEntry, value: string): Edit {
  const { start, end } = rawSpan(text, entry);
  const written = formatEnvValue(entry.key, value, entry.quote);
  // `3000#x` is 3000 to some readers and all of it to others; with a space it is 3000 to all.
  return { start, end, text: entry.tightComment ? `${written} ` : written };
}

/** The value as it stands in the file, quotes included. */
function rawSpan(text: string, { value, quote }: DotenvEntry): { start: number; end: number } {
  const { offsets } = value;
  if (typeof offsets === 'number') {
    return { start: offsets - quote.length, end: offsets + value.text.length + quote.length };
  }
  const [first, last] = [offsets[0] ?? 0, offsets.at(-1) ?? 0];
  const escaped = text[last] === '\\' && quote === '"' && /[nr]/.test(text[last + 1] ?? '');
  const long = escaped || (text[last] === '\r' && text[last + 1] === '\n');
  return { start: first - quote.length, end: last + (long ? 2 : 1) + quote.length };
}

/** New lines in the manner of the old ones: a file without a last newline stays without. */
function append(text: string, lines: readonly string[]): Edit {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const open = text.replace(/^\uFEFF/, '') !== '' && !/[\r\n]$/.test(text);
  const added = lines.join(eol);
  return { start: text.length, end: text.length, text: open ? eol + added : added + eol };
}

/** An open quote above could swallow what is added below: then the file is not touched. */
function assertReadsAs(
  text: string,
  before: ReadonlyMap<string, DotenvEntry>,
  values: EnvValues,
  path: string,
): void {
  const wanted = new Map<string, string>();
  for (const [key, { value }] of before) wanted.set(key, value.text);
  for (const [key, value] of Object.entries(values)) wanted.set(key, String(value));
  const found = new Map(scanDotenv(text).map(({ key, value }) => [key, value.text]));
  for (const [key, value] of wanted) {
    if (found.get(key) === value && found.size === wanted.size) continue;
    throw notEditable(path, 'cannot be added to without changing how its other lines are read', {
      hint: 'Look for a quote that is never closed',
    });
  }
}
