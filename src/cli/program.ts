import { PortKeeperError } from '../errors.js';
import type { Environment } from '../ports/index.js';
import { readQuickly } from './arguments/quick.js';
import type { Arguments } from './arguments/spec.js';
import { splitWords, type Words } from './arguments/words.js';
import type { CliCommand } from './command.js';
import { COMMANDS } from './commands/index.js';
import { createContext, type OutputStyle, outputStyle, toJson } from './context.js';
import { asFailure, exitCodeOf, failureJson, failureLines, traceOf } from './failure.js';
import type { OutputStreams } from './output-stream.js';
import { Terminal } from './terminal.js';

export interface Surroundings extends OutputStreams {
  readonly environment: Environment;
}

/** Runs one command line. @returns the exit code */
export async function runProgram(
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const words = splitWords(argv);
  const style = outputStyle(words.rest);
  const terminal = new Terminal(surroundings, style.color, surroundings.environment);
  try {
    const code = await runCommand(words, style, terminal, surroundings.environment);
    await terminal.flush();
    if (terminal.failure !== undefined) throw unwritten(terminal.failure);
    return code;
  } catch (error) {
    const failure = asFailure(error);
    tellFailure(failure, style, terminal);
    return exitCodeOf(failure);
  }
}

async function runCommand(
  words: Words,
  style: OutputStyle,
  terminal: Terminal,
  environment: Environment,
): Promise<number> {
  const { name, rest } = words.name === 'help' ? askForHelp(words) : words;
  const command = await COMMANDS.find((entry) => entry.name === name)?.load();
  const takesCommand = command?.usage?.includes('--') === true;
  const behind = takesCommand || words.behind === undefined ? [] : ['--', ...words.behind];
  const given = await readArguments(command, name, [...rest, ...behind], terminal);
  if (given === undefined) return 0;
  const context = { environment, terminal, style, command: words.behind };
  return (await command?.run(given, createContext(given, context))) ?? 0;
}

function askForHelp({ rest: [name, ...others] }: Words): Pick<Words, 'name' | 'rest'> {
  return { name, rest: ['--help', ...others] };
}

/** Undefined when help or the version was asked for, and printed. */
async function readArguments(
  command: CliCommand | undefined,
  name: string | undefined,
  rest: readonly string[],
  terminal: Terminal,
): Promise<Arguments | undefined> {
  const quick = command && readQuickly(command, rest);
  if (quick !== undefined) return quick;
  const { parse } = await import(/* webpackMode: "eager" */ './arguments/parser.js');
  // Of a command that there is not, no help is to be had either.
  const known = command === undefined ? [] : rest;
  const words = name === undefined ? rest : [name, ...known];
  const page = { width: terminal.width ?? 100, print: (text: string) => terminal.print(text) };
  return parse(words.length === 0 ? ['--help'] : words, COMMANDS, command, page);
}

function tellFailure(failure: PortKeeperError, style: OutputStyle, terminal: Terminal): void {
  if (style.json) terminal.say(toJson(failureJson(failure), style.pretty));
  else for (const line of failureLines(failure)) terminal.say(line);
  if (style.debug) for (const line of traceOf(failure)) terminal.say(line);
}

function unwritten(cause: Error): PortKeeperError {
  return new PortKeeperError('INTERNAL', `The result could not be written: ${cause.message}`, {
    hint: 'Look at where the output goes: what was to be done is done.',
    cause,
  });
}
