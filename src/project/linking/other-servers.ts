import { addTo, foldersUp } from '../packages.js';
import type { BoundNumber } from '../sites/bound.js';
import type { Group, Places } from './groups.js';
import { isPublishedAround } from './joined.js';

/** What source code listens on and stays: a site may mean it as well as a port that nothing ties it to. */
export class OtherServers {
  readonly #byPort = new Map<number, BoundNumber[]>();
  readonly #places: Places;
  /** There may be a thousand of one number, and of what speaks of it ten thousand. */
  readonly #known = new Map<Group, BoundNumber | undefined>();

  constructor(servers: readonly BoundNumber[], places: Places) {
    for (const each of servers) addTo(this.#byPort, each.port, each);
    this.#places = places;
  }

  /** One with the number of a port that is none of its own. */
  than(group: Group): BoundNumber | undefined {
    if (this.#known.has(group)) return this.#known.get(group);
    const servers = this.#byPort.get(group.port ?? 0);
    const found = servers?.find((each) => !this.#isOf(group, each));
    this.#known.set(group, found);
    return found;
  }

  /** A command of its module or of one around it may start it, and so may a container. */
  #isOf(group: Group, server: BoundNumber): boolean {
    const { moduleOf, builtFrom } = this.#places;
    const [own, ...above] = foldersUp(moduleOf(server.file));
    const around = new Set([own, ...above]);
    const isItself = group.members.some(
      ({ site }) =>
        (site.role === 'listen' && around.has(moduleOf(site.file))) ||
        (site.role === 'publish' && (moduleOf(site.file) === own || builtFrom(site) === own)),
    );
    return isItself || isPublishedAround(group, server);
  }
}
