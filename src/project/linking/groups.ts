import type { PortNumber, PortRequest, Protocol } from '../../ports/index.js';
import { addTo } from '../packages.js';
import type { Site } from '../sites/site.js';
import { CalledFolders } from './called.js';
import type { Candidate } from './candidate.js';
import type { Candidates } from './candidates.js';
import { Finder } from './finder.js';
import { GroupIndex, tyingKey } from './group-index.js';
import { homesOf } from './homes.js';
import type { Joined } from './joined.js';
import { publisherFinder } from './outside-scripts.js';
import { splitByModule, splitByProject, splitByProtocol } from './splits.js';

/** A port in the making. */
export interface Group {
  /** The package whose server it is; undefined for one that only a request or a CI runner names. */
  readonly folder: string | undefined;
  readonly port: PortNumber | undefined;
  readonly protocols: Set<Protocol>;
  readonly members: Candidate[];
  /** Of other packages, whose ports turned out to be this one. */
  readonly alsoIn?: Set<string>;
  /** The name that a user gave it. */
  name?: string;
  /** Why none of its sites can move. */
  blocked?: string;
}

/** What is known of the places that sites stand in. */
export interface Places {
  readonly packageOf: (path: string) => string;
  readonly moduleOf: (path: string) => string;
  /** The module of which a container is made that publishes something. */
  readonly builtFrom: (mapping: Site) => string | undefined;
  /** Whether any container of the project has a number inside. */
  readonly isInside: (port: number) => boolean;
  /** As of `OutsideScripts`. */
  readonly publishedAs: (site: Site) => string | undefined;
  /** The modules that have a file by a link to it. */
  readonly linkedIn: (path: string) => readonly string[];
}

/** The ports of a project while sites are being tied together. */
export class Groups {
  readonly #all = new Set<Group>();
  readonly #index: GroupIndex;
  readonly #called = new CalledFolders();
  readonly #places: Places;
  readonly #finder: Finder;

  constructor(places: Places, candidates: Pick<Candidates, 'keeping' | 'native'>) {
    this.#index = new GroupIndex(places.builtFrom);
    this.#places = places;
    this.#finder = new Finder({ index: this.#index, called: this.#called }, places, candidates);
  }

  get all(): readonly Group[] {
    return [...this.#all];
  }

  /** Takes a group in that was made elsewhere. */
  include(group: Group): void {
    this.#all.add(group);
    this.#called.add(group);
    this.#index.add(group);
  }

  /**
   * Servers first: in one package one number and protocol is one port, unless several modules of
   * it state the number, each for a server of its own.
   */
  addServers(candidates: readonly Candidate[]): void {
    const servers = candidates.filter(({ site }) => site.role !== 'refer');
    const references = candidates.filter(({ site }) => site.role === 'refer');
    const spokenOf = new Set(references.map(({ site }) => site.port));
    const byNumber = new Map<string, Candidate[]>();
    for (const server of servers) {
      const key = `${this.#places.packageOf(server.site.file)} ${server.site.port}`;
      addTo(byNumber, key, server);
    }
    for (const members of byNumber.values()) {
      for (const { folder, part } of splitByModule(members, this.#places)) {
        const parts = splitByProtocol(part).flatMap((each) => splitByProject(each, spokenOf));
        for (const each of parts) this.#add(each, folder);
      }
    }
    this.#tie();
  }

  #add(members: readonly Candidate[], folder: string): Group | undefined {
    const [first] = members;
    if (first === undefined) return undefined;
    const group = this.#open(first.site, folder);
    for (const member of members) this.join(group, member);
    return group;
  }

  #open({ file, port }: Site, folder = this.#places.packageOf(file)): Group {
    const alsoIn = new Set<string>();
    const group: Group = { folder, port, protocols: new Set(), members: [], alsoIn };
    this.include(group);
    return group;
  }

  addRequested(request: PortRequest): Group {
    const { name, port } = request;
    const group: Group = {
      folder: undefined,
      port,
      name,
      protocols: new Set(request.protocols),
      members: [],
    };
    this.include(group);
    return group;
  }

  /**
   * One number of a package is one port, and what cannot move keeps all that states it; unless the
   * user says that the servers which could move are another port.
   */
  part({ name, port, protocols }: PortRequest): Group | undefined {
    const kept = this.all.find(
      (group) =>
        group.blocked !== undefined &&
        port !== undefined &&
        group.port === port &&
        protocols.some((each) => group.protocols.size === 0 || group.protocols.has(each)) &&
        !group.members.some(({ site, blocked }) => blocked && site.variable === name),
    );
    const free = kept === undefined ? [] : freeServers(kept);
    if (kept === undefined || free.length === 0) return undefined;
    const rest = kept.members.filter((member) => !free.includes(member));
    this.#leave(kept, rest);
    return this.#add(free, kept.folder ?? '');
  }

  #leave(group: Group, members: readonly Candidate[]): void {
    this.#index.forget(group);
    group.members.splice(0, group.members.length, ...members);
    this.#index.learn(group);
  }

  /** Once all that speaks of them is known, compose projects that keep a number let the others go. */
  partByProject(): void {
    for (const group of this.all) {
      if (group.blocked === undefined || group.folder === undefined) continue;
      const homes = group.name === undefined ? homesOf(group) : undefined;
      if (homes === undefined) continue;
      const [first = [], ...kept] = homes.kept;
      this.#leave(group, first);
      group.blocked = first.find(({ blocked }) => blocked !== undefined)?.blocked ?? group.blocked;
      for (const each of [...kept, homes.free]) this.#add(each, group.folder);
    }
  }

  /**
   * Across packages the same variable with the same number is one port, and so is a script with
   * what a container of its package publishes.
   */
  #tie(): void {
    const known = new Map<string, Group>();
    const publishersOf = publisherFinder(this.all, this.#places.publishedAs);
    for (const group of this.all) {
      const keys = [...tyingKeys(group), ...publishersOf(group)];
      const other = keys.map((key) => known.get(key)).find((found) => found !== undefined);
      if (other) this.#merge(other, group);
      for (const key of keys) known.set(key, other ?? group);
    }
  }

  #merge(into: Group, from: Group): void {
    for (const member of from.members) this.join(into, member);
    this.#index.speak(into, from.protocols);
    for (const folder of [from.folder ?? '', ...(from.alsoIn ?? [])]) into.alsoIn?.add(folder);
    this.#all.delete(from);
    this.#called.remove(from);
    this.#index.remove(from);
  }

  join(group: Group, candidate: Candidate): void {
    this.#index.join(group, candidate);
  }

  /** Gives a port the name that a user has for it, and the protocols where nobody else says any. */
  name(group: Group, { name, protocols }: PortRequest): void {
    group.name = name;
    if (group.protocols.size === 0) this.#index.speak(group, protocols);
    this.#index.learn(group);
  }

  /** As `find`; but a variable that may be a server's own, and that nobody else has, is a port. */
  place(candidate: Candidate): Joined {
    const found = this.find(candidate.site);
    if (found.kind !== 'nobody' || !candidate.site.mayServe) return found;
    candidate.site = { ...candidate.site, role: 'listen' };
    return { kind: 'joined', group: this.#open(candidate.site) };
  }

  /** As of `Finder`. */
  find(site: Site): Joined {
    return this.#finder.find(site);
  }
}

/** Servers of a port that cannot move which could, if they were not that port. */
export function freeServers({ members }: Group): Candidate[] {
  return members.filter(({ site, blocked }) => blocked === undefined && site.role !== 'refer');
}

function tyingKeys({ members }: Group): string[] {
  return members.flatMap(({ site }) => tyingKey(site) ?? []);
}
