import { type PublishedPorts, readPublishedPorts } from './docker.js';
import type { Environment } from './environment.js';
import { homeFolder } from './home.js';

/** An engine is asked again after this long: containers come and go slower than reservations. */
const FRESH_MS = 1000;

/** What is known of this machine's ports between two looks at them. */
export class Machine {
  readonly #environment: Environment;
  #published: Promise<PublishedPorts> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** The host ports that the Docker Engine publishes, or will publish. */
  published(): Promise<PublishedPorts> {
    const now = performance.now();
    if (this.#published === undefined || now - this.#askedAt > FRESH_MS) {
      this.#askedAt = now;
      this.#published = readPublishedPorts(this.#environment, homeFolder(this.#environment));
    }
    return this.#published;
  }
}
