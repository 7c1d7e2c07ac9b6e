import { foldersUp } from '../packages.js';
import type { Site } from '../sites/site.js';
import { type CalledFolders, otherServer } from './called.js';
import type { Candidates } from './candidates.js';
import { type Fitting, type GroupIndex, only } from './group-index.js';
import type { Group, Places } from './groups.js';
import { isPublishedAround, type Joined, joinedOf, serverOutside, serversBelow } from './joined.js';
import { KeptServers, testedBy } from './kept-servers.js';
import { OtherServers } from './other-servers.js';
import { besideVariants } from './variants.js';

/** What knows the ports that there are. */
interface Known {
  readonly index: GroupIndex;
  readonly called: CalledFolders;
}

/** Finds the port that a site speaks of. */
export class Finder {
  readonly #index: GroupIndex;
  readonly #called: CalledFolders;
  readonly #places: Places;
  readonly #kept: KeptServers;
  readonly #others: OtherServers;

  constructor(
    { index, called }: Known,
    places: Places,
    { keeping, native }: Pick<Candidates, 'keeping' | 'native'>,
  ) {
    this.#index = index;
    this.#called = called;
    this.#places = places;
    this.#kept = new KeptServers(keeping, places.moduleOf);
    this.#others = new OtherServers(native, places);
  }

  /** The port that a site speaks of: its own package's, else the only one in the project. */
  find(site: Site): Joined {
    const fitting = this.#index.fitting(site);
    if (site.below !== undefined) return joinedOf(serversBelow(site.below, site, fitting.groups));
    const own = fitting.in(this.#places.packageOf(site.file));
    const nearest = this.#nearest(site, fitting);
    const near = nearest ?? only(own);
    const tied = near ? undefined : this.#index.tied(site);
    // A package of Node may have parts of other ecosystems, each with a server.
    const inPart = this.#places.moduleOf(site.file) !== this.#places.packageOf(site.file);
    const isNear = nearest !== undefined || (near !== undefined && !inPart);
    const isElsewhere = fitting.groups.length > 0 && !isNear && tied === undefined;
    const ofModule = this.#ofModule(site, fitting);
    const at = isElsewhere && ofModule === undefined ? this.#kept.of(site) : undefined;
    const mayRun = at && fitting.groups.some((each) => isPublishedAround(each, site));
    if (at && !mayRun) return { kind: 'stays', at };
    const called = this.#called.find(site, fitting) ?? otherServer(site, near, fitting);
    const sure = nearest ?? tied ?? ofModule;
    const beside = sure ? undefined : besideVariants(site, near, fitting, this.#places);
    const one = only(fitting.groups);
    const named = this.#index.named(site);
    const group = beside ?? near ?? tied ?? ofModule ?? one ?? named ?? called;
    // ADMIN_URL in the package of another server with that number may mean either.
    const isUnclear = called !== undefined && called !== group && tied === undefined;
    if (group && isUnclear) return { kind: 'several', groups: [group, called] };
    const isTied = [beside, near, tied, ofModule, named, called].includes(group);
    const mayMove = group && group.blocked === undefined && site.keeps === undefined;
    const other = mayMove && !isTied ? this.#others.than(group) : undefined;
    if (group && other) return { kind: 'several', groups: [group], staying: other };
    const outside = group && this.#places.isInside(site.port) && serverOutside(group, site);
    if (outside) return { kind: 'outside', at: outside };
    if (group) return { kind: 'joined', group };
    // TCP before UDP in one package: a site that does not say speaks of the usual one.
    const tcp = only(own, ({ protocols }) => protocols.has('tcp'));
    if (tcp) return { kind: 'joined', group: tcp };
    return fitting.groups.length === 0
      ? { kind: 'nobody' }
      : { kind: 'several', groups: fitting.groups };
  }

  /** The port of the part that a site stands in or tests, or of the nearest that holds this part. */
  #nearest(site: Site, fitting: Fitting): Group | undefined {
    const [own = '', ...up] = foldersUp(this.#places.moduleOf(site.file));
    const inside = [own, ...testedBy(site), ...up].filter((folder) => folder !== '');
    const servers = inside.map((folder) => fitting.in(folder)).find(({ length }) => length > 0);
    return only(servers ?? []);
  }

  /** That of the container which is made of a site's module, or of who has its file by a link. */
  #ofModule(site: Site, fitting: Fitting): Group | undefined {
    const { moduleOf, linkedIn } = this.#places;
    const built = this.#index.builtFrom(moduleOf(site.file), site);
    return built ?? only(new Set(linkedIn(site.file).flatMap((module) => fitting.in(module))));
  }
}
