import { execFile } from 'node:child_process';
import { type Environment, startFolder } from '../../ports/index.js';

/** The first with `!override` and `!reset`. */
const LEAST = [2, 24, 4] as const;
const PATIENCE_MS = 5_000;

/** Undefined where there is no compose here, or none that answers. */
export interface ComposeVersion {
  readonly text: string;
  readonly isEnough: boolean;
}

/** Asks the compose that is installed, as a plug-in of Docker or by itself. */
export async function composeVersion(
  environment: Environment,
): Promise<ComposeVersion | undefined> {
  const text =
    (await ask('docker', ['compose', 'version', '--short'], environment)) ??
    (await ask('docker-compose', ['version', '--short'], environment));
  const numbers = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(text ?? '');
  if (text === undefined || numbers === null) return undefined;
  return { text, isEnough: isEnough(numbers.slice(1).map(Number)) };
}

function isEnough(numbers: readonly number[]): boolean {
  const different = LEAST.findIndex((least, index) => numbers[index] !== least);
  return different === -1 || (numbers[different] ?? 0) > (LEAST[different] ?? 0);
}

function ask(
  program: string,
  words: readonly string[],
  environment: Environment,
): Promise<string | undefined> {
  const options = { cwd: startFolder(), env: environment, timeout: PATIENCE_MS, windowsHide: true };
  return new Promise((done) => {
    execFile(program, words, options, (error, stdout) => {
      done(error ? undefined : stdout.toString().trim());
    });
  });
}
