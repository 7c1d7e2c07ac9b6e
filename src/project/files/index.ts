import { commandFileKinds } from './command-files.js';
import { compose } from './compose.js';
import { dotenv } from './dotenv.js';
import { dotnetProject } from './dotnet-project.js';
import type { FileKind } from './file-kind.js';
import { packageJson } from './package-json.js';
import { reportedKinds } from './reported.js';
import { rowKind } from './row-kind.js';
import { dataRows } from './rows/index.js';
import { turbo } from './turbo.js';

const rows: readonly FileKind[] = dataRows.map(rowKind);

/** Every kind of file that states ports. The first that matches a path is its kind. */
export const fileKinds: readonly FileKind[] = [
  compose,
  dotenv,
  packageJson,
  ...rows,
  ...commandFileKinds,
  dotnetProject,
  ...reportedKinds,
  turbo,
];
const withoutRows = fileKinds.filter((kind) => !rows.includes(kind));

/** What no row has, one look tells: most files of a project are of no kind. */
const ofAnyRow = new RegExp(dataRows.map(({ files }) => files.source).join('|'), 'i');

export function kindOf(path: string): FileKind | undefined {
  const kinds = ofAnyRow.test(path) ? fileKinds : withoutRows;
  return kinds.find((kind) => kind.matches(path));
}
