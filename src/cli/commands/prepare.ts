import { PortKeeperError } from '../../errors.js';
import { rootOf } from '../../preparation/root.js';
import {
  type Prepared,
  type PrepareOptions,
  prepareProject,
  proposeChanges,
} from '../../prepare.js';
import { findFixedName } from '../../project/compose/fixed-names.js';
import type { NewFile } from '../../project/writing/change.js';
import { unifiedDiff } from '../../project/writing/diff.js';
import { relativePath } from '../../project/writing/inside.js';
import { folderOwner, type PortRegistry } from '../../registry/index.js';
import type { Arguments } from '../arguments/spec.js';
import type { CliCommand } from '../command.js';
import { type Context, printResult } from '../context.js';
import { preparedJson } from '../json.js';
import { foldedLines, leftAloneInForce, notesInForce } from '../left-alone.js';
import { movedLines, staleNames } from '../moved.js';
import { PROJECT_OPTIONS, readProjectOptions } from '../project-options.js';
import { nothingFound } from './detect.js';

export const prepare: CliCommand = {
  name: 'prepare',
  summary: 'reserve ports for a project and write them into it',
  operands: '[dir]',
  details:
    "The ports are the folder's until portkeeper restore, or until it is gone. Again in the same\n" +
    'project it keeps the same ones. All files are written or none. Without --strategy,\n' +
    'the numbers follow from its path: the same tomorrow. A main checkout that has linked\n' +
    'worktrees keeps those that it declares, as far as they are free. With --devcontainer it stands\n' +
    'beside what prepare did here, and has the same number for a port that both speak of.',
  options: [
    { flags: '--dry-run', description: 'print a unified diff; reserve and write nothing' },
    { flags: '--check', description: 'exit 1 where something would change; change nothing' },
    {
      flags: '--devcontainer',
      description:
        'what its dev containers publish here, as their initializeCommand; tracked files stay',
    },
    ...PROJECT_OPTIONS,
  ],
  examples: [
    ['portkeeper prepare', 'this folder has ports of its own, the same every day'],
    ['portkeeper prepare --dry-run | git apply --stat', 'what would be written, and where'],
    ['portkeeper prepare apps/shop --strategy random --json', 'any free ports, as JSON'],
    ['npx portkeeper prepare --devcontainer', 'in devcontainer.json, as "initializeCommand"'],
    ['portkeeper prepare --ports MAIL_PORT,API_PORT=8080 --mode env', 'edit nothing'],
  ],
  async run(given, context) {
    const [directory = '.'] = given.operands;
    const registry = await context.openRegistry();
    const options = await optionsFor(directory, given, registry, context);
    const { dryRun, check } = given.options;
    if (dryRun === true || check === true) {
      return propose(await proposeChanges(options), { given, registry, context });
    }
    const prepared = await prepareProject(options);
    await tell(prepared, registry, context);
    // A dev container that publishes nothing is to start all the same.
    if (given.options.devcontainer !== true) refuseNothing(prepared, directory);
    else if (Object.keys(prepared.ports).length === 0) context.reporter.info(NOTHING_PUBLISHED);
    return 0;
  },
};

const NOTHING_PUBLISHED =
  'No compose file of a dev container publishes a port here. One made of an image: portkeeper devcontainer up.';

async function optionsFor(
  directory: string,
  given: Arguments,
  registry: PortRegistry,
  { environment: own, reporter }: Context,
): Promise<PrepareOptions> {
  const owner = folderOwner(await rootOf(directory));
  const devcontainer = given.options.devcontainer === true;
  // The tools name a dev container's files themselves.
  const environment = devcontainer ? { ...own, COMPOSE_FILE: undefined } : own;
  return {
    ...readProjectOptions(given),
    ...{ directory, registry, environment, reporter, owner, reuse: true, devcontainer },
  };
}

interface Proposal {
  readonly given: Arguments;
  readonly registry: PortRegistry;
  readonly context: Context;
}

async function propose(prepared: Prepared, { given, registry, context }: Proposal) {
  const { terminal, style, reporter } = context;
  const [directory = '.'] = given.operands;
  const diff = given.options.dryRun === true && !style.json;
  if (diff) {
    for (const line of movedLines(prepared)) reporter.info(line);
    terminal.print(unifiedDiff([...prepared.changes, ...overrides(prepared)]));
    tellStaying(prepared, context);
  } else await tell(prepared, registry, context);
  refuseNothing(prepared, directory);
  if (given.options.check === true && prepared.changes.length > 0) throw wouldChange(prepared);
  return 0;
}

/** They would lie outside of the work tree, and come with nothing before them. */
function overrides({ overlays, detection: { root } }: Prepared): NewFile[] {
  return overlays.map(({ path, text }) => ({ path: relativePath(root, path) ?? path, text }));
}

function refuseNothing({ ports, changes, detection }: Prepared, directory: string): void {
  if (Object.keys(ports).length === 0 && changes.length === 0)
    throw nothingFound(directory, detection);
}

function wouldChange({ changedFiles }: Prepared): PortKeeperError {
  const files = changedFiles.length === 1 ? '1 file' : `${changedFiles.length} files`;
  return new PortKeeperError(
    'CHECK_FAILED',
    `${files} would change: ${changedFiles.slice(0, 5).join(', ')}${changedFiles.length > 5 ? ', …' : ''}`,
    { hint: 'Run portkeeper prepare; with --dry-run it shows what it would write.' },
  );
}

async function tell(prepared: Prepared, registry: PortRegistry, context: Context): Promise<void> {
  const { reporter, environment } = context;
  const leases = context.style.json ? await registry.status() : [];
  printResult(
    context,
    () => preparedJson(prepared, leases),
    () => movedLines(prepared),
  );
  tellStaying(prepared, context);
  tellVariables(prepared, reporter);
  for (const name of staleNames(prepared, environment)) {
    reporter.warn(`${name} is set in this environment and beats the files: unset it, or use run`);
  }
}

function tellVariables(
  { composeVariables, detection, mode }: Prepared,
  reporter: Context['reporter'],
): void {
  const names = Object.keys(composeVariables);
  if (names.length === 0) return;
  const fixed = mode === 'overlay' ? undefined : findFixedName(detection);
  const isShared = fixed !== undefined && names.includes('COMPOSE_PROJECT_NAME');
  const otherwise = isShared
    ? ` Without it all checkouts share one stack, by ${fixed.file}:${fixed.line}.`
    : '';
  const how = 'eval "$(portkeeper env)" in the project does, and so does portkeeper run';
  reporter.info(`Set ${names.join(' and ')} for docker compose: ${how}.${otherwise}`);
}

function tellStaying(prepared: Prepared, { reporter }: Context): void {
  for (const line of foldedLines(notesInForce(prepared))) reporter.info(`shared: ${line}`);
  for (const line of foldedLines(leftAloneInForce(prepared))) {
    reporter.info(`left alone: ${line}`);
  }
}
