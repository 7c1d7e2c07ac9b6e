/**
 * Where the inner rooms say what they notice. A face hands one in: the command line prints it to
 * stderr, the Action makes annotations of it, a test records it.
 */
export interface Reporter {
  /** Something that the user must know, although the work goes on. */
  warn(message: string): void;
  /** What is being done, for a user who watches. */
  info(message: string): void;
  /** For a developer who looks for a fault. */
  debug(message: string): void;
  /** What a long step is at, often; undefined when it is done. For whoever sits before a screen. */
  progress?(message: string | undefined): void;
}

const nothing = (): void => undefined;

/** Says nothing: the default of the library. */
export const silent: Reporter = { warn: nothing, info: nothing, debug: nothing };

/** Keeps what it is told, as it may turn out that nobody has to know. */
export class Withheld implements Reporter {
  readonly #said: ((to: Reporter) => void)[] = [];

  warn(message: string): void {
    this.#said.push((to) => to.warn(message));
  }

  info(message: string): void {
    this.#said.push((to) => to.info(message));
  }

  debug(message: string): void {
    this.#said.push((to) => to.debug(message));
  }

  tell(to: Reporter): void {
    for (const say of this.#said.splice(0)) say(to);
  }
}
