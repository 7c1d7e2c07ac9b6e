import type { FileRow } from '../config/config.js';
import { matchesGlob } from '../discovery/glob.js';
import type { Findings } from '../sites/findings.js';
import type { FileKind } from './file-kind.js';
import { kindOf } from './index.js';
import { atKind } from './own-at.js';
import { patternKind } from './own-pattern.js';

/** Finds the kind of a path, or undefined where it states no ports. */
export type KindLookup = (path: string) => FileKind | undefined;

/**
 * The kinds of file that stand in the product, and the user's own rows beside them. A file of both
 * is read by both; where they find the same digits, the row decides.
 * @throws {PortKeeperError} BAD_CONFIG, for a pattern that is no regular expression.
 */
export async function kindLookup(rows: readonly FileRow[]): Promise<KindLookup> {
  if (rows.length === 0) return kindOf;
  const own = await Promise.all(
    rows.map(async (row) => ({
      row,
      kindOf: await ownKind(row),
    })),
  );
  return (path) => {
    const matching = own.filter(({ row }) => isNamed(path, row));
    const base = kindOf(path);
    const kinds = [...matching.map((each) => each.kindOf(path)), ...(base ? [base] : [])];
    return kinds.length < 2 ? kinds[0] : combine(kinds);
  };
}

/** What a row makes of each file that it names. */
async function ownKind(row: FileRow): Promise<(path: string) => FileKind> {
  if (row.pattern === undefined) return (path) => atKind(row, path);
  const kind = await patternKind(row, row.pattern);
  return () => kind;
}

/** A row names files from the root; in other globs a name without a slash is one of any depth. */
function isNamed(path: string, row: FileRow): boolean {
  const atTop = row.path.includes('/') || !path.includes('/');
  return atTop && matchesGlob(path, row.path);
}

/** The rows that name none of some files. */
export function rowsOfNone(rows: readonly FileRow[], paths: Iterable<string>): FileRow[] {
  const all = [...paths];
  return rows.filter((row) => !all.some((path) => isNamed(path, row)));
}

function combine(kinds: readonly FileKind[]): FileKind {
  return {
    name: kinds.map(({ name }) => name).join('+'),
    matches: (path) => kinds.some((kind) => kind.matches(path)),
    ready: async () => {
      await Promise.all(kinds.map((kind) => kind.ready?.()));
    },
    find: (file) => kinds.map((kind) => kind.find(file)).reduceRight(join),
    parse: (text) => kinds.map((kind) => kind.parse(text)),
  };
}

/** @param below what was found so far, by rows that come later and by the product. */
function join(below: Findings, own: Findings): Findings {
  const taken = new Set(own.sites.map(({ start }) => start));
  const line = new Set(own.sites.map((site) => `${site.line}:${site.column}`));
  return {
    ...below,
    sites: [...own.sites, ...below.sites.filter(({ start }) => !taken.has(start))],
    leftAlone: [
      ...own.leftAlone,
      ...below.leftAlone.filter((left) => !line.has(`${left.line}:${left.column}`)),
    ],
    definitions: below.definitions.filter(({ site }) => !site || !taken.has(site.start)),
    readings: below.readings.filter(({ fallback }) => !fallback || !taken.has(fallback.start)),
    problems: [...own.problems, ...below.problems],
  };
}
