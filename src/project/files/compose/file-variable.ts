/** What separates the paths in COMPOSE_FILE where COMPOSE_PATH_SEPARATOR does not say. */
export const USUAL_SEPARATOR = process.platform === 'win32' ? ';' : ':';

const SEPARATORS = [USUAL_SEPARATOR, ';', '|', ',', '\n'];

/** The paths that a value of COMPOSE_FILE names. */
export function splitComposeFile(value: string, separator: string | undefined): string[] {
  return value.split(separator || USUAL_SEPARATOR).filter((path) => path !== '');
}

/** Paths as one value, with a separator that none of them holds: the one in use if it can be. */
export function joinComposeFile(
  paths: readonly string[],
  inUse: string | undefined,
): { readonly value: string; readonly separator: string } {
  const isFree = (separator: string): boolean => !paths.some((path) => path.includes(separator));
  const separator = [inUse || USUAL_SEPARATOR, ...SEPARATORS].find(isFree) ?? '\0';
  return { value: paths.join(separator), separator };
}
