import { PortKeeperError } from '../../errors.js';
import type { Finding, PortRegistry } from '../../registry/index.js';
import type { CliCommand } from '../command.js';
import { printResult } from '../context.js';
import { SCHEMA } from '../json.js';
import { type Column, formatTable } from '../table.js';

export const doctor: CliCommand = {
  name: 'doctor',
  summary: 'look at what the registry rests on, and mend it',
  operands: '',
  details:
    'Permissions, files that cannot be read, what this user sees of others, the kernel’s own\n' +
    'ports, holds and Docker. Exits 1 when there is a problem.',
  options: [
    {
      flags: '--repair',
      description:
        'set aside what cannot be read, clear away what dead owners left, hold again what a killed holder left',
    },
  ],
  examples: [
    ['portkeeper doctor', 'a table of all that was looked at'],
    ['portkeeper doctor --repair', 'mends what can be mended; nothing is deleted'],
    ['portkeeper doctor --json', 'for a program'],
  ],
  async run({ options }, context) {
    const registry = await context.openRegistry();
    const moved = options.repair === true ? await registry.repair() : [];
    const findings = await registry.examine();
    for (const path of moved) context.reporter.info(`set aside: ${path}`);
    printResult(
      context,
      () => ({ schema: SCHEMA, registry: registry.folder, findings, setAside: moved }),
      () => formatTable(COLUMNS, findings.map(rowOf)),
      1,
    );
    refuseProblems(findings, registry);
    return 0;
  },
};

const COLUMNS: readonly Column[] = [{ title: '' }, { title: 'ABOUT' }, { title: 'WHAT WAS FOUND' }];

function rowOf({ level, about, message }: Finding): string[] {
  return [level, about, message];
}

function refuseProblems(findings: readonly Finding[], { folder }: PortRegistry): void {
  const problems = findings.filter(({ level }) => level === 'problem');
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const hint = problems.some(({ path }) => path !== undefined)
    ? 'Unreadable files are set aside by portkeeper doctor --repair; the rest is said above.'
    : 'What helps is said above.';
  throw new PortKeeperError('CHECK_FAILED', `${count} with the registry ${folder}`, { hint });
}
