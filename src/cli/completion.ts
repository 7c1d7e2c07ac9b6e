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

function optionsOf({ options }: CommandSpec): readonly OptionSpec[] {
  return [...options, ...SHARED_OPTIONS, { flags: '--help', description: 'how it is used' }];
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
    return `    ${command.name}) options="${options}"; ${operands[kindOf(command)](command)} ;;`;
  });
  return `# bash completion for portkeeper
_portkeeper() {
  local current="\${COMP_WORDS[COMP_CWORD]}" options= words= action=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
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
  if (( CURRENT == 2 )); then
    if [[ "$words[2]" == -* ]]; then compadd -- --help --version; else _describe 'command' commands; fi
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _portkeeper ]; then _portkeeper "$@"; else compdef _portkeeper portkeeper; fi
`;
}

function zshOption(option: OptionSpec): string {
  const star = option.repeatable === true ? '*' : '';
  const value = { none: '', required: ':value:_files', optional: '::value:' }[valueKind(option)];
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
  const lines = commands.flatMap((command) => {
    const after = `complete -c portkeeper -n '__fish_seen_subcommand_from ${command.name}'`;
    const options = optionsOf(command).map((option) => {
      const value = valueKind(option) === 'required' ? ' -r -F' : '';
      return `${after} -l ${nameOf(option).slice(2)}${value} -d ${quote(option.description)}`;
    });
    const first = `complete -c portkeeper -n __fish_use_subcommand -f -a ${command.name}`;
    return [
      `${first} -d ${quote(command.summary)}`,
      ...options,
      `${after} ${operands[kindOf(command)](command)}`,
    ];
  });
  const own = ['help', 'version'].map(
    (name) => `complete -c portkeeper -n __fish_use_subcommand -l ${name}`,
  );
  const all = ['complete -c portkeeper -f', ...own, ...lines];
  return `# fish completion for portkeeper\n${all.join('\n')}\n`;
}
