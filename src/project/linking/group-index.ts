import type { Protocol } from '../../ports/index.js';
import { addToSet } from '../packages.js';
import type { Site } from '../sites/site.js';
import type { Candidate } from './candidate.js';
import { besideDocumentation, speaksOfDocumentation } from './documentation.js';
import type { Group } from './groups.js';

/** The ports of one number that a site may speak of. */
export interface Fitting {
  readonly groups: readonly Group[];
  /** Those whose server is of a package, or of a part of one. */
  in(folder: string): readonly Group[];
  /** Those whose servers are told the number, and do not listen on it by default alone. */
  readonly said: readonly Group[];
  /** Without those of documentation, where that makes a difference. */
  readonly undocumented?: Fitting;
}

const OTHER = { tcp: 'udp', udp: 'tcp' } as const;
const NONE: readonly Group[] = [];

/**
 * The ports of a project, by what a site says of one. A thousand packages may have the same number,
 * and each of ten thousand URLs speak of it: none of them looks at all of the ports.
 */
export class GroupIndex {
  readonly #byPort = new Map<number | undefined, Set<Group>>();
  /** By tying key, and by what a module's own container publishes. */
  readonly #byKey = new Map<string, Set<Group>>();
  /** By the name that a user gave, and those that they would have without a variable. */
  readonly #byName = new Map<string, Set<Group>>();
  /** What was found out since one of them last changed, by the protocol that a site says. */
  readonly #fitting = new Map<Protocol | undefined, Map<string, Fitting>>();
  readonly #builtFrom: (mapping: Site) => string | undefined;

  /** @param builtFrom the module of which a container is made that publishes something. */
  constructor(builtFrom: (mapping: Site) => string | undefined) {
    this.#builtFrom = builtFrom;
  }

  add(group: Group): void {
    addToSet(this.#byPort, group.port, group);
    this.learn(group);
  }

  remove(group: Group): void {
    this.forget(group);
    this.#byPort.get(group.port)?.delete(group);
  }

  /** Takes in what a group is called, and what its sites say. */
  learn(group: Group): void {
    if (group.name !== undefined) addToSet(this.#byName, group.name, group);
    for (const { site } of group.members) this.#learnSite(group, site);
    this.#fitting.clear();
  }

  forget(group: Group): void {
    if (group.name !== undefined) this.#byName.get(group.name)?.delete(group);
    for (const { site } of group.members) {
      const { fallbackName } = site;
      for (const key of this.#keysOf(site)) this.#byKey.get(key)?.delete(group);
      if (fallbackName !== undefined) this.#byName.get(fallbackName)?.delete(group);
    }
    this.#fitting.clear();
  }

  /** Gives a group a site more. */
  join(group: Group, candidate: Candidate): void {
    const { site, protocols, blocked } = candidate;
    group.members.push(candidate);
    if (blocked !== undefined) group.blocked ??= blocked;
    this.#learnSite(group, site);
    this.speak(group, protocols);
    if (site.role !== 'refer') this.#fitting.clear();
  }

  /** Gives a group the protocols that it has: one that says none is of sites of any. */
  speak({ protocols }: Group, spoken: Iterable<Protocol>): void {
    for (const protocol of spoken) {
      if (protocols.has(protocol)) continue;
      this.#fitting.delete(protocols.size === 0 ? OTHER[protocol] : protocol);
      protocols.add(protocol);
    }
  }

  #learnSite(group: Group, site: Site): void {
    for (const key of this.#keysOf(site)) addToSet(this.#byKey, key, group);
    if (site.fallbackName !== undefined) addToSet(this.#byName, site.fallbackName, group);
  }

  #keysOf(site: Site): string[] {
    const built = site.role === 'publish' ? this.#builtFrom(site) : undefined;
    return [tyingKey(site) ?? [], built === undefined ? [] : builtKey(built, site)].flat();
  }

  fitting(site: Site): Fitting {
    const found = this.#allFitting(site);
    const { undocumented } = found;
    if (undocumented === undefined || speaksOfDocumentation(site, found.groups)) return found;
    return undocumented;
  }

  #allFitting(site: Site): Fitting {
    const { port, protocol, inside, unlessPublished } = site;
    const spoken = this.#fitting.get(protocol) ?? new Map<string, Fitting>();
    const key = `${port} ${inside === true} ${unlessPublished === undefined}`;
    const known = spoken.get(key);
    if (known) return known;
    const groups = [...(this.#byPort.get(port) ?? NONE)].filter((group) => fits(group, site));
    const others = besideDocumentation(groups);
    const found: Fitting = {
      ...fittingOf(groups),
      ...(others.length < groups.length && { undocumented: fittingOf(others) }),
    };
    this.#fitting.set(protocol, spoken.set(key, found));
    return found;
  }

  /** The port of which a place sets the same variable to the same number. */
  tied(site: Site): Group | undefined {
    const key = tyingKey(site);
    return key === undefined ? undefined : this.#only(this.#byKey.get(key), site);
  }

  /** The port that a container publishes which is made of a module. */
  builtFrom(module: string, site: Site): Group | undefined {
    return this.#only(this.#byKey.get(builtKey(module, site)), site);
  }

  /** The port that has the name of the variable, or would have without one. */
  named(site: Site): Group | undefined {
    const { variable } = site;
    return variable === undefined ? undefined : this.#only(this.#byName.get(variable), site);
  }

  #only(groups: Iterable<Group> = NONE, site: Site): Group | undefined {
    const same = this.#byPort.get(site.port);
    return only(groups, (group) => same?.has(group) === true && fits(group, site));
  }
}

/** The one that fits, where there is only one. */
export function only<T>(
  items: Iterable<T>,
  fits: (item: T) => boolean = () => true,
): T | undefined {
  let found: T | undefined;
  for (const item of items) {
    if (!fits(item)) continue;
    if (found !== undefined) return undefined;
    found = item;
  }
  return found;
}

function fittingOf(groups: readonly Group[]): Fitting {
  return { groups, in: inFolders(groups), said: groups.filter(isSaid) };
}

function isSaid({ members }: Group): boolean {
  return members.some(({ site }) => site.role === 'listen' && site.insert === undefined);
}

/** Its servers take the number where nothing says another one: Next then goes on to the next. */
export function isByDefault({ members }: Group): boolean {
  return members.every(({ site }) => site.role === 'refer' || site.insert !== undefined);
}

function inFolders(groups: readonly Group[]): Fitting['in'] {
  let folders: Map<string | undefined, Set<Group>> | undefined;
  return (folder) => {
    if (folders === undefined) {
      folders = new Map();
      for (const group of groups)
        for (const each of [group.folder, ...(group.alsoIn ?? [])]) addToSet(folders, each, group);
    }
    return [...(folders.get(folder) ?? NONE)];
  };
}

function fits({ protocols, members }: Group, site: Site): boolean {
  const { protocol, inside, unlessPublished } = site;
  if (protocol !== undefined && protocols.size > 0 && !protocols.has(protocol)) return false;
  if (!inside && unlessPublished === undefined) return true;
  const has = (role: Site['role']): boolean => members.some((each) => each.site.role === role);
  const isPublished = has('publish');
  // What a container publishes as well as a program is the program's in there.
  if (inside && isPublished) return has('listen');
  return isPublished || unlessPublished === undefined;
}

/** Variables of the name PORT are each program's own, and tie nothing. */
export function tyingKey({ variable, port }: Site): string | undefined {
  return variable === undefined || variable === 'PORT' ? undefined : `${variable} ${port}`;
}

/** No variable has a slash in its name. */
function builtKey(module: string, { port }: Site): string {
  return `${module}/ ${port}`;
}
