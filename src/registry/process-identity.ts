import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { systemCode } from '../errors.js';

/**
 * What tells one process from every other, before and after it: a pid alone is given again, and
 * means another process in another pid namespace or after a reboot.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own unit; empty where the system does not tell. */
  readonly startedAt: string;
  /** The first eight digits of the boot id; empty where the system has none. */
  readonly boot: string;
  /** The pid namespace's inode; empty where there are none. */
  readonly pidNamespace: string;
}

export type Liveness = 'alive' | 'dead' | 'unknown';

/** The boot that the machine is in: no process outlives it. */
export function currentBoot(): string {
  boot ??= readText('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? '';
  return boot;
}
let boot: string | undefined;

/** Milliseconds that the machine has been up: the same for all its processes, deaf to the clock. */
export function uptimeMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

/** The inode of one of this process' Linux namespaces, which it never leaves; empty elsewhere. */
export function namespaceOf(kind: 'net' | 'pid'): string {
  namespaces[kind] ??= readNamespace(kind);
  return namespaces[kind];
}
const namespaces: { net?: string; pid?: string } = {};

function readNamespace(kind: string): string {
  try {
    return /\d+/.exec(readlinkSync(`/proc/self/ns/${kind}`))?.[0] ?? '';
  } catch {
    return '';
  }
}

/** The identity of a process of this pid namespace, or undefined when it is not (or no longer) there. */
export function identify(pid: number): ProcessIdentity | undefined {
  return pid === process.pid ? self() : look(pid);
}

function look(pid: number): ProcessIdentity | undefined {
  const startedAt = startOf(pid);
  if (startedAt === undefined) return undefined;
  return { pid, startedAt, boot: currentBoot(), pidNamespace: namespaceOf('pid') };
}

/** This very process. */
export function self(): ProcessIdentity {
  me ??= look(process.pid) ?? {
    pid: process.pid,
    startedAt: '',
    boot: currentBoot(),
    pidNamespace: namespaceOf('pid'),
  };
  return me;
}
let me: ProcessIdentity | undefined;

/** Whether it still runs. `unknown` where this process cannot see it: never taken for dead. */
export function livenessOf(identity: ProcessIdentity): Liveness {
  // Where /proc is not mounted there is no boot to compare, and nothing to conclude from it.
  if ((identity.boot === '') !== (currentBoot() === '')) return 'unknown';
  if (identity.boot !== currentBoot()) return 'dead';
  if (identity.pidNamespace !== namespaceOf('pid')) return 'unknown';
  const startedAt = startOf(identity.pid);
  if (startedAt === undefined) return 'dead';
  // An empty start means that the process is there and hides: a pid is all there is to go by.
  if (startedAt === '' || identity.startedAt === '') return 'alive';
  return startedAt === identity.startedAt ? 'alive' : 'dead';
}

/** When a running process started; empty when that is hidden; undefined when it does not run. */
function startOf(pid: number): string | undefined {
  if (!signalReaches(pid)) return undefined;
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM'; // somebody else's, but there
  }
}

/** Fields 3 (state) and 22 (start, in ticks since boot) of proc(5); a zombie runs no more. */
function startFromProc(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return ''; // /proc mounted with hidepid
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : (fields[19] ?? '');
}

function startFromPs(pid: number): string {
  if (process.platform === 'win32') return '';
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.trim().replace(/\W+/g, '-');
  } catch {
    return '';
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
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
