import { properties, property, readJson, stringValue } from '../formats/json.js';
import { positionsIn } from '../formats/position.js';
import { offsetAt, plainValue, type Value } from '../formats/value.js';
import { fromFile } from '../packages.js';
import type { FilePlace } from '../site.js';
import type { SourceFile } from '../source-file.js';

/** A command that names its compose files, and so does not ask COMPOSE_FILE. */
export interface NamedFiles extends FilePlace {
  /** From the project's root. */
  readonly paths: readonly string[];
}

const SCRIPTS =
  /(^|\/)(package\.json|(GNU)?[Mm]akefile|[\w.-]+\.mk|\.?[Jj]ustfile|[\w.-]+\.just|[\w.-]+\.(ba)?sh|Procfile(\.[\w-]+)?|[Tt]askfile(\.dist)?\.ya?ml|\.envrc|bin\/[\w-]+)$/;
/** The command, and not the name of a file that begins so. */
const COMMAND = /\bdocker[ -]compose\b(?![\w.-])/g;
/** The command, or an escape of JSON that may be a part of it. */
const MAY_NAME = /compose|\\u/;
const TAKES_WORD =
  /^(-f|-p|--(file|project-name|profile|env-file|project-directory|ansi|progress|parallel))$/;
/** What a command line may hold at most; more is no command of a person. */
const LONGEST = 4096;

/** Every `docker compose -f …` in the scripts of a project. */
export function findNamedFiles(sources: Iterable<SourceFile>): NamedFiles[] {
  const named: NamedFiles[] = [];
  for (const source of sources) {
    const commands = composeCommands(source);
    if (commands.length === 0) continue;
    const position = positionsIn(source.text);
    for (const { value, at, words } of commands) {
      const paths = filesOf(words).map((path) => fromFile(source.path, path));
      if (paths.length === 0) continue;
      named.push({ file: source.path, ...position(offsetAt(value, at)), paths });
    }
  }
  return named;
}

/** A `docker compose` in a script: what follows it, up to the subcommand. */
export interface ComposeCommand {
  readonly value: Value;
  /** Where in the value its words begin. */
  readonly at: number;
  readonly words: readonly string[];
  /** Undefined where the line ends before: `DC = docker compose -f a.yaml`. */
  readonly subcommand: string | undefined;
}

/** Every `docker compose` of a script; of any other file, none. */
export function composeCommands(source: SourceFile): readonly ComposeCommand[] {
  if (!MAY_NAME.test(source.text) || !SCRIPTS.test(source.path)) return NONE;
  return textsOf(source).flatMap((value) =>
    [...value.text.matchAll(COMMAND)].map((match) => {
      const at = match.index + match[0].length;
      return { value, at, ...takeApart(value.text.slice(at, at + LONGEST)) };
    }),
  );
}

const NONE: readonly ComposeCommand[] = [];

function textsOf({ path, text }: SourceFile): Value[] {
  if (!path.endsWith('package.json')) return [plainValue(text, 0, text.length)];
  const { root } = readJson(text);
  const scripts = properties(property(root, 'scripts'));
  return scripts.flatMap(([, node]) => stringValue(text, node) ?? []);
}

/** The flags before the subcommand, which ends them: "logs -f" means something else. */
function takeApart(rest: string): Pick<ComposeCommand, 'words' | 'subcommand'> {
  const [command = ''] = rest.replace(/\\\r?\n/g, ' ').split(/[\r\n;&|#)]/, 1);
  // A quote by itself ends the text that the command stands in: `DC="docker compose"`.
  const words = command.split(/\s+/).filter((word) => !/^["']?$/.test(word));
  const end = words.findIndex(
    (word, index) => !word.startsWith('-') && !TAKES_WORD.test(words[index - 1] ?? ''),
  );
  return end === -1
    ? { words, subcommand: undefined }
    : { words: words.slice(0, end), subcommand: words[end] };
}

/** The files of `-f a`, `-fa`, `--file a` and `--file=a`. */
export function filesOf(words: readonly string[]): string[] {
  const files: string[] = [];
  for (const [index, word] of words.entries()) {
    const [, inline] = /^(?:--file=|-f=?)(.+)$/.exec(word) ?? [];
    const file = inline ?? (word === '-f' || word === '--file' ? words[index + 1] : undefined);
    if (file !== undefined) files.push(file.replace(/^["']|["']$/g, ''));
  }
  return files;
}
