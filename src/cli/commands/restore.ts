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
    'prepared is no error.',
  options: [{ flags: '--no-files', description: 'leave the files as they are, and only release' }],
  examples: [
    ['portkeeper restore', 'this folder is as it was before portkeeper prepare'],
    ['portkeeper restore apps/shop --json', 'another one, told as JSON'],
  ],
  async run({ operands: [directory = '.'], options }, context) {
    const { environment, reporter } = context;
    const files = options.files !== false;
    const restored = await restoreProject({ directory, environment, reporter, files });
    tellRestored(restored, context);
    if (restored.undone === 0) reporter.info('There is nothing to restore here.');
    printResult(
      context,
      () => restoredJson(restored),
      () => linesOf(restored),
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

function linesOf({ restoredFiles, released }: Restored): string[] {
  return [
    ...restoredFiles.map((path) => `restored ${path}`),
    ...released.map(({ name, port, protocol }) => `released ${name} ${port}/${protocol}`),
  ];
}
