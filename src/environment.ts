import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from './ports/index.js';

/** The variables of this process. The faces hand them in; the inner rooms never look. */
export function processEnvironment(): Environment {
  // biome-ignore lint/nursery/noJsRestrictedProperties: the one place that reads it
  return process.env;
}

/**
 * The program that holds ports, wherever this code was put: beside it in `lib/`, or in the next
 * folder of `dist/`. Undefined where it was left out.
 */
export function holderProgram(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [join(here, 'holder', 'main.js'), join(here, '..', 'holder', 'index.js')];
  return places.find((place) => existsSync(place));
}
