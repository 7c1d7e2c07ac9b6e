import { messageOf, PortKeeperError } from '../../errors.js';
import { readPortNumber } from '../../ports/index.js';
import type { FileKind } from '../files/file-kind.js';
import { type Inserted, insertedTexts, isInsertion, withoutInserted } from '../sites/inserted.js';
import type { FileChange } from './change.js';
import { applyEdits, inverseEdits } from './edit.js';

/**
 * Proves that a change does what it says and nothing else: it replaces digits by digits or says a
 * port where none was said, undoing it gives the very text, and the file, parsed again, differs in
 * those numbers alone.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, with the file and the line of its first edit.
 */
export function verifyChange(change: FileChange, kind: FileKind): void {
  const fault = textFault(change) ?? documentFault(change, kind);
  if (fault !== undefined) throw notEditable(change, kind, fault);
}

/** Verifies a whole set; the first change that fails refuses them all. */
export function verifyChanges(
  changes: readonly FileChange[],
  kindOf: (path: string) => FileKind | undefined,
): void {
  for (const change of changes) {
    const kind = kindOf(change.path);
    if (kind === undefined) throw new RangeError(`No file kind knows ${change.path}`);
    verifyChange(change, kind);
  }
}

function notEditable(change: FileChange, kind: FileKind, fault: string): PortKeeperError {
  const [first] = change.places;
  return new PortKeeperError(
    'FILE_NOT_EDITABLE',
    `Changing the ports of ${change.path} would change more than them: ${fault}`,
    {
      hint: `Nothing was written. Leave the file out with "ignore:" in portkeeper.yaml, and report this as a fault of the rule "${kind.name}".`,
      place: first
        ? { file: change.path, line: first.line, column: first.column }
        : { file: change.path },
    },
  );
}

function textFault(change: FileChange): string | undefined {
  const { before, edits, after } = change;
  const digits = edits.every(
    (edit) =>
      isInsertion(edit) ||
      (readPortNumber(before.text.slice(edit.start, edit.end)) !== undefined &&
        readPortNumber(edit.text) !== undefined),
  );
  if (!digits) return 'an edit replaces something other than a port number';
  if (applyEdits(before.text, edits) !== after) return 'the new text is not the edited one';
  return applyEdits(after, inverseEdits(before.text, edits)) === before.text
    ? undefined
    : 'undoing it does not give the old text';
}

/** `from>to` → how often. */
type Tally = Map<string, number>;

function documentFault(change: FileChange, kind: FileKind): string | undefined {
  let documents: readonly [unknown, unknown];
  try {
    documents = [kind.parse(change.before.text), kind.parse(change.after)];
  } catch (error) {
    return `it cannot be parsed (${messageOf(error).split('\n')[0]})`;
  }
  const wanted = tallyEdits(change);
  const found: Tally = new Map();
  const comparison = { wanted, found, inserted: insertedTexts(change.edits), seen: new Map() };
  const fault = compare(documents[0], documents[1], comparison, 'document');
  return fault ?? missing(wanted, found);
}

function tallyEdits({ before, edits }: FileChange): Tally {
  const tally: Tally = new Map();
  for (const edit of edits) {
    const key = `${before.text.slice(edit.start, edit.end)}>${edit.text}`;
    count(tally, key, 1);
  }
  return tally;
}

/** More places than edits are no fault: an anchor's number is read wherever its alias stands. */
function missing(wanted: Tally, found: Tally): string | undefined {
  for (const [key, count] of wanted) {
    if ((found.get(key) ?? 0) < count) return `${key.replace('>', ' → ')} has no effect on it`;
  }
  return undefined;
}

interface Comparison {
  readonly wanted: Tally;
  readonly found: Tally;
  /** The texts that the new document has and the old one has not. */
  readonly inserted: readonly Inserted[];
  /** Pairs under comparison or compared: a document may contain itself. */
  readonly seen: Map<object, object>;
}

function compare(a: unknown, b: unknown, into: Comparison, where: string): string | undefined {
  if (typeof a !== typeof b) return `${where} changes its type`;
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    return compareObjects(a, b, into, where);
  }
  if (Object.is(a, b)) return undefined;
  if (typeof a !== 'string' && typeof a !== 'number') return `${where} changes`;
  const after = withoutInserted(String(a), String(b), into.inserted, (text) =>
    count(into.found, `>${text}`, 1),
  );
  return compareDigits(String(a), after, into) ? undefined : `${where} changes`;
}

function count(tally: Tally, key: string, by: number): void {
  if (by > 0) tally.set(key, (tally.get(key) ?? 0) + by);
}

function compareObjects(a: object, b: object, into: Comparison, where: string): string | undefined {
  if (into.seen.get(a) === b) return undefined;
  into.seen.set(a, b);
  const [before, after] = [members(a), members(b)];
  // A file may have a key `constructor`.
  const isSameKind = Object.getPrototypeOf(a) === Object.getPrototypeOf(b);
  if (!isSameKind || before.length !== after.length) {
    return `${where} changes its shape`;
  }
  for (const [index, [key, value]] of before.entries()) {
    const other = after[index];
    if (other === undefined || !Object.is(key, other[0])) return `${where} changes its keys`;
    const fault = compare(value, other[1], into, `${where}.${String(key)}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function members(value: object): [unknown, unknown][] {
  if (value instanceof Map) return [...value.entries()];
  if (value instanceof Set) return [...value].map((item, index) => [index, item]);
  return Object.entries(value);
}

/** Whether two texts differ in digit runs alone, each of them one of the wanted replacements. */
function compareDigits(a: string, b: string, { wanted, found }: Comparison): boolean {
  if (a.replace(/\d+/g, '#') !== b.replace(/\d+/g, '#')) return false;
  const [before, after] = [a.match(/\d+/g) ?? [], b.match(/\d+/g) ?? []];
  return before.every((run, index) => {
    const key = `${run}>${after[index]}`;
    if (run === after[index]) return true;
    count(found, key, 1);
    return wanted.has(key);
  });
}
