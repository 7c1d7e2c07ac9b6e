import type { PortNumber, PortRequest, Protocol } from '../ports/index.js';
import { CalledFolders, saysName } from './called.js';
import type { Candidate } from './gathering.js';
import { addTo } from './packages.js';
import type { Site } from './site.js';
import { splitByProject, splitByProtocol } from './splits.js';

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

/** What a site that speaks of a port comes to. */
export type Joined =
  | { readonly kind: 'joined'; readonly group: Group }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'several'; readonly groups: readonly Group[] };

/** The ports of a project while sites are being tied together. */
export class Groups {
  readonly #byPort = new Map<number | undefined, Group[]>();
  readonly #all = new Set<Group>();
  readonly #called = new CalledFolders();
  readonly #packageOf: (path: string) => string;
  readonly #moduleOf: (path: string) => string;

  constructor(packageOf: (path: string) => string, moduleOf: (path: string) => string) {
    this.#packageOf = packageOf;
    this.#moduleOf = moduleOf;
  }

  get all(): readonly Group[] {
    return [...this.#all];
  }

  /** Takes a group in that was made elsewhere. */
  include(group: Group): void {
    this.#all.add(group);
    this.#called.add(group);
    addTo(this.#byPort, group.port, group);
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
      const key = `${this.#packageOf(server.site.file)} ${server.site.port}`;
      addTo(byNumber, key, server);
    }
    for (const members of byNumber.values()) {
      for (const { folder, part } of this.#splitByModule(members)) {
        const parts = splitByProtocol(part).flatMap((each) => splitByProject(each, spokenOf));
        for (const each of parts) this.#add(each, folder);
      }
    }
    this.#tieByVariable();
  }

  /** One module alone is as good as its package: what stands outside of it speaks of its server. */
  #splitByModule(members: readonly Candidate[]): { folder: string; part: Candidate[] }[] {
    const byModule = new Map<string, Candidate[]>();
    for (const member of members) addTo(byModule, this.#moduleOf(member.site.file), member);
    const [first] = members;
    const folder = first === undefined ? '' : this.#packageOf(first.site.file);
    const modules = [...byModule.keys()].filter((each) => each !== folder);
    if (modules.length < 2) return [{ folder, part: [...members] }];
    return [...byModule].map(([module, part]) => ({ folder: module, part }));
  }

  #add(members: readonly Candidate[], folder: string): Group | undefined {
    const [first] = members;
    if (first === undefined) return undefined;
    const group = this.#open(first.site, folder);
    for (const member of members) join(group, member);
    return group;
  }

  #open({ file, port }: Site, folder = this.#packageOf(file)): Group {
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
    kept.members.splice(0, kept.members.length, ...rest);
    return this.#add(free, kept.folder ?? '');
  }

  /** Across packages the same variable with the same number is one port. */
  #tieByVariable(): void {
    const known = new Map<string, Group>();
    for (const group of this.all) {
      const keys = tyingKeys(group);
      const other = keys.map((key) => known.get(key)).find((found) => found !== undefined);
      if (other) this.#merge(other, group);
      for (const key of keys) known.set(key, other ?? group);
    }
  }

  #merge(into: Group, from: Group): void {
    for (const member of from.members) join(into, member);
    for (const protocol of from.protocols) into.protocols.add(protocol);
    for (const folder of [from.folder ?? '', ...(from.alsoIn ?? [])]) into.alsoIn?.add(folder);
    this.#all.delete(from);
    this.#called.remove(from);
  }

  /** As `find`; but a variable that may be a server's own, and that nobody else has, is a port. */
  place(candidate: Candidate): Joined {
    const found = this.find(candidate.site);
    if (found.kind !== 'nobody' || !candidate.site.mayServe) return found;
    candidate.site = { ...candidate.site, role: 'listen' };
    return { kind: 'joined', group: this.#open(candidate.site) };
  }

  /** The port that a site speaks of: its own package's, else the only one in the project. */
  find(site: Site): Joined {
    const same = this.#byPort.get(site.port) ?? [];
    const fitting = same.filter((group) => this.#all.has(group) && fits(group, site));
    const [module, home] = [this.#moduleOf(site.file), this.#packageOf(site.file)];
    const inModule = fitting.filter((group) => isIn(group, module));
    const own = fitting.filter((group) => isIn(group, home));
    const tied = tiedTo(site, fitting);
    const named = fitting.filter((group) => saysName(group, site.variable));
    const called = this.#called.find(site, fitting);
    const choices = [inModule, own, tied, fitting, named, called ? [called] : []];
    const choice = choices.find(({ length }) => length === 1);
    const [only] = choice ?? [];
    // ADMIN_URL in the package of another server with that number may mean either.
    const isUnclear = called !== only && choice !== tied;
    if (only && called && isUnclear) return { kind: 'several', groups: [only, called] };
    if (only) return { kind: 'joined', group: only };
    // TCP before UDP in one package: a site that does not say speaks of the usual one.
    const [tcp, ...others] = own.filter(({ protocols }) => protocols.has('tcp'));
    if (tcp && others.length === 0) return { kind: 'joined', group: tcp };
    return fitting.length === 0 ? { kind: 'nobody' } : { kind: 'several', groups: fitting };
  }
}

/** Servers of a port that cannot move which could, if they were not that port. */
export function freeServers({ members }: Group): Candidate[] {
  return members.filter(({ site, blocked }) => blocked === undefined && site.role !== 'refer');
}

export function join(group: Group, candidate: Candidate): void {
  group.members.push(candidate);
  for (const protocol of candidate.protocols) group.protocols.add(protocol);
  if (candidate.blocked !== undefined) group.blocked ??= candidate.blocked;
}

function fits({ protocols, members }: Group, site: Site): boolean {
  const { protocol, inside, unlessPublished } = site;
  if (protocol !== undefined && protocols.size > 0 && !protocols.has(protocol)) return false;
  if (!inside && unlessPublished === undefined) return true;
  const isPublished = members.some((member) => member.site.role === 'publish');
  return isPublished ? !inside : unlessPublished === undefined;
}

function isIn({ folder, alsoIn }: Group, place: string): boolean {
  return folder === place || alsoIn?.has(place) === true;
}

/** Variables of the name PORT are each program's own, and tie nothing. */
function tyingKey({ variable, port }: Site): string | undefined {
  return variable === undefined || variable === 'PORT' ? undefined : `${variable} ${port}`;
}

function tiedTo(site: Site, groups: readonly Group[]): Group[] {
  const key = tyingKey(site);
  if (key === undefined) return [];
  return groups.filter(({ members }) => members.some((each) => tyingKey(each.site) === key));
}

function tyingKeys({ members }: Group): string[] {
  return members.flatMap(({ site }) => tyingKey(site) ?? []);
}
