import { setTimeout as delay } from 'node:timers/promises';
import { PortKeeperError } from '../../errors.js';
import type { LeaseStatus, PortRegistry } from '../../registry/index.js';
import type { CliCommand } from '../command.js';
import { type Context, printResult } from '../context.js';
import { statusJson } from '../json.js';
import { type Column, formatTable } from '../table.js';
import { timeLeft } from '../time-left.js';

export const status: CliCommand = {
  name: 'status',
  summary: 'show who holds which port',
  operands: '',
  options: [
    { flags: '--watch', description: 'show it again whenever it changes, until you stop it' },
  ],
  examples: [
    ['portkeeper status', 'a table'],
    ['portkeeper status --json', 'the same for a program'],
    ['portkeeper status --watch', 'a table that follows what happens'],
  ],
  async run({ options }, context) {
    const registry = await context.openRegistry();
    if (options.watch === true) await watch(registry, context);
    else show(registry, await look(registry), context);
    return 0;
  },
};

/** The dead are cleared away first, where this user may: what is shown then lives. */
async function look(registry: PortRegistry): Promise<LeaseStatus[]> {
  try {
    await registry.gc();
  } catch (error) {
    const mayOnlyRead = error instanceof PortKeeperError && error.code === 'REGISTRY_UNUSABLE';
    if (!mayOnlyRead) throw error;
  }
  return registry.status();
}

function show(registry: PortRegistry, leases: readonly LeaseStatus[], context: Context): void {
  const { terminal, reporter } = context;
  if (leases.length === 0) reporter.info(`No port is reserved in ${registry.folder}.`);
  printResult(
    context,
    () => statusJson(registry.folder, leases),
    () => describe(leases, terminal.width),
    1,
  );
}

const COLUMNS: readonly Column[] = [
  { title: 'PORT' },
  { title: 'NAME', flexible: true },
  { title: 'OWNER', flexible: true },
  { title: 'ENDS' },
  { title: 'STATE' },
  { title: 'RESERVATION' },
];

function describe(leases: readonly LeaseStatus[], width: number | undefined): string[] {
  if (leases.length === 0) return [];
  const rows = leases.map((lease) => [
    `${lease.port}/${lease.protocol}`,
    lease.name,
    lease.owner,
    timeLeft(lease.expiresAt),
    stateOf(lease),
    lease.id,
  ]);
  return formatTable(COLUMNS, rows, width);
}

function stateOf({ state, held, elsewhere }: LeaseStatus): string {
  if (state === 'dead') return 'owner gone, port in use';
  const kept = held ? 'held' : 'leased';
  return elsewhere ? `${kept} in another network` : kept;
}

const LOOK_EVERY_MS = 1000;
/** An end is told from the time that is left, by two clocks: it is never the same to the millisecond. */
const CLOCKS_DIFFER_MS = 500;

export function isSame(leases: readonly LeaseStatus[], before: readonly LeaseStatus[]): boolean {
  const known = (all: readonly LeaseStatus[]) => all.map((one) => ({ ...one, expiresAt: '' }));
  const end = ({ expiresAt }: LeaseStatus) => (expiresAt === null ? 0 : Date.parse(expiresAt));
  const isStill = (lease: LeaseStatus, at: number) => {
    const [now, then] = [end(lease), end(before[at] ?? lease)];
    return (now === 0) === (then === 0) && Math.abs(now - then) < CLOCKS_DIFFER_MS;
  };
  return JSON.stringify(known(leases)) === JSON.stringify(known(before)) && leases.every(isStill);
}

/** Ends with the process, or when nobody reads any more. On a screen the table stays in place. */
async function watch(registry: PortRegistry, context: Context): Promise<void> {
  const { terminal, style } = context;
  let before: readonly LeaseStatus[] | undefined;
  for (; !terminal.closed; await delay(LOOK_EVERY_MS)) {
    const leases = await look(registry);
    const stands = terminal.isScreen && !style.json;
    // On a screen the time that is left runs on, although nothing happens.
    if (!stands && before !== undefined && isSame(leases, before)) continue;
    before = leases;
    if (stands) terminal.clear();
    show(registry, leases, context);
  }
}
