import type { PortNumber, PortRequest, Protocol } from '../../ports/index.js';
import type { Modules } from '../discovery/module-names.js';
import { nothingFound } from '../files/gathered.js';
import { addToSet, moduleFolders, nearestOf, packageFinder, sortByPath } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import { isUnwritten } from '../sites/inserted.js';
import { publishedReason } from '../sites/reasons.js';
import type { Site } from '../sites/site.js';
import { type GroupBlock, settleBlocks } from './blocks.js';
import { builtModules } from './built-modules.js';
import type { Candidate } from './candidate.js';
import { type Candidates, gatherCandidates } from './candidates.js';
import type { GatherOptions } from './gather-options.js';
import { only } from './group-index.js';
import { type Group, Groups } from './groups.js';
import type { Joined } from './joined.js';
import { describeLinks, type Linked } from './linked.js';
import { variablesOf } from './names.js';
import { findPartVariables } from './part-variables.js';
import type { KnownFiles } from './scope.js';

/** A port that somebody else has given out: a CI runner's service container. */
export interface ExternalPort {
  readonly name: string;
  readonly protocol: Protocol;
  /** What the project calls it: 5432. */
  readonly port: PortNumber;
  /** Where it is reached on this machine. */
  readonly assigned: PortNumber;
}

export interface LinkOptions extends KnownFiles, GatherOptions, Pick<Modules, 'moduleNames'> {
  /** All files of the project that were found: they say where its packages are. */
  readonly paths: Iterable<string>;
  /** All files of the project: they say what parts its packages have. By default `paths`. */
  readonly manifests?: Iterable<string>;
  readonly requests?: readonly PortRequest[];
  readonly external?: readonly ExternalPort[];
}

/** All sites in the groups that they belong to, and those that belong to none. */
export interface Links {
  readonly candidates: Candidates;
  readonly groups: readonly Group[];
  readonly external: ReadonlyMap<Group, ExternalPort>;
  readonly blocks: ReadonlyMap<Group, GroupBlock>;
  readonly unclear: readonly { readonly site: Site; readonly joined: Joined }[];
}

/** What was linked, and what it means for the parts of the project. */
export interface LinkedProject extends Linked {
  /** Variables that are one part's own, by which; see `findPartVariables`. */
  readonly partVariables: ReadonlyMap<string, string>;
}

/** Ties the findings of all files together: which sites are one port, and what it is called. */
export function link(findings: ReadonlyMap<string, Findings>, options: LinkOptions): LinkedProject {
  const telling = [...findings].filter(([, found]) => found !== nothingFound(found.reader));
  const sorted = new Map(sortByPath(telling, ([path]) => path));
  const packageOf = packageFinder(options.paths);
  const modules = moduleFolders(options.manifests ?? options.paths);
  const moduleOf = nearestOf(modules);
  const isRead = (path: string): boolean => findings.has(path);
  const asked = new Set<string>(options.requests?.map(({ name }) => name));
  const layout = { packageOf, moduleOf, isRead, asked };
  const candidates = gatherCandidates(sorted, { ...options, ...layout });
  const builtFrom = builtModules(sorted, moduleOf);
  const linkedIn = linkingModules(options.links, moduleOf);
  const inside = new Set([...sorted.values()].flatMap((each) => each.containerPorts));
  const isInside = (port: number): boolean => inside.has(port);
  const { publishedAs } = candidates;
  const places = { packageOf, moduleOf, builtFrom, linkedIn, isInside, publishedAs };
  const groups = new Groups(places, candidates);
  const linking = new Linking(candidates, options, groups, moduleOf);
  const linked = describeLinks(linking.run(), sorted);
  const parts = { folders: modules, of: moduleOf };
  return { ...linked, partVariables: findPartVariables(linked.ports, parts, asked) };
}

/** `apps/web/.env → ../../.env`: what the file says is what the module is told. */
function linkingModules(
  links: KnownFiles['links'],
  moduleOf: (path: string) => string,
): (path: string) => readonly string[] {
  const modules = new Map<string, Set<string>>();
  for (const [link, path] of links ?? []) addToSet(modules, path, moduleOf(link));
  return (path) => [...(modules.get(path) ?? [])];
}

interface Unclear {
  readonly candidate: Candidate;
  readonly site: Site;
  readonly joined: Joined;
}

class Linking {
  readonly #candidates: Candidates;
  readonly #options: LinkOptions;
  readonly #groups: Groups;
  readonly #moduleOf: (path: string) => string;
  /** Whom a number belongs to that otherwise nobody, or more than one, would have. */
  readonly #requested = new Map<number, Group>();
  readonly #external = new Map<Group, ExternalPort>();
  readonly #unclear: Unclear[] = [];
  /** By module and number, the ports of others that it speaks of. */
  readonly #spokenOf = new Map<string, Set<Group>>();

  constructor(
    candidates: Candidates,
    options: LinkOptions,
    groups: Groups,
    moduleOf: (path: string) => string,
  ) {
    this.#candidates = candidates;
    this.#options = options;
    this.#groups = groups;
    this.#moduleOf = moduleOf;
  }

  /** Servers, then what may be one, then what speaks of one: each finds those before it. */
  run(): Links {
    this.#groups.addServers(this.#candidates.all);
    for (const external of this.#options.external ?? []) this.#addExternal(external);
    const all = this.#candidates.all.filter(({ site }) => site.role === 'refer');
    const references = all.filter(({ site }) => !onlyFollows(site));
    const mayServe = new Set(references.filter(({ site }) => site.mayServe));
    for (const candidate of mayServe) this.#place(candidate);
    for (const external of this.#external.values()) this.#keepGiven(external);
    for (const request of this.#options.requests ?? []) this.#addRequest(request);
    for (const candidate of references) if (!mayServe.has(candidate)) this.#place(candidate);
    for (const each of this.#unclear.splice(0)) this.#settle(each);
    this.#groups.partByProject();
    const groups = this.#groups.all.filter((group) => !this.#external.has(group));
    const blocks = settleBlocks(groups);
    for (const candidate of all) if (onlyFollows(candidate.site)) this.#follow(candidate);
    return {
      blocks,
      candidates: this.#candidates,
      groups,
      external: this.#external,
      unclear: this.#unclear,
    };
  }

  /** Only where the project has no server of its own on that number. */
  #addExternal(external: ExternalPort): void {
    const { name, protocol, port } = external;
    const isOwn = this.#groups.all.some((own) => own.port === port && own.protocols.has(protocol));
    const protocols = new Set([protocol]);
    const group: Group = { folder: undefined, port, name, protocols, members: [] };
    if (!isOwn) this.#groups.include(group);
    this.#external.set(group, external);
  }

  /** Who says the number that a service was given may mean that service: it works there as it is. */
  #keepGiven({ name, protocol, assigned }: ExternalPort): void {
    for (const group of this.#groups.all) {
      const { members, port, protocols } = group;
      const mayBe = protocols.size === 0 || protocols.has(protocol);
      if (port !== assigned || !mayBe || this.#external.has(group)) continue;
      const reason = publishedReason(name, assigned);
      for (const member of members) member.blocked ??= reason;
      group.blocked ??= reason;
    }
  }

  #place(candidate: Candidate): void {
    const joined = this.#groups.place(candidate);
    const { site } = candidate;
    const group = joined.kind === 'joined' ? joined.group : this.#requested.get(site.port);
    if (group === undefined) this.#unclear.push({ candidate, site, joined });
    else this.#groups.join(group, candidate);
    const isOther = group !== undefined && group.folder !== this.#moduleOf(site.file);
    if (isOther) addToSet(this.#spokenOf, this.#numberKey(site), group);
  }

  #numberKey({ file, port }: Site): string {
    return `${this.#moduleOf(file)} ${port}`;
  }

  /**
   * One number of a module is one port: the one that a name, say, told of another place of it. What
   * stands at the root may speak for each of the modules.
   */
  #settle(unclear: Unclear): void {
    const { candidate, site, joined } = unclear;
    const [only, ...others] = this.#spokenOf.get(this.#numberKey(site)) ?? [];
    const isOne = only !== undefined && others.length === 0 && this.#moduleOf(site.file) !== '';
    const mayBe = joined.kind === 'several' && isOne && joined.groups.includes(only);
    if (mayBe) this.#groups.join(only, candidate);
    else this.#unclear.push(unclear);
  }

  /** It goes with a port that moves; of one that stays it says nothing. */
  #follow(candidate: Candidate): void {
    const { site } = candidate;
    const joined = this.#groups.find(site);
    const group = joined.kind === 'joined' ? joined.group : this.#requested.get(site.port);
    const groups = group ? [group] : joined.kind === 'several' ? joined.groups : [];
    if (groups.every(({ blocked }) => blocked !== undefined)) return;
    if (group === undefined || site.stays !== undefined)
      this.#unclear.push({ candidate, site, joined });
    else this.#groups.join(group, candidate);
  }

  /** Names the port that has the number, or the variable; or is one by itself. */
  #addRequest(request: PortRequest): void {
    const group =
      this.#requestedGroup(request) ??
      this.#groups.part(request) ??
      this.#groups.addRequested(request);
    this.#groups.name(group, request);
    if (request.port !== undefined) this.#requested.set(request.port, group);
  }

  #requestedGroup({ name, port, protocols }: PortRequest): Group | undefined {
    const own = this.#groups.all.filter(
      (group) => group.name === undefined && group.blocked === undefined,
    );
    const same = own.filter(
      (group) =>
        port !== undefined &&
        group.port === port &&
        (group.protocols.size === 0 || protocols.some((each) => group.protocols.has(each))),
    );
    const atRoot = same.find(({ folder }) => folder === '');
    return findCalled(same, name) ?? atRoot ?? only(same) ?? findCalled(own, name);
  }
}

/** A URL that leaves its port out, and what stays whatever it means: they tell nothing of servers. */
function onlyFollows(site: Site): boolean {
  return isUnwritten(site) || site.stays !== undefined;
}

function findCalled(groups: readonly Group[], name: string): Group | undefined {
  return (
    groups.find((group) => variablesOf(group).includes(name)) ??
    groups.find(({ members }) => members.some(({ site }) => site.fallbackName === name))
  );
}
