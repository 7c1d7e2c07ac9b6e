/** Without the fields that are undefined, which our types tell from absent ones. */
export function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in value) {
    const field = value[key];
    if (field !== undefined) kept[key] = field as Exclude<T[typeof key], undefined>;
  }
  return kept;
}
