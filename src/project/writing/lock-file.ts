import { lstatSync, utimesSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../errors.js';
import { elapsedMs } from '../../ports/index.js';

/** Milliseconds without a sign of life after which a lock belongs to nobody. */
const STALE = 5_000;
/** Milliseconds between two tries, shortest and longest: apart, so that two do not keep step. */
const PAUSE = [20, 120] as const;
/** Failures that may pass and do not, before they are told: some two seconds of them. */
const MOST_PASSING = 30;

export interface HeldLock {
  /** True once somebody took it over, because this process stood still for too long. */
  isLost(): boolean;
  release(): Promise<void>;
}

/**
 * Makes a lock folder and keeps it fresh, or waits until it can.
 * @param path of the lock folder itself.
 * @param waitMs how long to wait for its holder, in milliseconds.
 * @param prepare makes the folder that it is to lie in; called before every try, since the last
 * holder may tidy that away.
 * @returns undefined when the time is over.
 * @throws a system error, when no lock can be made there.
 */
export async function acquireLock(
  path: string,
  waitMs: number,
  prepare?: () => Promise<void>,
): Promise<HeldLock | undefined> {
  const deadline = Date.now() + waitMs;
  const future = new FutureLock(path);
  for (let passing = 0; ; ) {
    try {
      await prepare?.();
      const held = await tryOnce(path);
      if (held !== undefined) return held;
      future.end();
    } catch (error) {
      passing += 1;
      if (passing > MOST_PASSING || !isPassing(error, prepare !== undefined)) throw error;
    }
    const left = deadline - Date.now();
    if (left <= 0) return undefined;
    const [shortest, longest] = PAUSE;
    await sleep(Math.min(left, shortest + Math.random() * (longest - shortest)));
  }
}

/**
 * A lock that was left before the clock was set back would live until the time that it is of. Whoever
 * keeps one fresh gives it the time of now again and again.
 */
class FutureLock {
  readonly #path: string;
  #of = 0;
  #since = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Makes it one that is over, where nobody has kept it fresh for as long as a lock lives. */
  end(): void {
    try {
      const of = lstatSync(this.#path).mtimeMs;
      if (of < Date.now() + STALE) return;
      if (of !== this.#of) [this.#of, this.#since] = [of, elapsedMs()];
      else if (elapsedMs() - this.#since > STALE) utimesSync(this.#path, 0, 0);
    } catch {
      // Gone by now, or another user's: the next try tells.
    }
  }
}

/**
 * What is over when the last holder has tidied up: its folder is gone between two steps, or on
 * Windows is about to be, and until then refuses everything.
 */
function isPassing(error: unknown, prepared: boolean, platform = process.platform): boolean {
  const code = systemCode(error) ?? '';
  if (code === 'ENOENT') return prepared;
  return platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code);
}

async function tryOnce(path: string): Promise<HeldLock | undefined> {
  // Loaded late: the package listens for signals from its first breath, and a program that only
  // imports the library must not notice.
  // Its default export: a bundle knows no other of a CommonJS package that is loaded late.
  const { default: lockfile } = await import(/* webpackMode: "eager" */ 'proper-lockfile');
  let lost = false;
  const onCompromised = (): void => {
    lost = true;
  };
  try {
    const release = await lockfile.lock(path, {
      ...{ lockfilePath: path, realpath: false, stale: STALE, retries: 0, onCompromised },
    });
    return { isLost: () => lost, release: () => release().catch(() => undefined) };
  } catch (error) {
    if (systemCode(error) === 'ELOCKED') return undefined;
    throw error;
  }
}
