import { properties, property, readJson, stringValue } from '../formats/json.js';
import { positionsIn } from '../formats/position.js';
import { offsetAt, plainValue, type Value } from '../formats/value.js';
import { fromFile } from '../packages.js';
import type { FilePlace } from '../sites/site.js';
import type { SourceFile } from '../writing/source-file.js';
import { type FileFlags, fileFlags, filesOf, unbroken } from './file-flags.js';

/** A command that names its compose files, and so does not ask COMPOSE_FILE. */
export interface NamedFiles extends FilePlace {
  /** From the project's root. */
  readonly paths: readonly string[];
}

/** Of these a tool says the folder that they run in: their own. */
const IN_OWN_FOLDER =
  /(^|\/)(package\.json|(GNU)?[Mm]akefile|[\w.-]+\.mk|\.?[Jj]ustfile|[\w.-]+\.just|Procfile(\.[\w-]+)?|[Tt]askfile(\.dist)?\.ya?ml|\.envrc)$/;
const SCRIPTS =
  /\.(ba)?sh$|(^|\/)bin\/[\w-]+$|(^|\/)\.github\/workflows\/[^/]+$|^\.gitlab-ci\.yml$/;
/** The command, and not the name of a file that begins so. */
const COMMAND = /\bdocker[ -]compose\b(?![\w.-])/g;
/** The command, or an escape of JSON that may be a part of it. */
const MAY_NAME = /compose|\\u/;
const TAKES_WORD =
  /^(-f|-p|--(file|project-name|profile|env-file|project-directory|ansi|progress|parallel))$/;
/** What a command line may hold at most; more is no command of a person. */
const LONGEST = 4096;

const LONGEST_NAME = 80;

/** Every `docker compose -f …` in the scripts of a project. */
export function findNamedFiles(sources: Iterable<SourceFile>): NamedFiles[] {
  const named: NamedFiles[] = [];
  for (const source of sources) {
    const commands = composeCommands(source);
    if (commands.length === 0) continue;
    const position = positionsIn(source.text);
    for (const { value, at, words } of commands) {
      const paths = pathsOf(source, filesOf(words));
      if (paths.length === 0) continue;
      named.push({ file: source.path, ...position(offsetAt(value, at)), paths });
    }
  }
  return named;
}

/**
 * What files are named, from the root. People start scripts from there or from their folder, or
 * have a variable lead to either: `-f "$ROOT/compose.yaml"`. Of these guesses, one that leads out of
 * the project counts only where all do.
 */
export function pathsOf(source: SourceFile, files: readonly string[]): string[] {
  const starts = startsOf(source);
  const named = files.map(withoutRoot).flatMap((file) => {
    const guesses = starts.map((from) => fromFile(from, file));
    const inside = guesses.filter((guess) => !guess.startsWith('../'));
    return inside.length > 0 ? inside : guesses.slice(0, 1);
  });
  return [...new Set(named)];
}

/** Files in whose folders a script may be started. */
export function startsOf({ path }: SourceFile): readonly string[] {
  return IN_OWN_FOLDER.test(path) ? [path] : [path, ''];
}

/** `$ROOT/compose.yaml`. */
export function withoutRoot(file: string): string {
  return file.replace(/^\$\{?\w+\}?\//, '');
}

/** A `docker compose` in a script: what follows it, up to the subcommand. */
export interface ComposeCommand {
  readonly value: Value;
  /** Where in the value it begins. */
  readonly from: number;
  /** Where in the value its words begin. */
  readonly at: number;
  readonly words: readonly string[];
  /** Undefined where the line ends before: `DC = docker compose -f a.yaml`. */
  readonly subcommand: string | undefined;
}

/** Every `docker compose` of a script; of any other file, none. */
export function composeCommands(source: SourceFile): readonly ComposeCommand[] {
  const { path, text } = source;
  if (!MAY_NAME.test(text) || !(IN_OWN_FOLDER.test(path) || SCRIPTS.test(path))) return NONE;
  const flagsOf = fileFlags(text);
  return textsOf(source).flatMap((value) => {
    const commandsAt = (pattern: RegExp): ComposeCommand[] =>
      [...value.text.matchAll(pattern)].map(({ index, 0: { length } }) => {
        const at = index + length;
        const rest = value.text.slice(at, at + LONGEST);
        return { value, from: index, at, ...takeApart(rest, flagsOf) };
      });
    return withUses(commandsAt(COMMAND), commandsAt);
  });
}

/** `DC = docker compose`, up to the command. */
const ASSIGNED = /(?:^|[\s;])(\w{1,60})[ \t]*[:?]{0,2}=[ \t]*["']?$/;

/** `$(DC) up`, where the command stands in a variable: that says what its assignment leaves open. */
function withUses(
  commands: readonly ComposeCommand[],
  commandsAt: (pattern: RegExp) => ComposeCommand[],
): readonly ComposeCommand[] {
  const names = new Set(commands.flatMap((each) => nameOf(each) ?? []));
  if (names.size === 0) return commands;
  const name = `(?:${[...names].join('|')})`;
  const uses = commandsAt(new RegExp(`"?\\$(?:\\(${name}\\)|\\{${name}\\}|${name}\\b)"?`, 'g'));
  const used = uses.map(({ value, from, at }) => value.text.slice(from, at).replace(/\W/g, ''));
  return [...commands.filter((each) => !used.includes(nameOf(each) ?? '')), ...uses];
}

/** Of an assignment of the command alone: with flags it is the place where more are added. */
function nameOf({ value, from, words, subcommand }: ComposeCommand): string | undefined {
  if (words.length > 0 || subcommand !== undefined) return undefined;
  return ASSIGNED.exec(value.text.slice(Math.max(0, from - LONGEST_NAME), from))?.[1];
}

const NONE: readonly ComposeCommand[] = [];

function textsOf({ path, text }: SourceFile): Value[] {
  if (!path.endsWith('package.json')) return [plainValue(text, 0, text.length)];
  const { root } = readJson(text);
  const scripts = properties(property(root, 'scripts'));
  return scripts.flatMap(([, node]) => stringValue(text, node) ?? []);
}

/** The flags before the subcommand, which ends them: "logs -f" means something else. */
function takeApart(rest: string, flagsOf: FileFlags): Pick<ComposeCommand, 'words' | 'subcommand'> {
  const [command = ''] = unbroken(rest).split(/[\r\n;&|#)]/, 1);
  // A quote by itself ends the text that the command stands in: `DC="docker compose"`.
  const written = command.split(/\s+/).filter((word) => !/^["']?$/.test(word));
  const words = written.flatMap((word) => flagsOf(word) ?? [word]);
  const end = words.findIndex(
    (word, index) => !word.startsWith('-') && !TAKES_WORD.test(words[index - 1] ?? ''),
  );
  return end === -1
    ? { words, subcommand: undefined }
    : { words: words.slice(0, end), subcommand: words[end] };
}
