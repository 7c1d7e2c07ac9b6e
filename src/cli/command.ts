import type { CommandSummary } from './arguments/parser.js';
import type { Arguments, CommandSpec } from './arguments/spec.js';
import type { Context } from './context.js';

/** A command: what it takes, and what it does. */
export interface CliCommand extends CommandSpec {
  /** @returns the exit code; nothing means 0. */
  run(given: Arguments, context: Context): Promise<number | undefined>;
}

/** A line in the list of commands; the command itself is loaded when it is wanted. */
export interface CommandEntry extends CommandSummary {
  load(): Promise<CliCommand>;
}
