import { type ContainerIdentity, findContainer, isContainerGone } from './containers.js';
import { type PublishedPorts, readPublishedPorts } from './docker.js';
import { elapsedMs } from './elapsed.js';
import type { Environment } from './environment.js';
import { type EphemeralPorts, readEphemeralPorts } from './ephemeral.js';
import { homeFolder } from './home.js';

/**
 * What is known is asked again after this long: containers come and go slower than reservations,
 * and the kernel's settings slower than both.
 */
const FRESH_MS = 1000;

/** An engine that hangs is not waited for once more for each container that it may have. */
const SILENT_MS = 30_000;

/** What is known of this machine's ports between two looks at them. */
export class Machine {
  readonly #environment: Environment;
  #published: Promise<PublishedPorts> | undefined;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #ephemeral: EphemeralPorts | undefined;
  #readAt = 0;
  /** Engines that did not answer lately. */
  readonly #silent = new Set<string>();
  #silentUntil = 0;

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

  /** The same as it was told last, however long ago. */
  lastPublished(): Promise<PublishedPorts> {
    return this.#published ?? this.published();
  }

  /** The ports that the kernel gives out itself. */
  ephemeral(): EphemeralPorts {
    if (this.#ephemeral === undefined || elapsedMs() - this.#readAt > FRESH_MS) {
      this.#ephemeral = readEphemeralPorts();
      this.#readAt = elapsedMs();
    }
    return this.#ephemeral;
  }

  /** A container by name or id; undefined where there is none, or no engine to ask. */
  findContainer(name: string): Promise<ContainerIdentity | undefined> {
    return findContainer(this.#environment, homeFolder(this.#environment), name);
  }

  /** False too where its engine cannot be asked: what cannot be seen is not dead. */
  async isContainerGone(container: ContainerIdentity): Promise<boolean> {
    if (elapsedMs() > this.#silentUntil) this.#silent.clear();
    const before = this.#silent.size;
    const [environment, home] = [this.#environment, homeFolder(this.#environment)];
    const isGone = await isContainerGone(environment, home, container, this.#silent);
    if (this.#silent.size > before) this.#silentUntil = elapsedMs() + SILENT_MS;
    return isGone;
  }

  async #ask(): Promise<PublishedPorts> {
    const published = await readPublishedPorts(this.#environment, homeFolder(this.#environment));
    this.#answeredAt = elapsedMs();
    return published;
  }
}
