import { isTakenByCompose } from '../files/compose/usual-names.js';
import { positionsIn } from '../formats/position.js';
import { offsetAt } from '../formats/value.js';
import { addTo, folderOf, joinPath, nameOf } from '../packages.js';
import type { FilePlace } from '../sites/site.js';
import type { SourceFile } from '../writing/source-file.js';
import { composeCommands, pathsOf } from './commands.js';
import { directoryOf, envFilesOf, filesOf } from './file-flags.js';
import { startsContainers } from './starting-commands.js';

/** What a command has compose read: by `--env-file`, or of another folder, in place of its `.env`. */
export interface CommandEnvFiles extends FilePlace {
  /** The compose files that are run with them, from the root. */
  readonly composeFiles: readonly string[];
  /** From the root, the one that wins first; none where the command names none. */
  readonly envFiles: readonly string[];
}

/**
 * Every `docker compose --env-file …` and `--project-directory …` in the scripts of a project; where there is one, those that
 * start containers without it as well.
 */
export function findCommandEnvFiles(
  sources: ReadonlyMap<string, SourceFile>,
): readonly CommandEnvFiles[] {
  const usual = new Map<string, string[]>();
  for (const path of sources.keys())
    if (isTakenByCompose(nameOf(path))) addTo(usual, folderOf(path), path);
  const commands = [...sources.values()].flatMap((source) => {
    const position = positionsIn(source.text);
    return composeCommands(source).flatMap((command): CommandEnvFiles[] => {
      const { value, at, words, subcommand = '' } = command;
      const named = envFilesFor(words);
      const known = named.filter((path) => !path.includes('$'));
      const isOf = named.length > 0 ? known.length > 0 : startsContainers(subcommand);
      if (!isOf) return [];
      const files = filesOf(words);
      const folders = new Set(pathsOf(source, ['compose.yaml']).map(folderOf));
      const composeFiles =
        files.length > 0
          ? pathsOf(source, files)
          : [...folders].flatMap((folder) => usual.get(folder) ?? []);
      const envFiles = known.reverse().flatMap((path) => pathsOf(source, [path]));
      const place = { file: source.path, ...position(offsetAt(value, at)) };
      return [{ ...place, composeFiles, envFiles }];
    });
  });
  return commands.some(({ envFiles }) => envFiles.length > 0) ? commands : [];
}

/** Without `--env-file` it is the `.env` of the project's folder. */
function envFilesFor(words: readonly string[]): readonly string[] {
  const named = envFilesOf(words);
  const folder = directoryOf(words);
  return named.length > 0 || folder === undefined ? named : [joinPath(folder, '.env')];
}
