import { compose } from './compose.js';
import { dotenv } from './dotenv.js';
import type { FileKind } from './file-kind.js';
import { packageJson } from './package-json.js';

/** Every kind of file that states ports. The first that matches a path is its kind. */
export const fileKinds: readonly FileKind[] = [compose, dotenv, packageJson];

export function kindOf(path: string): FileKind | undefined {
  return fileKinds.find((kind) => kind.matches(path));
}
