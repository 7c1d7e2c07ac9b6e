import { splitComposeFile } from '../files/compose/file-variable.js';
import { positionsIn } from '../formats/position.js';
import { offsetAt } from '../formats/value.js';
import type { FilePlace } from '../sites/site.js';
import type { SourceFile } from '../writing/source-file.js';
import { type ComposeCommand, composeCommands, type NamedFiles, pathsOf } from './commands.js';
import { filesOf } from './file-flags.js';

/** A command that names its compose files, and so sees no override that COMPOSE_FILE names. */
export interface NamingCommand extends NamedFiles {
  readonly by: '-f' | 'COMPOSE_FILE';
}

/** The commands of a project's scripts that publish ports. */
export interface StartingCommands {
  readonly named: readonly NamingCommand[];
  /** Those that ask the exported COMPOSE_FILE. */
  readonly plain: readonly FilePlace[];
}

/** What makes containers, and so publishes their ports; or what is only known when it runs. */
const STARTS = /^(up|run|create|watch|scale|["']?\$[\s\S]*)$/;
/** `DC = docker compose`, `alias dc="docker compose"`: for others to go on with. */
const ASSIGNED = /[=(]\s*["'(]?$/;
/** What the command's own environment says beats what is exported. */
const OWN_FILES = /(?:^|[\s;&|"'(])COMPOSE_FILE=["']?([^\s"';&|]+)["']?(?:\s+\w+=\S*)*\s+$/;
/** How far before a command its line is looked at. */
const LONGEST = 400;

export function findStartingCommands(sources: Iterable<SourceFile>): StartingCommands {
  const named: NamingCommand[] = [];
  const plain: FilePlace[] = [];
  for (const source of sources) {
    const position = positionsIn(source.text);
    for (const command of composeCommands(source)) {
      const before = lineBefore(command);
      if (/^\s*(#|\/\/)/.test(before) || !isStarting(command, before)) continue;
      const { by, files } = filesFor(command, before);
      const place = { file: source.path, ...position(offsetAt(command.value, command.at)) };
      if (files.length === 0) plain.push(place);
      else named.push({ ...place, by, paths: pathsOf(source, files) });
    }
  }
  return { named, plain };
}

/** Whether a subcommand of compose makes containers, as far as is known. */
export function startsContainers(subcommand: string): boolean {
  return STARTS.test(subcommand);
}

function isStarting({ words, subcommand }: ComposeCommand, before: string): boolean {
  if (subcommand !== undefined) return startsContainers(subcommand);
  return filesOf(words).length > 0 || ASSIGNED.test(before);
}

function filesFor(
  { words }: ComposeCommand,
  before: string,
): Pick<NamingCommand, 'by'> & { readonly files: readonly string[] } {
  const files = filesOf(words);
  if (files.length > 0) return { by: '-f', files };
  const own = OWN_FILES.exec(before)?.[1] ?? '';
  return { by: 'COMPOSE_FILE', files: splitComposeFile(own, undefined) };
}

/** What stands before the command on its line. */
function lineBefore({ value, from }: ComposeCommand): string {
  const text = value.text.slice(Math.max(0, from - LONGEST), from);
  return text.slice(text.lastIndexOf('\n') + 1);
}
