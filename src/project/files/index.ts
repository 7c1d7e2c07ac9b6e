import { endingOf } from '../packages.js';
import { commandFileKinds } from './command-files.js';
import { compose } from './compose/compose.js';
import { composeScripts } from './compose/scripts.js';
import { dotenv } from './dotenv.js';
import { dotnetProject } from './dotnet-project.js';
import type { FileKind } from './file-kind.js';
import { packageJson } from './package-json.js';
import { railsKinds } from './rails.js';
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
  ...railsKinds,
  ...reportedKinds,
  turbo,
  composeScripts,
];

/** The signs of all kinds that have one, as one expression. */
export const anySign = fileKinds.flatMap(({ sign }) => sign ?? []).join('|');

/** The kinds that a file may be of whose name ends in some way. */
interface Choice {
  readonly kinds: readonly FileKind[];
  readonly withoutRows: readonly FileKind[];
  /** What no row has, one look tells: most files of a project are of no kind. */
  readonly ofAnyRow: RegExp;
}

function choiceOf(ending?: string): Choice {
  const fits = ({ endings }: Pick<FileKind, 'endings'>): boolean =>
    endings === undefined || (ending !== undefined && endings.includes(ending));
  const kinds = fileKinds.filter(fits);
  const own = dataRows.filter(({ format }) => fits(format));
  return {
    kinds,
    withoutRows: kinds.filter((kind) => !rows.includes(kind)),
    ofAnyRow: new RegExp(own.map(({ files }) => files.source).join('|') || '(?!)', 'i'),
  };
}

const endings = new Set(fileKinds.flatMap((kind) => kind.endings ?? []));
/** Made for the endings that a project has: undefined stands for those that no kind knows. */
const choices = new Map<string | undefined, Choice>();

function choiceFor(path: string): Choice {
  const ending = endingOf(path);
  const known = endings.has(ending) ? ending : undefined;
  const choice = choices.get(known) ?? choiceOf(known);
  choices.set(known, choice);
  return choice;
}

export function kindOf(path: string): FileKind | undefined {
  const { kinds, withoutRows, ofAnyRow } = choiceFor(path);
  return (ofAnyRow.test(path) ? kinds : withoutRows).find((kind) => kind.matches(path));
}
