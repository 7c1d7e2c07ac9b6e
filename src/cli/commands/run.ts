import { PortKeeperError } from '../../errors.js';
import { type Prepared, prepareProject } from '../../prepare.js';
import { type PortRegistry, processOwner } from '../../registry/index.js';
import { restoreProject } from '../../restore.js';
import type { Arguments } from '../arguments/spec.js';
import { keepRenewed } from '../child/renewal.js';
import { Signals } from '../child/signals.js';
import { startChild } from '../child/start.js';
import { fillIn } from '../child/words.js';
import type { CliCommand } from '../command.js';
import type { Context } from '../context.js';
import { asFailure, exitCodeOf, failureLines } from '../failure.js';
import { movedLines } from '../moved.js';
import { PROJECT_OPTIONS, readProjectOptions } from '../project-options.js';
import { tellRestored } from './restore.js';

export const run: CliCommand = {
  name: 'run',
  summary: 'prepare, run a command, and restore when it ends',
  // Only one of them is right: a command whose -- was forgotten is told so.
  operands: '[dir...]',
  usage: '[options] [dir] -- <command...>',
  details:
    "The command runs in the project's folder, with every port in its environment; {NAME} in its\n" +
    'arguments becomes that port, {PORT} the only or the first one. Its exit code is passed on,\n' +
    'and 128+n for a signal; 127 where there is no such command. The ports are others each time,\n' +
    'but with --strategy stable, and in a project that is prepared, which keeps its own.',
  options: PROJECT_OPTIONS,
  examples: [
    ['portkeeper run -- npm run dev', 'on ports of its own, for as long as it runs'],
    ['portkeeper run apps/shop -- docker compose up', 'the same in another folder'],
    ['portkeeper run -- vite --port {WEB_PORT} --strictPort', 'a port as an argument'],
    ['portkeeper run --ports API_PORT --no-detect -- ./serve {PORT}', 'without looking for any'],
  ],
  async run(given, context) {
    const command = readCommand(given, context);
    // From here on a signal does not end this process before the files are put back.
    const signals = new Signals();
    try {
      const registry = await context.openRegistry();
      const prepared = await prepareFor(given, registry, context);
      return await useThem(prepared, command, { registry, signals, context });
    } finally {
      signals.close();
    }
  },
};

function readCommand({ operands }: Arguments, { command }: Context): readonly string[] {
  const isGiven = command !== undefined && (command[0] ?? '') !== '';
  if (isGiven && operands.length <= 1) return command;
  const [message, rest] = !isGiven
    ? ['There is no command to run', operands]
    : [`There can be one folder, and not ${operands.join(' ')}`, command];
  throw new PortKeeperError('USAGE', message, {
    hint: `Put the command behind --, as in: portkeeper run -- ${rest.join(' ') || 'npm run dev'}`,
  });
}

async function prepareFor(
  given: Arguments,
  registry: PortRegistry,
  { environment, reporter }: Context,
): Promise<Prepared> {
  const [directory = '.'] = given.operands;
  const owner = processOwner(process.pid, 'portkeeper run');
  const options = { directory, registry, environment, reporter, owner, reuse: true };
  const prepared = await prepareProject({ ...readProjectOptions(given), ...options });
  if (Object.keys(prepared.ports).length === 0) {
    reporter.warn(`No host port was found in ${directory}: the command runs as it is`);
  }
  for (const line of movedLines(prepared)) reporter.info(line);
  for (const { name, reason } of prepared.exports.withheld) {
    reporter.warn(`${name} is not set for the command: ${reason}`);
  }
  return prepared;
}

interface Surroundings {
  readonly registry: PortRegistry;
  readonly signals: Signals;
  readonly context: Context;
}

/** Runs the command; whatever becomes of it, the project is put back. */
async function useThem(
  prepared: Prepared,
  command: readonly string[],
  { registry, signals, context }: Surroundings,
): Promise<number> {
  const renewal = await keepRenewed(prepared, registry, context.reporter);
  let code = 1;
  try {
    code = await startChild(fillIn(command, prepared.ports), {
      environment: environmentFor(prepared, context),
      folder: prepared.detection.root,
      signals,
    });
  } finally {
    renewal.stop();
    const failed = await putBack(prepared, registry, context);
    if (code === 0) code = failed;
  }
  return code;
}

function environmentFor({ exports, composeVariables }: Prepared, { environment }: Context) {
  return { ...environment, ...exports.variables, ...composeVariables };
}

/** A project that was prepared before stays so. @returns the exit code of what went wrong, or 0 */
async function putBack(
  prepared: Prepared,
  registry: PortRegistry,
  context: Context,
): Promise<number> {
  const { preparation, id, reused, changes, overlays, detection } = prepared;
  if (reused || (id === undefined && changes.length + overlays.length === 0)) return 0;
  const { environment, reporter } = context;
  try {
    const options = { directory: detection.root, environment, reporter, preparation };
    tellRestored(await restoreProject(options), context);
    // A restore by hand meanwhile left the ports to this run.
    if (id !== undefined) await registry.release([id]);
    return 0;
  } catch (error) {
    // The command's own code is the result: this is said beside it.
    const failure = asFailure(error);
    for (const line of failureLines(failure)) context.terminal.say(line);
    return exitCodeOf(failure);
  }
}
