import type { LogicalPort } from '../sites/site.js';

/** What servers of every kind take from their environment for the port that they listen on. */
const TAKEN_BY_ALL = 'PORT';

/** Where the parts of a project are, each described by a manifest of its own. */
export interface Parts {
  /** Their folders; the root is the empty text. */
  readonly folders: ReadonlySet<string>;
  /** The folder of the part that a file belongs to. */
  readonly of: (path: string) => string;
}

/**
 * Variables that one part of the project states for itself, and that the servers of the other parts
 * would take for theirs: set for all programs, they would give two servers one number.
 * @param asked names that the user asked for, who wants to find them.
 * @returns the part's folder, by the variable.
 */
export function findPartVariables(
  ports: readonly LogicalPort[],
  parts: Parts,
  asked: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const sites = ports.flatMap((port) => port.sites);
  const stated = sites.filter(({ variable }) => variable === TAKEN_BY_ALL);
  const [part, ...others] = new Set(stated.map(({ file }) => parts.of(file)));
  if (!part || others.length > 0 || asked.has(TAKEN_BY_ALL)) return new Map();
  const isOutside = (folder: string): boolean => !`${folder}/`.startsWith(`${part}/`);
  return [...parts.folders].some(isOutside) ? new Map([[TAKEN_BY_ALL, part]]) : new Map();
}
