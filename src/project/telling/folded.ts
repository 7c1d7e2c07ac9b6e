import type { LeftAlone } from '../sites/site.js';

/** What one file says alike. */
export type OfFile = readonly [LeftAlone, ...LeftAlone[]];
/** What is told with one reason: of a file, or of many. */
export type OfReason = readonly [OfFile, ...OfFile[]];

/** Of more files that say alike, a person reads the reason once. */
const MAX_FILES = 4;

/**
 * What was found and not taken, and why: all of a file that share a reason, but for the name in it,
 * and all files that share it where they are many.
 */
export function foldAlike(leftAlone: readonly LeftAlone[]): OfReason[] {
  const inFiles = groupBy(leftAlone, (each) => `${each.file}\n${withoutNames(each)}`);
  return groupBy(inFiles, ([first]) => withoutSubject(first)).flatMap((files): OfReason[] =>
    files.length > MAX_FILES ? [files] : files.map((each) => [each]),
  );
}

/** `the service "web" has …`: of a name within, there may be something to do about it. */
function withoutSubject(left: LeftAlone): string {
  return withoutNumber(left).replace(/^(the \w+) "[^"]*"/, '$1');
}

function withoutNames(left: LeftAlone): string {
  return withoutNumber(left).replace(/"[^"]*"/g, '""');
}

/** `localhost:3000`, `nothing listens on 3000`: the number is told beside each line. */
function withoutNumber({ reason, port }: LeftAlone): string {
  if (port === undefined) return reason;
  return reason.replace(new RegExp(`(?<![\\w.])${port}(?![\\w.])`, 'g'), '');
}

/** In the order of the first of each. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
