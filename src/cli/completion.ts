import {
  type CommandSpec,
  nameOf,
  type OptionSpec,
  SHARED_OPTIONS,
  valueKind,
} from './arguments/spec.js';

/** The shells that a script can be written for. */
export const COMPLETIONS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
} as const satisfies Record<string, (commands: readonly CommandSpec[]) => string>;

export type Shell = keyof typeof COMPLETIONS;

/** Asks the program itself: the names of this project's ports, or nothing where it has none. */
const NAMES = "portkeeper env --format dotenv --quiet 2>/dev/null | sed -n 's/=[0-9]*$//p'";

type Kind = 'words' | 'names' | 'folders' | 'files';

function kindOf({ operands, words }: CommandSpec): Kind {
  if (words !== undefined) return 'words';
  if (operands.startsWith('<name')) return 'names';
  return operands.startsWith('[dir') ? 'folders' : 'files';
}

const HELP: OptionSpec = { flags: '--help', description: 'how it is used' };

function optionsOf({ options }: CommandSpec): readonly OptionSpec[] {
  return [...options, ...SHARED_OPTIONS, HELP];
}

/** What may precede a command's name. */
const FIRST: readonly OptionSpec[] = [
  ...SHARED_OPTIONS,
  HELP,
  { flags: '--version', description: 'which one it is' },
];

/** Of these the next word is no command's name. */
const TAKERS = FIRST.filter((option) => valueKind(option) === 'required').map(nameOf);

/** `name) act ;;` for each option of which all values are known. */
function closedSets(command: CommandSpec): string[] {
  return optionsOf(command).flatMap((option) =>
    option.words === undefined ? [] : `${nameOf(option)}) words="${option.words.join(' ')}" ;;`,
  );
}

function bashCompletion(commands: readonly CommandSpec[]): string {
  const operands: Record<Kind, (command: CommandSpec) => string> = {
    words: ({ words = [] }) => `words="${words.join(' ')}"`,
    names: () => `words="$(${NAMES})"`,
    folders: () => 'compopt -o default; action=-d',
    files: () => 'compopt -o default',
  };
  const cases = commands.map((command) => {
    const options = optionsOf(command).map(nameOf).join(' ');
    const operand = operands[kindOf(command)](command);
    const sets = closedSets(command);
    const act =
      sets.length === 0 ? operand : `case "$before" in ${sets.join(' ')} *) ${operand} ;; esac`;
    return `    ${command.name}) options="${options}"; ${act} ;;`;
  });
  return `# bash completion for portkeeper
_portkeeper() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}"
  local at=1 options= words= action=
  COMPREPLY=()
  if [ "$before" = = ]; then before="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  if [ "$current" = = ]; then current=; fi
  while [ "$at" -lt "$COMP_CWORD" ]; do
    case "\${COMP_WORDS[at]}" in
      ${TAKERS.join('|')}) at=$((at + 2)); [ "\${COMP_WORDS[at - 1]}" != = ] || at=$((at + 1)) ;;
      -*) at=$((at + 1)) ;;
      *) break ;;
    esac
  done
  if [ "$at" -gt "$COMP_CWORD" ]; then compopt -o default; return; fi
  if [ "$at" -eq "$COMP_CWORD" ]; then
    options="${FIRST.map(nameOf).join(' ')}"; words="${commands.map(({ name }) => name).join(' ')}"
  else case "\${COMP_WORDS[at]}" in
${cases.join('\n')}
  esac; fi
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen $action -W "$words" -- "$current")) ;;
  esac
}
complete -F _portkeeper portkeeper
`;
}

function zshCompletion(commands: readonly CommandSpec[]): string {
  const operands: Record<Kind, (command: CommandSpec) => string> = {
    words: ({ words = [] }) => `'*:what:(${words.join(' ')})'`,
    // As one word: `_arguments` takes one definition of the operands.
    names: () => `"*:port:($(${NAMES} | tr '\\n' ' '))"`,
    folders: () => "'*:folder:_files -/'",
    files: () => "'*:file:_files'",
  };
  const cases = commands.map((command) => {
    const options = optionsOf(command).map((option) => `'${zshOption(option)}'`);
    const all = [...options, operands[kindOf(command)](command)];
    return `    ${command.name})\n      _arguments ${all.join(' \\\n        ')} ;;`;
  });
  const list = commands.map(({ name, summary }) => `    '${name}:${forZsh(summary)}'`);
  return `#compdef portkeeper
_portkeeper() {
  local -a commands=(
${list.join('\n')}
  )
  local -i at=2
  while (( at < CURRENT )); do
    case "$words[at]" in
      ${TAKERS.join('|')}) (( at += 2 )) ;;
      -*) (( at++ )) ;;
      *) break ;;
    esac
  done
  if (( at > CURRENT )); then _files; return; fi
  if (( at == CURRENT )); then
    if [[ "$words[at]" == -* ]]; then compadd -- ${FIRST.map(nameOf).join(' ')}; else _describe 'command' commands; fi
    return
  fi
  shift $(( at - 1 )) words
  (( CURRENT -= at - 1 ))
  case "$words[1]" in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _portkeeper ]; then _portkeeper "$@"; else compdef _portkeeper portkeeper; fi
`;
}

function zshOption(option: OptionSpec): string {
  const star = option.repeatable === true ? '*' : '';
  const values = option.words === undefined ? '_files' : `(${option.words.join(' ')})`;
  const value = { none: '', required: `:value:${values}`, optional: '::value:' }[valueKind(option)];
  return `${star}${nameOf(option)}[${forZsh(option.description)}]${value}`;
}

/** Within single quotes, and within what `_arguments` reads. */
function forZsh(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", `'\\''`);
}

function fishCompletion(commands: readonly CommandSpec[]): string {
  const quote = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
  const operands: Record<Kind, (command: CommandSpec) => string> = {
    words: ({ words = [] }) => `-f -a ${quote(words.join(' '))}`,
    names: () => `-f -a ${quote(`(${NAMES})`)}`,
    folders: () => "-f -a '(__fish_complete_directories)'",
    files: () => '-F',
  };
  const complete = (option: OptionSpec, where: string) => {
    const values = option.words === undefined ? '-F' : `-f -a ${quote(option.words.join(' '))}`;
    const value = valueKind(option) === 'required' ? ` -r ${values}` : '';
    return `${where} -l ${nameOf(option).slice(2)}${value} -d ${quote(option.description)}`;
  };
  const at = (name: string) => `complete -c portkeeper -n '__portkeeper_is "${name}"'`;
  const lines = commands.flatMap((command) => [
    `${at('')} -f -a ${command.name} -d ${quote(command.summary)}`,
    ...optionsOf(command).map((option) => complete(option, at(command.name))),
    `${at(command.name)} ${operands[kindOf(command)](command)}`,
  ]);
  const first = FIRST.map((option) => complete(option, at('')));
  return `# fish completion for portkeeper
function __portkeeper_is
    set -l words (commandline -opc)
    set -e words[1]
    while string match -q -- '-*' "$words[1]"
        contains -- $words[1] ${TAKERS.join(' ')}; and set -e words[1]
        set -e words[1]
    end
    test "$words[1]" = "$argv[1]"
end
${['complete -c portkeeper -f', ...first, ...lines].join('\n')}
`;
}
