import { type ContainerIdentity, findContainer, isContainerGone } from './containers.js';
import { type PublishedPorts, readPublishedPorts } from './docker.js';
import { elapsedMs } from './elapsed.js';
import type { Environment } from './environment.js';
import { homeFolder } from './home.js';

/** An engine is asked again after this long: containers come and go slower than reservations. */
const FRESH_MS = 1000;

/** What is known of this machine's ports between two looks at them. */
export class Machine {
  readonly #environment: Environment;
  #published: Promise<PublishedPorts> | undefined;
  #answeredAt = Number.NEGATIVE_INFINITY;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** The host ports that the Docker Engine publishes, or will publish. */
  published(): Promise<PublishedPorts> {
    if (this.#published === undefined || elapsedMs() - this.#answeredAt > FRESH_MS) {
      this.#answeredAt = Number.POSITIVE_INFINITY; // not yet
      this.#published = this.#ask();
    }
    return this.#published;
  }

  /** A container by name or id; undefined where there is none, or no engine to ask. */
  findContainer(name: string): Promise<ContainerIdentity | undefined> {
    return findContainer(this.#environment, homeFolder(this.#environment), name);
  }

  /** False too where its engine cannot be asked: what cannot be seen is not dead. */
  isContainerGone(container: ContainerIdentity): Promise<boolean> {
    return isContainerGone(this.#environment, homeFolder(this.#environment), container);
  }

  async #ask(): Promise<PublishedPorts> {
    const published = await readPublishedPorts(this.#environment, homeFolder(this.#environment));
    this.#answeredAt = elapsedMs();
    return published;
  }
}
