import { type Collected, parsePolicies } from '../../registry/index.js';
import { readOption } from '../arguments/values.js';
import type { CliCommand } from '../command.js';
import { printResult } from '../context.js';
import { SCHEMA } from '../json.js';

export const gc: CliCommand = {
  name: 'gc',
  summary: 'clear away what dead owners left',
  operands: '',
  details:
    'Every reserve does this on its way. A dead lease whose port is still in use is kept until\n' +
    'its server ends.',
  options: [
    {
      flags: '--policy <list>',
      description:
        'which: pid (process gone), path (folder gone), ttl (time up), bind (owner unknown, ' +
        'port unused); default: pid,path,ttl',
    },
    { flags: '--dry-run', description: 'only tell what would go' },
  ],
  examples: [
    ['portkeeper gc', 'whatever is surely dead'],
    ['portkeeper gc --policy bind --dry-run', 'named leases whose ports nobody uses'],
  ],
  async run(given, context) {
    const policies = readOption(given, 'policy', parsePolicies) ?? [];
    const dryRun = given.options.dryRun === true;
    const registry = await context.openRegistry();
    const collected = await registry.gc(policies, { dryRun });
    if (collected.length === 0) context.reporter.info('There is nothing to clear away.');
    printResult(
      context,
      () => ({ schema: SCHEMA, dryRun, collected: collected.map(collectedJson) }),
      () => collected.map((one) => describe(one, dryRun)),
    );
    return 0;
  },
};

function collectedJson({ id, name, key, death }: Collected) {
  const [protocol, port] = key.split('-');
  return { id, name: name ?? null, protocol, port: Number(port), reason: death };
}

const REASONS: Record<Collected['death'], string> = {
  pid: 'its process is gone',
  path: 'its folder is gone',
  ttl: 'its time is up',
  network: 'its network is gone',
  container: 'its container is gone',
  ended: 'its owner is gone',
  unfinished: 'its reservation was never finished',
  unused: 'nobody uses it',
};

function describe({ name, key, death }: Collected, dryRun: boolean): string {
  const [protocol, port] = key.split('-');
  const what = name === undefined ? `${port}/${protocol}` : `${name} ${port}/${protocol}`;
  return `${dryRun ? 'would clear away' : 'cleared away'} ${what}: ${REASONS[death]}`;
}
