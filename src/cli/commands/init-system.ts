import { PortKeeperError } from '../../errors.js';
import {
  findGroup,
  joinGroupCommand,
  makeSharedFolder,
  shareCommand,
  systemFolder,
} from '../../registry/index.js';
import type { Arguments, OptionSpec } from '../arguments/spec.js';
import { readText } from '../arguments/values.js';
import { type Context, printResult } from '../context.js';
import { SCHEMA } from '../json.js';

const DEFAULT_GROUP = 'portkeeper';

export const SYSTEM_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--system',
    description: 'make the registry that the users of this machine share; needs root',
  },
  {
    flags: '--group <name>',
    description: `with --system: whose members share it (default: ${DEFAULT_GROUP})`,
  },
];

/** Makes the folder that every command of a member finds by itself from then on. */
export function initSystem({ options }: Arguments, context: Context): number {
  refuseWindows(systemFolder(process.platform, context.environment));
  const group = findGroup(readText(options.group) ?? DEFAULT_GROUP);
  const folder = readText(options.registry) ?? systemFolder(process.platform, context.environment);
  const done = makeSharedFolder(folder, group);
  if (done.length === 0) context.reporter.info(`${folder} is as it should be.`);
  printResult(
    context,
    () => ({ schema: SCHEMA, registry: folder, group: group.name, done }),
    () => done,
  );
  const add = joinGroupCommand(group.name, '<user>');
  context.reporter.info(`Members of ${group.name} share it. To add one: ${add}`);
  return 0;
}

function refuseWindows(folder: string): void {
  if (process.platform !== 'win32') return;
  throw new PortKeeperError('REGISTRY_UNUSABLE', 'There are no groups of Unix on Windows', {
    hint: `As an administrator ${shareCommand(folder)}`,
  });
}
