import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PortKeeperError, systemCode } from '../../errors.js';
import { withFormerNumbers } from '../../preparation/moved-numbers.js';
import { rootOf } from '../../preparation/root.js';
import { detectPorts } from '../../prepare.js';
import { loadConfig } from '../../project/config/index.js';
import { starterConfig } from '../../project/config/starter.js';
import type { Arguments } from '../arguments/spec.js';
import type { CliCommand } from '../command.js';
import { type Context, printResult } from '../context.js';
import { hookLines, WORKTREE_HOOKS } from '../hooks.js';
import { SCHEMA } from '../json.js';
import { initSystem, SYSTEM_OPTIONS } from './init-system.js';

const NAME = 'portkeeper.yaml';

export const init: CliCommand = {
  name: 'init',
  summary: 'write a first portkeeper.yaml, print set-up for worktree tools, or share a registry',
  operands: '[dir]',
  details: 'Never overwrites, and needs not be run: without the file the same ports are found.',
  options: [
    { flags: '--print', description: 'print the file, and write nothing' },
    { flags: '--hooks', description: 'print what makes worktree tools run portkeeper prepare' },
    ...SYSTEM_OPTIONS,
  ],
  examples: [
    ['portkeeper init', `${NAME} with every port that was found, and where`],
    ['portkeeper init --hooks', 'snippets for git, editors and coding agents'],
    ['sudo portkeeper init --system --group dev', 'the members of dev share one registry'],
  ],
  async run(given, context) {
    const { operands, options } = given;
    const [directory = '.'] = operands;
    refuseMixtures(given);
    if (options.system === true) return initSystem(given, context);
    if (options.hooks === true) printHooks(context);
    else await writeStarter(directory, options.print === true, context);
    return 0;
  },
};

/** It does one of three things: what belongs to another one was meant otherwise. */
function refuseMixtures({ operands, options }: Arguments): void {
  const { system, hooks, print, group } = options;
  if (system !== true && group !== undefined) {
    throw usage('--group says who shares a registry', 'Give --system with it.');
  }
  const others = [hooks && '--hooks', print && '--print', ...operands].filter(Boolean);
  if (system === true && others.length > 0) {
    throw usage(`--system takes no ${others.join(' and no ')}`, 'Give either of them.');
  }
}

function usage(message: string, hint: string): PortKeeperError {
  return new PortKeeperError('USAGE', message, { hint });
}

function printHooks(context: Context): void {
  printResult(
    context,
    () => ({ schema: SCHEMA, hooks: WORKTREE_HOOKS }),
    () => hookLines(WORKTREE_HOOKS),
  );
}

async function writeStarter(directory: string, print: boolean, context: Context): Promise<void> {
  const root = await rootOf(directory);
  const found = await detectPorts({ directory, reporter: context.reporter });
  const text = starterConfig(await withFormerNumbers(found));
  if (print) {
    context.terminal.print(text);
    return;
  }
  const present = await loadConfig(root);
  if (present !== undefined) throw exists(present.path);
  await createNew(join(root, NAME), text);
  printResult(
    context,
    () => ({ schema: SCHEMA, written: NAME }),
    () => [`wrote ${NAME}`],
  );
}

async function createNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') throw exists(NAME);
    const message = `${NAME} cannot be written there`;
    const hint = 'Make the folder writable, or use --print.';
    throw new PortKeeperError('FILE_NOT_EDITABLE', message, { hint, cause });
  }
}

function exists(path: string): PortKeeperError {
  return new PortKeeperError('REFUSED', `This project is configured already, by ${path}`, {
    hint: 'It was left as it is; --print shows what would be written.',
  });
}
