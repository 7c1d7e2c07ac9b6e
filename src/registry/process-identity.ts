import { type Kernel, thisKernel } from './kernel.js';

/**
 * What tells one process from every other, before and after it: a pid alone is given again, and
 * means another process in another pid namespace or after a reboot.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own unit; empty where the system does not tell. */
  readonly startedAt: string;
  /** As in `Kernel`, like the next. */
  readonly boot: string;
  readonly pidNamespace: string;
}

export type Liveness = 'alive' | 'dead' | 'unknown';

/** The identity of a process of this pid namespace, or undefined when it is not (or no longer) there. */
export function identify(pid: number, kernel = thisKernel): ProcessIdentity | undefined {
  return pid === kernel.pid ? self(kernel) : look(pid, kernel);
}

function look(pid: number, kernel: Kernel): ProcessIdentity | undefined {
  const startedAt = kernel.startOf(pid);
  const { boot, pidNamespace } = kernel;
  return startedAt === undefined ? undefined : { pid, startedAt, boot, pidNamespace };
}

/** This very process. */
export function self(kernel = thisKernel): ProcessIdentity {
  const { pid, boot, pidNamespace } = kernel;
  const known = selves.get(kernel);
  if (known?.pid === pid && known.boot === boot) return known;
  const found = look(pid, kernel) ?? { pid, startedAt: '', boot, pidNamespace };
  selves.set(kernel, found);
  return found;
}
const selves = new WeakMap<Kernel, ProcessIdentity>();

/** Whether it still runs. `unknown` where this process cannot see it: never taken for dead. */
export function livenessOf(identity: ProcessIdentity, kernel = thisKernel): Liveness {
  // Where /proc is not mounted there is no boot to compare, and nothing to conclude from it.
  if ((identity.boot === '') !== (kernel.boot === '')) return 'unknown';
  const isHere = identity.pidNamespace === kernel.pidNamespace;
  if (isRebooted(identity.boot, kernel)) return 'dead';
  if (isHere && identity.boot !== kernel.boot) return 'dead';
  if (!isHere) return livenessElsewhere(identity, kernel);
  const startedAt = kernel.startOf(identity.pid);
  if (startedAt === undefined) return 'dead';
  // An empty start means that the process is there and hides: a pid is all there is to go by.
  if (startedAt === '' || identity.startedAt === '') return 'alive';
  return startedAt === identity.startedAt ? 'alive' : 'dead';
}

/** Whether a boot is surely over. What a container says of its own says nothing elsewhere. */
export function isRebooted(boot: string, kernel: Kernel): boolean {
  return boot !== kernel.boot && [boot, kernel.boot].every(({ length }) => length === 8);
}

function livenessElsewhere({ pid, startedAt }: ProcessIdentity, kernel: Kernel): Liveness {
  const runs = kernel.runsElsewhere(pid, startedAt);
  if (runs === 'unknown') return 'unknown';
  return runs ? 'alive' : 'dead';
}

const FORM = /^([1-9]\d{0,9})\.([\w-]*)\.([0-9a-f]*)\.(\d*)$/;

/** As one word without a slash, for a name in the file system. */
export function formatIdentity({ pid, startedAt, boot, pidNamespace }: ProcessIdentity): string {
  return `${pid}.${startedAt}.${boot}.${pidNamespace}`;
}

export function parseIdentity(text: string): ProcessIdentity | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, pid = '', startedAt = '', boot = '', pidNamespace = ''] = match;
  return { pid: Number(pid), startedAt, boot, pidNamespace };
}
