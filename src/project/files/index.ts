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

/** Those of most files that count. */
const usualKinds: readonly FileKind[] = [compose, dotenv, packageJson];
const otherKinds: readonly FileKind[] = [
  ...dataRows.map(rowKind),
  ...commandFileKinds,
  dotnetProject,
  ...railsKinds,
  ...reportedKinds,
  turbo,
  composeScripts,
];

/** Every kind of file that states ports. The first that matches a path is its kind. */
export const fileKinds: readonly FileKind[] = [...usualKinds, ...otherKinds];

/** The signs of all kinds that files of that ending may be of. */
export function signsOf(ending: string): readonly string[] {
  const kinds = fileKinds.filter(
    ({ endings }) => endings === undefined || endings.includes(ending),
  );
  return kinds.flatMap(({ signs }) => signs ?? []);
}

/** The kinds that a file may be of whose name ends in some way. */
interface Choice {
  readonly usual: readonly FileKind[];
  readonly others: readonly FileKind[];
  /** Most files of a project are of none of the others: one look tells. */
  readonly ofOthers: RegExp;
}

function choiceOf(ending?: string): Choice {
  const fits = ({ endings }: Pick<FileKind, 'endings'>): boolean =>
    endings === undefined || (ending !== undefined && endings.includes(ending));
  const others = otherKinds.filter(fits);
  return { usual: usualKinds.filter(fits), others, ofOthers: ofAny(others) };
}

/** What nothing is said of may be any path. */
function ofAny(kinds: readonly FileKind[]): RegExp {
  const files = kinds.map((kind) => kind.files?.source ?? '');
  return files.length === 0 ? /(?!)/ : new RegExp(files.join('|'), 'i');
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
  const { usual, others, ofOthers } = choiceFor(path);
  const first = (kinds: readonly FileKind[]) => kinds.find((kind) => kind.matches(path));
  return first(usual) ?? (ofOthers.test(path) ? first(others) : undefined);
}
