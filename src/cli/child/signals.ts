import { constants } from 'node:os';

/**
 * All that a person or a supervisor sends to a server: what reloads it, reopens its logs or dumps its
 * state too. Of the last two one is Ctrl-\, and one is Ctrl-Break, on Windows alone.
 */
const CAUGHT = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGUSR1',
  'SIGUSR2',
  'SIGQUIT',
  'SIGBREAK',
] as const;
type Caught = (typeof CAUGHT)[number];
const FROM_KEYS: readonly Caught[] = ['SIGINT', 'SIGQUIT', 'SIGBREAK'];
/** Meant for a server that runs: there is none yet, or none any more. */
const NO_END: readonly string[] = ['SIGUSR1', 'SIGUSR2'];

/** Keeps signals from ending this process, and passes them to the command while it runs. */
export class Signals {
  /** The first one that came while there was no command to pass it to. */
  pending: NodeJS.Signals | undefined;
  #forward: ((signal: NodeJS.Signals) => void) | undefined;
  readonly #listener = (signal: NodeJS.Signals): void => {
    if (this.#forward !== undefined) {
      if (!cameToAll(signal as Caught)) this.#forward(signal);
    } else if (!NO_END.includes(signal)) this.pending ??= signal;
  };

  constructor() {
    for (const signal of CAUGHT) process.on(signal, this.#listener);
  }

  /** @param forward undefined when the command has ended. */
  passTo(forward: ((signal: NodeJS.Signals) => void) | undefined): void {
    this.#forward = forward;
  }

  close(): void {
    for (const signal of CAUGHT) process.off(signal, this.#listener);
  }
}

/**
 * Ctrl-C in a terminal reaches every process of its foreground group, the command too: passed on,
 * it would count twice there, and many servers take the second one for "at once, then".
 */
function cameToAll(signal: Caught): boolean {
  return FROM_KEYS.includes(signal) && [process.stdin, process.stderr].some(({ isTTY }) => isTTY);
}

/** What a shell would say of a process that a signal ended. */
export function codeOfSignal(signal: NodeJS.Signals): number {
  return 128 + (constants.signals[signal] ?? 0);
}
