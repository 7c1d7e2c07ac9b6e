import { spawn } from 'node:child_process';
import { PortKeeperError, systemCode } from '../../errors.js';
import type { Environment } from '../../ports/index.js';
import { codeOfSignal, type Signals } from './signals.js';
import { forThisSystem } from './windows.js';

export interface ChildOptions {
  readonly environment: Environment;
  readonly folder: string;
  readonly signals: Signals;
  /** What to do where there is no such command. */
  readonly remedy?: string;
}

/**
 * Runs a command on this process' own stdin, stdout and stderr.
 * @returns its exit code; 128+n when a signal ended it, or came before it could start.
 * @throws {CommandError} when it cannot be started.
 */
export function startChild(words: readonly string[], options: ChildOptions): Promise<number> {
  const { environment, folder, signals, remedy } = options;
  if (signals.pending !== undefined) return Promise.resolve(codeOfSignal(signals.pending));
  const { file, args, verbatim } = forThisSystem(words, environment);
  const child = spawn(file, args, {
    cwd: folder,
    env: environment,
    stdio: 'inherit',
    windowsVerbatimArguments: verbatim,
  });
  signals.passTo((signal) => child.kill(signal));
  return new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(notStarted(words[0] ?? '', error, remedy)));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? (code ?? 1) : codeOfSignal(signal)),
    );
  }).finally(() => signals.passTo(undefined));
}

/** A command that never ran, with the exit code that a shell would give. */
export class CommandError extends PortKeeperError {
  readonly exitCode: number;

  constructor(exitCode: number, message: string, hint: string, cause: unknown) {
    super('NOTHING_FOUND', message, { hint, cause });
    this.exitCode = exitCode;
  }
}

const IS_IT_THERE = 'Is it installed, and spelled so? A program of a package runs with npx.';

function notStarted(name: string, error: Error, remedy = IS_IT_THERE): CommandError {
  if (systemCode(error) === 'ENOENT') {
    return new CommandError(127, `There is no command "${name}"`, remedy, error);
  }
  const hint = 'Look at its permissions: a script needs its x bit.';
  return new CommandError(126, `"${name}" cannot be run: ${error.message}`, hint, error);
}
