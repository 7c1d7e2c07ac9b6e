import { PortKeeperError } from '../../errors.js';
import { nameOf } from '../packages.js';

/** Longer patterns, or ones with more alternatives, nobody writes. */
const MAX_PATTERN = 500;
const MAX_ALTERNATIVES = 100;

/** A part of a pattern between two slashes. */
interface Part {
  readonly text: string;
  /** It has a `*` or a `?`. */
  readonly isWild: boolean;
}

/**
 * Whether a path matches a glob: `*` and `?` within a name, `**` across folders, `{a,b}`; a pattern
 * without a slash matches at any depth, one that begins with `/` or `./` only at the root. Without
 * regular expressions, because patterns come from files that strangers write: the time is at worst
 * the product of both lengths.
 */
export function matchesGlob(path: string, pattern: string): boolean {
  return globTest([pattern])(path);
}

/**
 * One glob that a user gives. @throws {PortKeeperError} USAGE for what looks like a list of them,
 * which as one would match nothing.
 */
export function parseGlob(text: string): string {
  if (!text.replace(/\{[^{}]*\}/g, '').includes(',')) return text;
  throw new PortKeeperError('USAGE', `"${text}" looks like several globs`, {
    hint: 'Give each by itself; of a name with a comma in it, write "?" in its place.',
  });
}

export function matchesAny(path: string, patterns: readonly string[]): boolean {
  return globTest(patterns)(path);
}

/**
 * As `matchesAny`, for many paths: the patterns are read once. What one matches that begins with
 * `!` is taken out of what the others match, in whatever order they stand.
 */
export function globTest(patterns: readonly string[]): (path: string) => boolean {
  const without = patterns.filter((pattern) => pattern.startsWith('!'));
  const isIn = plainTest(patterns.filter((pattern) => !pattern.startsWith('!')));
  if (without.length === 0) return isIn;
  const isOut = plainTest(without.map((pattern) => pattern.slice(1)));
  return (path) => isIn(path) && !isOut(path);
}

function plainTest(patterns: readonly string[]): (path: string) => boolean {
  const all = patterns.flatMap(readPattern);
  const ofNames = all.flatMap((parts) => nameAlone(parts) ?? []);
  const ofPaths = all.filter((parts) => nameAlone(parts) === undefined);
  return (path) => {
    const name = nameOf(path);
    if (ofNames.some((part) => matchName(name, part))) return true;
    if (ofPaths.length === 0) return false;
    const names = path.split('/');
    return ofPaths.some((parts) => matchParts(names, parts));
  };
}

/** Of a pattern that asks for nothing but a name, at any depth. */
function nameAlone([first, second, ...more]: readonly Part[]): Part | undefined {
  const isAlone = first?.text === '**' && second?.text !== '**' && more.length === 0;
  return isAlone ? second : undefined;
}

/** Each alternative of a pattern, as parts that lead from the root. */
function readPattern(pattern: string): Part[][] {
  if (pattern === '' || pattern.length > MAX_PATTERN) return [];
  const below = pattern.replace(/^\.?\//, '');
  return alternatives(below).map((each) => {
    const isAnchored = below !== pattern || each.includes('/');
    const parts = isAnchored ? each.split('/') : ['**', each];
    const whole = parts.at(-1) === '' ? [...parts.slice(0, -1), '**'] : parts;
    return whole.map((text) => ({ text, isWild: /[*?]/.test(text) }));
  });
}

/** `a{b,c}` → `ab`, `ac`. */
function alternatives(pattern: string): string[] {
  const open = pattern.indexOf('{');
  const close = pattern.indexOf('}', open);
  if (open === -1 || close === -1) return [pattern];
  const [before, after] = [pattern.slice(0, open), pattern.slice(close + 1)];
  const ends = alternatives(after);
  const middles = pattern.slice(open + 1, close).split(',');
  return middles
    .flatMap((middle) => ends.map((end) => before + middle + end))
    .slice(0, MAX_ALTERNATIVES);
}

const matchParts = (names: readonly string[], parts: readonly Part[]): boolean =>
  matchItems(names, parts, ({ text }) => text === '**', matchName);

const matchName = (name: string, { text, isWild }: Part): boolean =>
  isWild ? matchWild(name, text) : name === text;

const matchWild = (name: string, text: string): boolean =>
  matchItems(
    name.split(''),
    text.split(''),
    (char) => char === '*',
    (char, wanted) => wanted === '?' || char === wanted,
  );

/**
 * Whether items are as a pattern says, in which stars stand for any number of them. The usual walk
 * with one star to return to: it is the last star that has to give.
 */
export function matchItems<P>(
  items: readonly string[],
  pattern: readonly P[],
  isStar: (item: P) => boolean,
  fits: (item: string, wanted: P) => boolean,
): boolean {
  let [at, wanted, star, resume] = [0, 0, -1, 0];
  while (at < items.length) {
    const next = pattern[wanted];
    if (next !== undefined && isStar(next)) [star, resume, wanted] = [wanted, at, wanted + 1];
    else if (next !== undefined && fits(items[at] ?? '', next)) [at, wanted] = [at + 1, wanted + 1];
    else if (star === -1) return false;
    else [resume, wanted, at] = [resume + 1, star + 1, resume + 1];
  }
  return pattern.slice(wanted).every(isStar);
}
