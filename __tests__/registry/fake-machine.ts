import { join, relative, sep } from 'node:path';
import { type Kernel, thisKernel } from '../../src/registry/kernel.js';

const CONTAINER = '4026532999';

/** A machine whose processes end, whose clock jumps and which restarts when a test says so. */
export class FakeMachine implements Kernel {
  boot = '00000001';
  network = '';
  readonly pidNamespace = '4026531836';
  pid = 1;
  readonly containerNetwork = CONTAINER;
  /** Whether it is asked from inside of a container, which has other folders at the same paths. */
  contained = false;
  #networkBirths = 1;
  #boots = 1;
  #starts = 0;
  #uptimeMs = 1_000_000;
  #clockAheadMs = 0;
  readonly #processes = new Map<number, string>();

  uptimeMs(): number {
    return this.#uptimeMs;
  }

  clockMs(): number {
    return Date.now() + this.#clockAheadMs;
  }

  async sleep(ms: number): Promise<void> {
    this.pass(ms);
  }

  startOf(pid: number): string | undefined {
    return this.#processes.get(pid);
  }

  runsElsewhere(): 'unknown' {
    return 'unknown';
  }

  get networkBirth(): string {
    return this.network === '' ? '' : `${this.#networkBirths}`;
  }

  /** The container's network is gone, and the next one has its number. */
  renewNetwork(): void {
    this.#networkBirths += 1;
  }

  /** A container's folders lie in one of their own, and on a disk of their own. */
  lookAt(path: string): string {
    if (!this.contained) return thisKernel.lookAt(path);
    const seen = thisKernel.lookAt(this.#withinContainer(path));
    return seen.replace(/^\d+:/, (device) => `7${device}`);
  }

  /** Where the container's files are kept, when it is asked for the files in this folder. */
  containerFiles: Readonly<Record<'of' | 'in', string>> = { of: sep, in: sep };

  #withinContainer(path: string): string {
    const { of, in: kept } = this.containerFiles;
    const within = relative(of, path);
    return within.startsWith('..') ? path : join(kept, within);
  }

  /** A process that starts, whoever had its pid before. */
  start(pid: number): void {
    this.#starts += 1;
    this.#processes.set(pid, `${this.#starts}`);
  }

  kill(pid: number): void {
    this.#processes.delete(pid);
  }

  pass(ms: number): void {
    this.#uptimeMs += Math.ceil(ms);
    this.#clockAheadMs += Math.ceil(ms);
  }

  setClock(aheadMs: number): void {
    this.#clockAheadMs = aheadMs;
  }

  reboot(): void {
    this.#boots += 1;
    this.boot = `${this.#boots}`.padStart(8, '0');
    this.#uptimeMs = 5000;
    this.#processes.clear();
  }
}
