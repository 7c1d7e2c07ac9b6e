import { commandFileKinds } from './command-files.js';
import { compose } from './compose.js';
import { dotenv } from './dotenv.js';
import type { FileKind } from './file-kind.js';
import { packageJson } from './package-json.js';
import { reportedKinds } from './reported.js';
import { rowKind } from './row-kind.js';
import { dataRows } from './rows/index.js';

/** Every kind of file that states ports. The first that matches a path is its kind. */
export const fileKinds: readonly FileKind[] = [
  compose,
  dotenv,
  packageJson,
  ...dataRows.map(rowKind),
  ...commandFileKinds,
  ...reportedKinds,
];

export function kindOf(path: string): FileKind | undefined {
  return fileKinds.find((kind) => kind.matches(path));
}
