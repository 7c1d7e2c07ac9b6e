import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PortKeeperError } from '../../errors.js';
import { type HostPorts, reserveForContainer } from '../../preparation/container-ports.js';
import { rootOf } from '../../preparation/root.js';
import { prepareProject } from '../../prepare.js';
import { type DevContainer, readDevContainers } from '../../project/devcontainer/config.js';
import { publishedPorts, withHostPorts } from '../../project/devcontainer/ports.js';
import { folderOwner } from '../../registry/index.js';
import { readText } from '../arguments/values.js';
import { Signals } from '../child/signals.js';
import { startChild } from '../child/start.js';
import type { CliCommand } from '../command.js';
import type { Context } from '../context.js';
import { movedLines } from '../moved.js';
import { alignRows } from '../table.js';

export const devcontainer: CliCommand = {
  name: 'devcontainer',
  summary: 'start a dev container with host ports of its own',
  operands: '<action> [dir]',
  words: ['up'],
  usage: '[options] up [dir] [-- arguments...]',
  details:
    'Runs the Dev Containers CLI (devcontainer up) with what stands behind --. For a container\n' +
    'made of an image, appPort and forwardPorts are published at reserved ports of this host; for\n' +
    'one of compose services, it is prepare --devcontainer. No file of the project is edited. The\n' +
    "ports are the folder's: again, and after a rebuild, they are the same.",
  options: [
    { flags: '--config <file>', description: 'which devcontainer.json, where there are several' },
  ],
  examples: [
    ['portkeeper devcontainer up', 'the dev container of this folder'],
    ['portkeeper devcontainer up . -- --remove-existing-container', 'the same, built anew'],
  ],
  async run({ operands: [action = '', directory = '.'], options }, context) {
    if (action !== 'up') throw unknownAction(action);
    const root = await rootOf(directory);
    const container = choose(await readDevContainers(root), readText(options.config), directory);
    const signals = new Signals();
    try {
      const start = container.compose === undefined ? upWithImage : upWithCompose;
      return await start(root, container, context, signals);
    } finally {
      signals.close();
    }
  },
};

function choose(
  found: readonly DevContainer[],
  wanted: string | undefined,
  directory: string,
): DevContainer {
  const chosen = found.find(({ file }) => wanted === undefined || file === wanted);
  if (chosen !== undefined) return chosen;
  const files = found.map(({ file }) => file).join(', ');
  throw new PortKeeperError(
    'NOTHING_FOUND',
    `${directory} has no ${wanted === undefined ? '' : 'such '}dev container`,
    {
      hint: files === '' ? 'It needs a devcontainer.json.' : `There is ${files}.`,
    },
  );
}

async function upWithCompose(
  root: string,
  { file }: DevContainer,
  context: Context,
  signals: Signals,
): Promise<number> {
  const { environment: own, reporter } = context;
  const environment = { ...own, COMPOSE_FILE: undefined };
  const [registry, owner] = [await context.openRegistry(), folderOwner(root)];
  const wanted = { environment, reporter, registry, owner, reuse: true, devcontainer: true };
  const prepared = await prepareProject({ directory: root, ...wanted });
  for (const line of movedLines(prepared)) reporter.info(line);
  return up(root, ['--config', join(root, file)], context, signals);
}

async function upWithImage(
  root: string,
  { file, json }: DevContainer,
  context: Context,
  signals: Signals,
): Promise<number> {
  const registry = await context.openRegistry();
  const ports = publishedPorts(json);
  const hosts = await reserveForContainer(root, ports, registry, context.environment);
  for (const line of hostLines(hosts)) context.reporter.info(line);
  // The tools take relative paths from the file that is overridden, wherever this one lies.
  const folder = await mkdtemp(join(tmpdir(), 'portkeeper-devcontainer-'));
  try {
    const override = join(folder, 'devcontainer.json');
    await writeFile(override, JSON.stringify(withHostPorts(json, hosts)), { mode: 0o600 });
    const words = ['--config', join(root, file), '--override-config', override];
    return await up(root, words, context, signals);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function hostLines(hosts: HostPorts): string[] {
  const rows = [...hosts].map(([{ container, host: declared }, host]) => [
    `container ${container}`,
    declared === host ? `${host}` : `${declared} → ${host}`,
  ]);
  return alignRows(rows);
}

/** @returns the exit code of the Dev Containers CLI. */
function up(root: string, words: readonly string[], context: Context, signals: Signals) {
  const { environment, command = [] } = context;
  const all = ['devcontainer', 'up', '--workspace-folder', root, ...words, ...command];
  return startChild(all, { environment, folder: root, signals, remedy: HOW_TO_INSTALL });
}

const HOW_TO_INSTALL = 'Install the Dev Containers CLI: npm install --global @devcontainers/cli';

function unknownAction(action: string): PortKeeperError {
  return new PortKeeperError('USAGE', `portkeeper devcontainer does not know "${action}"`, {
    hint: 'Use portkeeper devcontainer up.',
  });
}
