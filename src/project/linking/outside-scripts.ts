import { addTo, addToSet, folderOf } from '../packages.js';
import { isScriptOf } from '../sites/default-port.js';
import type { Findings, FolderReading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { siteKey } from '../sites/site-place.js';
import type { StartedScript } from '../sites/started.js';
import type { Group } from './groups.js';
import { mappingOf } from './splits.js';

/** Each container of a project may publish the number of each script, and each test start some. */
const MOST_PUBLISHERS = 100;
const MOST_SCRIPTS = 100;

/**
 * Scripts for this machine alone, of folders that a container holds which publishes their number:
 * what runs there and what runs here are one program, and one port of the two is free at a time.
 */
export class OutsideScripts {
  readonly #findings: ReadonlyMap<string, Findings>;
  /** By site, what publishes its number. */
  readonly #publishers = new Map<string, string>();
  /** By publisher, the scripts. */
  readonly #scripts = new Map<string, Set<Site>>();
  /** What a container may run. */
  readonly #inside = new Map<string, Site>();
  readonly #known = new Map<string, boolean>();

  constructor(findings: ReadonlyMap<string, Findings>) {
    this.#findings = findings;
  }

  /** @param publisher as `publisherKey`, or the empty text. */
  add(site: Site, isOutside: boolean, publisher: string): void {
    this.#known.clear();
    if (!isOutside) this.#inside.set(siteKey(site), site);
    else if (publisher !== '') {
      this.#publishers.set(siteKey(site), publisher);
      addToSet(this.#scripts, publisher, site);
    }
  }

  /** The container that publishes the number of a script which moves with it. */
  publishedAs(site: Site): string | undefined {
    const publisher = this.#publishers.get(siteKey(site));
    if (publisher === undefined || this.#inside.has(siteKey(site))) return undefined;
    if (this.#scripts.size > MOST_PUBLISHERS) return undefined;
    const isOne = this.#known.get(publisher) ?? this.#isOne(publisher);
    this.#known.set(publisher, isOne);
    return isOne ? publisher : undefined;
  }

  /** Of several packages, or of two scripts that one test starts, it is not known which it is. */
  #isOne(publisher: string): boolean {
    const scripts = [...(this.#scripts.get(publisher) ?? [])].filter(
      (site) => !this.#inside.has(siteKey(site)),
    );
    const packages = new Set(scripts.map(({ file }) => file));
    const others = [...this.#inside.values()].filter(
      ({ file, port }) => packages.has(file) && port === scripts[0]?.port,
    );
    if (packages.size !== 1 || scripts.length + others.length > MOST_SCRIPTS) return false;
    return !(others.length > 0 && this.#areStarted(scripts, others));
  }

  #areStarted(scripts: readonly Site[], others: readonly Site[]): boolean {
    return [...this.#findings.values()].some(({ starts }) => {
      const lines = new Map<number, StartedScript[]>();
      for (const each of starts) addTo(lines, each.isOfLine ? each.line : 0, each);
      return [...lines.values()].some(
        (each) => each.length > 1 && startsOneOf(each, scripts) && startsOneOf(each, others),
      );
    });
  }
}

function startsOneOf(starts: readonly StartedScript[], sites: readonly Site[]): boolean {
  return starts.some((start) => sites.some(({ script = '' }) => isScriptOf(start.script, script)));
}

export function publisherKey(
  { file, service }: Pick<FolderReading, 'file' | 'service'>,
  port: number,
): string {
  return `${folderOf(file)} ${service} ${port}`;
}

/** Finds for a port the containers that publish it, and those that a script of it goes with. */
export function publisherFinder(
  groups: readonly Group[],
  publishedAs: (site: Site) => string | undefined,
): (group: Group) => string[] {
  const all = groups.flatMap(({ members }) => members);
  const known = new Set(all.flatMap(({ site }) => publishedAs(site) ?? []));
  return ({ members, protocols }) => {
    if (known.size === 0 || (protocols.size > 0 && !protocols.has('tcp'))) return [];
    const keys = members.flatMap(({ site }) => publisherOf(site) ?? publishedAs(site) ?? []);
    return keys.filter((key) => known.has(key));
  };
}

function publisherOf(site: Site): string | undefined {
  if (site.role !== 'publish') return undefined;
  const { file, service } = mappingOf(site);
  return publisherKey({ file, service }, site.port);
}
