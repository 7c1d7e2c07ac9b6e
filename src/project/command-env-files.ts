import { isTakenByCompose } from './compose-projects.js';
import { positionsIn } from './formats/position.js';
import { offsetAt } from './formats/value.js';
import { envFilesOf, filesOf } from './overlay/file-flags.js';
import { composeCommands, pathsOf } from './overlay/named-files.js';
import { folderOf } from './packages.js';
import type { FilePlace } from './site.js';
import type { SourceFile } from './source-file.js';

/** The env files that commands name by `--env-file`, which compose reads in place of its `.env`. */
export interface CommandEnvFiles extends FilePlace {
  /** The compose files that are run with them, from the root. */
  readonly composeFiles: readonly string[];
  /** From the root, the one that wins first. */
  readonly envFiles: readonly string[];
}

/** Every `docker compose --env-file …` in the scripts of a project. */
export function findCommandEnvFiles(
  sources: ReadonlyMap<string, SourceFile>,
): readonly CommandEnvFiles[] {
  const usual = [...sources.keys()].filter((path) =>
    isTakenByCompose(path.slice(path.lastIndexOf('/') + 1)),
  );
  return [...sources.values()].flatMap((source) => {
    const position = positionsIn(source.text);
    return composeCommands(source).flatMap(({ value, at, words }): CommandEnvFiles[] => {
      const named = envFilesOf(words).filter((path) => !path.includes('$'));
      if (named.length === 0) return [];
      const files = filesOf(words);
      const folders = new Set(pathsOf(source, ['compose.yaml']).map(folderOf));
      const composeFiles =
        files.length > 0
          ? pathsOf(source, files)
          : usual.filter((path) => folders.has(folderOf(path)));
      const envFiles = [...named].reverse().flatMap((path) => pathsOf(source, [path]));
      const place = { file: source.path, ...position(offsetAt(value, at)) };
      return [{ ...place, composeFiles, envFiles }];
    });
  });
}
