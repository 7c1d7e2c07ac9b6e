/** Longer patterns, or ones with more alternatives, nobody writes. */
const MAX_PATTERN = 500;
const MAX_ALTERNATIVES = 100;

/**
 * Whether a path matches a glob: `*` and `?` within a name, `**` across folders, `{a,b}`; a
 * pattern without a slash matches at any depth, one that begins with `/` or `./` only at the root. Without regular expressions, because patterns come
 * from files that strangers write: the time is at worst the product of both lengths.
 */
export function matchesGlob(path: string, pattern: string): boolean {
  if (pattern === '' || pattern.length > MAX_PATTERN) return false;
  const names = path.split('/');
  const below = pattern.replace(/^\.?\//, '');
  return alternatives(below).some((each) => {
    const isAnchored = below !== pattern || each.includes('/');
    const parts = isAnchored ? each.split('/') : ['**', each];
    return matchParts(names, parts.at(-1) === '' ? [...parts.slice(0, -1), '**'] : parts);
  });
}

export function matchesAny(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesGlob(path, pattern));
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

const matchParts = (names: readonly string[], parts: readonly string[]): boolean =>
  matchItems(names, parts, (part) => part === '**', matchName);

const matchName = (name: string, part: string): boolean =>
  matchItems(
    name.split(''),
    part.split(''),
    (char) => char === '*',
    (char, wanted) => wanted === '?' || char === wanted,
  );

/** The usual walk with one star to return to: it is the last star that has to give. */
function matchItems(
  items: readonly string[],
  pattern: readonly string[],
  isStar: (item: string) => boolean,
  fits: (item: string, wanted: string) => boolean,
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
