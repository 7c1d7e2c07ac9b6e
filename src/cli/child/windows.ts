import { existsSync } from 'node:fs';
import { delimiter, extname, join } from 'node:path';
import type { Environment } from '../../ports/index.js';

/** What is handed to `spawn`. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  /** The arguments are quoted already. */
  readonly verbatim: boolean;
}

/** Windows starts `.cmd` and `.bat` files, which npm and npx are, through its shell alone. */
export function forThisSystem(
  [file = '', ...args]: readonly string[],
  environment: Environment,
): Invocation {
  const plain = { file, args, verbatim: false };
  if (process.platform !== 'win32') return plain;
  const found = findOnPath(file, environment) ?? file;
  return /^\.(cmd|bat)$/i.test(extname(found)) ? throughShell(found, args, environment) : plain;
}

export function throughShell(
  file: string,
  args: readonly string[],
  environment: Environment,
): Invocation {
  const line = [escapeForShell(`"${file}"`), ...args.map(quoteForShell)].join(' ');
  return {
    file: environment.ComSpec ?? environment.COMSPEC ?? 'cmd.exe',
    args: ['/d', '/s', '/c', `"${line}"`],
    verbatim: true,
  };
}

/** Quoted for the program, by the rules of CommandLineToArgvW; then for the shell before it. */
function quoteForShell(arg: string): string {
  const quoted = arg.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1');
  return escapeForShell(`"${quoted}"`);
}

function escapeForShell(text: string): string {
  return text.replace(/[()[\]%!^"`<>&|;, *?]/g, '^$&');
}

function findOnPath(file: string, environment: Environment): string | undefined {
  const endings = (environment.PATHEXT ?? '.COM;.EXE;.BAT;.CMD').split(';');
  const names = extname(file) === '' ? endings.map((ending) => file + ending) : [file];
  const path = environment.PATH ?? environment.Path ?? '';
  const folders = /[\\/]/.test(file) ? [''] : path.split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
}
