/** Keys that may be written together, as `server.port`, each by itself. */
export function splitKeys(path: readonly string[], separator: string): readonly string[] {
  const indexed = path.map((key) => key.replace(/\[(\d+)\]/g, `${separator}$1`));
  return indexed.join(separator).split(separator);
}

/** A key as those compare it who bind settings to code: `bootstrapServers`, `bootstrap-servers`. */
export function looseKey(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase();
}

/**
 * Which keys of a path the stars of a pattern stand for, or undefined where it leads elsewhere.
 * @param pattern `*` is any one key; `**` before all others is any number of them.
 */
export function matchKeys(
  path: readonly string[],
  pattern: readonly string[],
): readonly number[] | undefined {
  const isOpen = pattern[0] === '**';
  const wanted = isOpen ? pattern.slice(1) : pattern;
  const start = path.length - wanted.length;
  if (start < 0 || (!isOpen && start > 0)) return undefined;
  const stars: number[] = [];
  for (const [index, key] of wanted.entries()) {
    if (key === '*') stars.push(start + index);
    else if (key !== path[start + index]) return undefined;
  }
  return stars;
}
