import { Command, CommanderError, Option } from 'commander';
import { PortKeeperError } from '../../errors.js';
import { VERSION } from '../../version.js';
import {
  type Arguments,
  type CommandSpec,
  type OptionSpec,
  optionKey,
  SHARED_OPTIONS,
} from './spec.js';

/** What every command has, and all that the list of commands needs. */
export type CommandSummary = Pick<CommandSpec, 'name' | 'summary' | 'operands'>;

export interface Page {
  readonly width: number;
  print(text: string): void;
}

/**
 * Reads any command line, prints help where that is asked for, and suggests what was meant.
 * @param chosen the command that was named, whole; the others are only listed.
 * @returns undefined when help was printed.
 * @throws {PortKeeperError} USAGE
 */
export function parse(
  words: readonly string[],
  commands: readonly CommandSummary[],
  chosen: CommandSpec | undefined,
  page: Page,
): Arguments | undefined {
  const program = describeProgram(page);
  let result: Arguments | undefined;
  for (const summary of commands) {
    const command = program.command(`${summary.name} ${summary.operands}`.trim());
    command.summary(summary.summary).description(summary.summary);
    if (summary.name !== chosen?.name) continue;
    describeCommand(command, chosen);
    command.action(() => {
      result = { operands: command.args, options: command.optsWithGlobals() };
    });
  }
  try {
    program.parse([...words], { from: 'user' });
    return result;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    throw usageError(error, chosen);
  }
}

function describeProgram({ width, print }: Page): Command {
  const program = new Command('portkeeper');
  program
    .description(
      'Finds the host ports that a project declares, reserves free ones, writes them wherever\n' +
        'the project states them, and puts everything back afterwards.',
    )
    .version(VERSION)
    .usage('<command> [options]')
    .addHelpText('after', OVERVIEW)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: print, writeErr: () => {}, getOutHelpWidth: () => width })
    .helpCommand('help [command]', 'how a command is used')
    .exitOverride();
  for (const option of SHARED_OPTIONS) addOption(program, option);
  return program;
}

function describeCommand(command: Command, spec: CommandSpec): void {
  for (const option of spec.options) addOption(command, option);
  if (spec.usage !== undefined) command.usage(spec.usage);
  if (spec.details !== undefined) command.description(`${spec.summary}\n\n${spec.details}`);
  const lines = spec.examples.map(([line, meaning]) => `  ${line}\n      ${meaning}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

function addOption(command: Command, { flags, description, repeatable }: OptionSpec): void {
  const option = new Option(flags, description);
  if (repeatable === true) {
    option.argParser((value, before: string[] | undefined) => [...(before ?? []), value]);
  }
  command.addOption(option);
  // Left out, an option says nothing: to commander the lack of `--no-hold` would mean `--hold`.
  if (command.getOptionValue(optionKey(flags)) === true) {
    command.setOptionValue(optionKey(flags), undefined);
  }
}

const OVERVIEW = `
Results go to stdout, everything else to stderr. Exit codes:
  0 done   1 check failed, or nothing found   2 usage   3 no free port   4 timed out
  5 registry unusable   6 a file could not be edited, and nothing was   7 refused for safety

Examples:
  portkeeper detect                       every port of this project, and where it is stated
  portkeeper prepare                      reserve ports for this project and write them into it
  portkeeper restore                      put every byte back, and release the ports
  portkeeper run -- npm run dev           all three, around one command
  portkeeper <command> --help             more about a command, with examples`;

/** commander's words as an error of ours: its suggestion becomes the hint. */
function usageError(error: unknown, chosen: CommandSpec | undefined): unknown {
  if (!(error instanceof CommanderError)) return error;
  // Help that was not asked for: options, and no command.
  const said = error.code === 'commander.help' ? 'There is no command' : error.message;
  const [first = '', ...rest] = said.split('\n');
  const suggestion = /\(Did you mean (.*)\?\)/.exec(rest.join(' '))?.[1];
  const help = `portkeeper ${chosen === undefined ? '' : `${chosen.name} `}--help`;
  const flag = /^error: unknown option '(--[\w-]+)=/.exec(first)?.[1];
  const isFlag = [...SHARED_OPTIONS, ...(chosen?.options ?? [])].some(
    ({ flags }) => flags === flag,
  );
  const told = isFlag ? `error: option '${flag}' takes no value` : first;
  const message = told.replace(/^error: /, '').replace(/^./, (letter) => letter.toUpperCase());
  if (error.code === 'commander.missingArgument' && chosen?.words !== undefined) {
    const all = chosen.words.map((word) => `portkeeper ${chosen.name} ${word}`);
    return new PortKeeperError('USAGE', message, { hint: `Write ${all.join(' or ')}.` });
  }
  return new PortKeeperError('USAGE', message.replace(/\.$/, ''), {
    hint:
      suggestion === undefined || isFlag
        ? `See ${help}.`
        : `Did you mean ${suggestion}? See ${help}.`,
  });
}
