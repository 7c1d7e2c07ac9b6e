import { type PortNumber, type Protocol, portKey, type Survey } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import { type Standing, standingOf } from './standing.js';

/** Why a port was not given: leased by whom, used by which process, published by which container. */
export interface Culprit {
  readonly port: number;
  readonly reason: string;
  /** When it could be asked for again, in the machine's uptime; for what is sure to pass soon. */
  readonly freeAtMs?: number;
  /** Somebody uses the port on it, and is not looked for unless it is told. */
  readonly usedOn?: Protocol;
}

/** A message names this many reasons; more would not be read. */
export const MAX_CULPRITS = 3;
/** What is over before a message about it is read. */
export const PASSING = 'being taken by somebody else';
/** A set in the making is sealed or given back, and a dead owner's holder gone, by then. */
const SOON_MS = 25;

/** What stands in the way of a port, or of several. Each of its methods is a refusal: false. */
export class Culprits {
  #list: Culprit[] = [];
  #own: (Culprit & { readonly name: string })[] = [];
  readonly #store: FolderStore;
  readonly #survey: Survey;

  constructor(store: FolderStore, survey: Survey) {
    this.#store = store;
    this.#survey = survey;
  }

  get list(): readonly Culprit[] {
    return [...this.#list, ...this.#own];
  }

  /** Of the set itself: the names for which numbers are taken that were asked for since the cut. */
  get own(): readonly string[] {
    return this.#own.map(({ name }) => name);
  }

  /** Forgets all but the first few. */
  cut(length: number): void {
    this.#list = this.#list.slice(0, length);
    this.#own = [];
  }

  add(port: number, reason: string): false {
    this.#list.push({ port, reason });
    return false;
  }

  /** What the set that is being made has already: told after what others have. */
  addOwn(port: number, name: string): false {
    this.#own.push({ port, name, reason: `taken for ${name}` });
    return false;
  }

  /** What is over in a moment. */
  addPassing(port: number, reason: string): false {
    return this.#addUntil(port, reason, this.#store.kernel.uptimeMs() + SOON_MS);
  }

  addClaim(port: number, standing: Standing): false {
    if (standing.state === 'live') {
      const reason = `leased by ${standing.holder}`;
      return standing.making ? this.addPassing(port, reason) : this.add(port, reason);
    }
    if (standing.state === 'resting') {
      return this.#addUntil(port, 'resting after its release', standing.untilMs);
    }
    return this.add(port, 'claimed by an unreadable file in the registry');
  }

  /** Somebody uses the port: its lease says more than its socket. */
  addUser(protocol: Protocol, port: PortNumber): false {
    if (this.#list.length >= MAX_CULPRITS) return this.add(port, 'in use');
    const claim = this.#store.readClaim(this.#store.kernel.network, portKey(protocol, port));
    const standing = claim && standingOf(this.#store, claim);
    if (standing?.state === 'live') return this.addClaim(port, standing);
    this.#list.push({ port, reason: 'in use', usedOn: protocol });
    return false;
  }

  /**
   * Those that a message names, with the users of their ports. A process' name costs a walk
   * through /proc, so it is looked up for a refusal, not for each port that is passed over.
   */
  async toTell(): Promise<readonly Culprit[]> {
    const { list } = this;
    const told = list.slice(0, MAX_CULPRITS).map(async (culprit) => {
      if (culprit.usedOn === undefined) return culprit;
      const port = culprit.port as PortNumber;
      return { port, reason: await this.#survey.explain(culprit.usedOn, port) };
    });
    return [...(await Promise.all(told)), ...list.slice(MAX_CULPRITS)];
  }

  /** Only looks: what was claimed to find out would stand in the way of those who want it. */
  async look(protocol: Protocol, port: PortNumber): Promise<void> {
    const claim = this.#store.readClaim(this.#store.kernel.network, portKey(protocol, port));
    const standing = claim && standingOf(this.#store, claim);
    if (standing !== undefined && standing.state !== 'dead') this.addClaim(port, standing);
    else if (!(await this.#survey.isFree(protocol, port))) this.addUser(protocol, port);
  }

  #addUntil(port: number, reason: string, freeAtMs: number): false {
    this.#list.push({ port, reason, freeAtMs });
    return false;
  }
}
