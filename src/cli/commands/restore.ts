import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ReleasedHost, releaseForContainer } from '../../preparation/container-ports.js';
import { rootOf } from '../../preparation/root.js';
import { type Restored, restoreProject } from '../../restore.js';
import type { CliCommand } from '../command.js';
import { type Context, printResult } from '../context.js';
import { restoredJson } from '../json.js';

export const restore: CliCommand = {
  name: 'restore',
  summary: 'undo prepare, byte for byte, and release the ports',
  operands: '[dir]',
  details:
    'What somebody changed meanwhile stays as they left it, and is told. A project that is not\n' +
    'prepared is no error. It undoes prepare and prepare --devcontainer, and gives back what\n' +
    'devcontainer up took for this folder; a container that runs is not stopped. The ports of a\n' +
    'portkeeper run that goes on, or of a job, stay reserved until that ends.',
  options: [{ flags: '--no-files', description: 'leave the files as they are, and only release' }],
  examples: [
    ['portkeeper restore', 'this folder is as it was before portkeeper prepare'],
    ['portkeeper restore apps/shop --json', 'another one, told as JSON'],
  ],
  async run({ operands: [directory = '.'], options }, context) {
    const { environment, reporter } = context;
    const files = options.files !== false;
    const registry = await context.openRegistry();
    const project = await restoreProject({ directory, environment, reporter, files, registry });
    const root = await rootOf(directory);
    const hosts = await releaseForContainer(root, registry, environment);
    tellServed(hosts, context);
    const released = [...project.released, ...hosts.map(({ lease }) => lease)];
    const restored = { ...project, released };
    tellRestored(restored, context);
    if (restored.undone + released.length === 0) reporter.info('There is nothing to restore here.');
    printResult(
      context,
      () => restoredJson(restored),
      () => linesOf(root, restored),
    );
    return 0;
  },
};

/** What somebody changed meanwhile: it stays, and they should know. */
export function tellRestored({ kept }: Restored, { reporter }: Pick<Context, 'reporter'>): void {
  for (const { path, line, reason } of kept) {
    reporter.warn(`${line === undefined ? path : `${path}:${line}`} was left as it is: ${reason}`);
  }
}

function tellServed(hosts: readonly ReleasedHost[], { reporter }: Context): void {
  for (const { lease, servedBy } of hosts) {
    if (servedBy === undefined) continue;
    reporter.info(`${lease.port} is still used by ${servedBy}. ${HOW_TO_GO_ON}`);
  }
}

const HOW_TO_GO_ON = 'Remove its container, or start it again with portkeeper devcontainer up.';

function linesOf(root: string, { restoredFiles, released }: Restored): string[] {
  const done = (path: string) => (existsSync(join(root, path)) ? 'restored' : 'removed');
  return [
    ...restoredFiles.map((path) => `${done(path)} ${path}`),
    ...released.map(({ name, port, protocol }) => `released ${name} ${port}/${protocol}`),
  ];
}
