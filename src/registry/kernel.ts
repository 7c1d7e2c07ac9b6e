import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCode } from '../errors.js';
import { placeOf, portSystem } from '../ports/index.js';
import { readNetworkBirth } from './network-birth.js';
import { startFromPs } from './ps.js';
import { NO_OFFSETS, parseTimeOffsets, startWithout, type TimeOffsets } from './time-offsets.js';

/**
 * What a registry asks the system: where and when it is, and which processes there are. Everything
 * that decides over a lease's life and death comes from here, so that a test can let machines
 * restart and clocks jump.
 */
export interface Kernel {
  /**
   * The boot that the machine is in, the first eight digits of its id: no process outlives it. A
   * letter leads it where a container has a boot id of its own (LXD); empty where there is none.
   */
  readonly boot: string;
  /** The network namespace's inode; empty for the machine's own, and where there are none. */
  readonly network: string;
  /**
   * Tells a container's network from every other that had its number before, or gets it after it;
   * empty where that cannot be told.
   */
  readonly networkBirth: string;
  /** The pid namespace's inode; empty where there are none. */
  readonly pidNamespace: string;
  /** An engine says that this is a container of its own. */
  readonly contained: boolean;
  /** This process. */
  readonly pid: number;
  /** Milliseconds that the machine has been up: the same for all its processes, deaf to the clock. */
  uptimeMs(): number;
  /** Milliseconds since 1970, as far as the clock is right. */
  clockMs(): number;
  sleep(ms: number): Promise<void>;
  /**
   * When a process of this pid namespace started, in the system's own unit; empty when that is
   * hidden; undefined when it does not run.
   */
  startOf(pid: number): string | undefined;
  /** The same for a process of another namespace; `unknown` where it cannot be seen from here. */
  runsElsewhere(pid: number, startedAt: string): boolean | 'unknown';
  /** A folder's `device:inode`; `none` where there is no folder; `hidden` where it cannot be told. */
  lookAt(path: string): string | 'none' | 'hidden';
}

class SystemKernel implements Kernel {
  readonly pid = process.pid;
  #boot: string | undefined;
  #network: string | undefined;
  #networkBirth: string | undefined;
  #pidNamespace: string | undefined;
  #contained: boolean | undefined;

  get boot(): string {
    this.#boot ??= readBoot();
    return this.#boot;
  }

  get network(): string {
    this.#network ??= isMachineNetwork() ? '' : readNamespace('net');
    return this.#network;
  }

  get networkBirth(): string {
    this.#networkBirth ??= this.network === '' ? '' : readNetworkBirth();
    return this.#networkBirth;
  }

  get contained(): boolean {
    this.#contained ??= placeOf({}) !== 'host';
    return this.#contained;
  }

  get pidNamespace(): string {
    this.#pidNamespace ??= readNamespace('pid');
    return this.#pidNamespace;
  }

  uptimeMs(): number {
    return Number((process.hrtime.bigint() - timeOffsets().monotonic) / 1_000_000n);
  }

  clockMs(): number {
    return Date.now();
  }

  sleep(ms: number): Promise<void> {
    return delay(ms);
  }

  startOf(pid: number): string | undefined {
    if (!signalReaches(pid)) return undefined;
    return portSystem().hasProc ? startFromProc(pid) : startFromPs(pid);
  }

  /** From the machine's own namespace every process can be seen, unless `/proc` hides some. */
  runsElsewhere(pid: number, startedAt: string): boolean | 'unknown' {
    if (this.pidNamespace !== MACHINE_PIDS || !isOwnProc()) return 'unknown';
    if (readText('/proc/1/stat') === undefined || startedAt === '') return 'unknown';
    return nestedProcesses(pid).some((outer) => startFromProc(outer) === startedAt);
  }

  lookAt(path: string): string | 'none' | 'hidden' {
    try {
      const stats = lstatSync(path, { bigint: true });
      return stats.isDirectory() ? `${stats.dev}:${stats.ino}` : 'none';
    } catch (error) {
      const code = systemCode(error);
      return code === 'ENOENT' || code === 'ENOTDIR' ? 'none' : 'hidden';
    }
  }
}

/** The system that this process runs on. */
export const thisKernel: Kernel = new SystemKernel();

/** A switch that only the machine's own network has, whatever the number of its namespace. */
const MACHINE_NETWORK = '/proc/sys/net/core/netdev_budget';
/** PROC_PID_INIT_INO of the kernel's proc_ns.h. */
const MACHINE_PIDS = '4026531836';
/** PROC_TIME_INIT_INO, beside it. */
const MACHINE_TIME = 'time:[4026531834]';
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** LXD lays a file of its own over the machine's boot id. */
function readBoot(): string {
  const id = readText(BOOT_ID)?.slice(0, 8) ?? '';
  if (id === '') return '';
  return statSync(BOOT_ID).dev === statSync('/proc').dev ? id : `c${id}`;
}

function isMachineNetwork(): boolean {
  return portSystem().hasProc && existsSync(MACHINE_NETWORK);
}

function readNamespace(kind: string): string {
  return /\d+/.exec(readLink(`/proc/self/ns/${kind}`) ?? '')?.[0] ?? '';
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM'; // somebody else's, but there
  }
}

/** Not so where `/proc` was mounted for another pid namespace: its numbers are other processes. */
function isOwnProc(): boolean {
  ownProc ??= readLink('/proc/self') === `${process.pid}`;
  return ownProc;
}
let ownProc: boolean | undefined;

/** Fields 3 (state), 20 (threads) and 22 (start, in ticks since boot) of proc(5). */
function startFromProc(pid: number): string | undefined {
  const stat = isOwnProc() ? readText(`/proc/${pid}/stat`) : undefined;
  if (stat === undefined) return ''; // /proc mounted with hidepid
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, start] = [fields[0], Number(fields[17]), fields[19]];
  // A zombie runs no more, unless it is only the first of several threads that ended.
  const isOver = (state === 'Z' || state === 'X') && !(threads > 1);
  return isOver ? undefined : startWithout(timeOffsets(), start ?? '');
}

/** In a time namespace of one's own all is counted from elsewhere: that is taken off again. */
function timeOffsets(): TimeOffsets {
  if (offsets === undefined) {
    const isOwn = ![MACHINE_TIME, undefined].includes(readLink('/proc/self/ns/time'));
    offsets = isOwn ? parseTimeOffsets(readText('/proc/self/timens_offsets') ?? '') : NO_OFFSETS;
  }
  return offsets;
}
let offsets: TimeOffsets | undefined;

/** The processes that have this pid in a namespace of their own, by their pid in this one. */
function nestedProcesses(pid: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const isIt = new RegExp(`^NSpid:\\t\\d.*\\t${pid}$`, 'm');
  return pids.filter((one) => isIt.test(readText(`/proc/${one}/status`) ?? '')).map(Number);
}

/** What a file of `/proc` says, or a link: nothing where there is none of Linux' own. */
function readText(path: string): string | undefined {
  if (!portSystem().hasProc) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readLink(path: string): string | undefined {
  if (!portSystem().hasProc) return undefined;
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
