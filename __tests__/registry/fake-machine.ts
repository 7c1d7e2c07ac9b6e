import type { Kernel } from '../../src/registry/kernel.js';

const CONTAINER = '4026532999';

/** A machine whose processes end, whose clock jumps and which restarts when a test says so. */
export class FakeMachine implements Kernel {
  boot = '00000001';
  network = '';
  readonly pidNamespace = '4026531836';
  pid = 1;
  readonly containerNetwork = CONTAINER;
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
