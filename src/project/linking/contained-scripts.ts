import { type NamedScripts, namedScripts } from '../notations/commands/contained.js';
import { addTo, folderOf, foldersUp, nameOf } from '../packages.js';
import { isScriptOf } from '../sites/default-port.js';
import type { ContainedCommand, Findings, FolderReading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';

/** Scripts for development, which an image without its tools cannot run. */
const OF_DEVELOPMENT = /(?:^|[:_-])dev(?:elop(?:ment)?)?(?:$|[:_-])/;

/** More than this no project asks; where one does, any script may run in its containers. */
const MOST_STEPS = 100_000;

/** What containers that are started alike run. */
interface Reached {
  readonly names: ReadonlySet<string>;
  /** Names with a star at the end. */
  readonly starred: readonly string[];
  readonly isWhole: boolean;
}

/** Which package scripts the containers of services run, as far as their commands say it. */
export class ContainedScripts {
  readonly #findings: ReadonlyMap<string, Findings>;
  /** Of all packages by name: in which one a container runs it is not known. */
  readonly #scripts = new Map<string, ContainedCommand[]>();
  /** By name: an override of a service may stand in another folder. */
  readonly #services = new Map<string, ContainedCommand[]>();
  readonly #mounted = new Map<string, string[]>();
  readonly #named = new Map<ContainedCommand, NamedScripts>();
  /** By Dockerfile, and service where that says more. */
  readonly #reachedBy = new Map<string, Reached | undefined>();
  #steps = 0;
  /** Services that take a command from elsewhere, or give theirs to others. */
  readonly #extended = new Set<string>();

  constructor(findings: ReadonlyMap<string, Findings>) {
    this.#findings = findings;
    for (const { reader, commands, extended, folders } of findings.values()) {
      for (const each of commands) {
        if (reader === 'compose') addTo(this.#services, each.of, each);
        else if (each.of !== '') addTo(this.#scripts, each.of, each);
      }
      for (const { service, how, folder } of folders)
        if (how === 'mounts') addTo(this.#mounted, service, folder);
      for (const { service, base } of extended) this.#extended.add(service).add(base);
    }
  }

  /** @returns whether a script is for this machine alone: nothing that the container starts runs it. */
  outside({ how, dockerfile, service }: FolderReading): (site: Site) => boolean {
    const ofImage = this.#findings.get(dockerfile ?? '')?.commands ?? [];
    if (how !== 'is built from' || ofImage.length === 0 || this.#extended.has(service))
      return () => false;
    const reached = this.#ofService(dockerfile ?? '', service);
    if (reached === undefined) return () => false;
    const { names, starred, isWhole } = reached;
    const isBuilt = ofImage.every((each) => each.isBuilt === true);
    const mounted = new Set(this.#mounted.get(service));
    return ({ script, file }) => {
      if (script === undefined || nameOf(file) !== 'package.json') return false;
      if (foldersUp(folderOf(file)).some((folder) => mounted.has(folder))) return false;
      if (names.has(script) || starred.some((name) => isScriptOf(name, script))) return false;
      return isWhole || (isBuilt && OF_DEVELOPMENT.test(script));
    };
  }

  #ofService(dockerfile: string, service: string): Reached | undefined {
    const own = this.#services.get(service) ?? [];
    const key = own.length === 0 ? dockerfile : `${dockerfile} ${service}`;
    if (!this.#reachedBy.has(key)) {
      const ofImage = this.#findings.get(dockerfile)?.commands ?? [];
      this.#reachedBy.set(key, this.#reached([...ofImage, ...own]));
    }
    return this.#reachedBy.get(key);
  }

  /**
   * A script runs those that its text names, and npm those before and after it.
   * @returns undefined where it takes too long to tell.
   */
  #reached(commands: readonly ContainedCommand[]): Reached | undefined {
    const names = new Set<string>();
    let isWhole = true;
    const queue = [...commands];
    for (const each of queue) {
      const named = this.#named.get(each) ?? namedScripts(each.command);
      this.#named.set(each, named);
      isWhole &&= named.isWhole;
      for (const word of named.words) {
        this.#steps += word.endsWith('*') ? this.#scripts.size : 1;
        if (this.#steps > MOST_STEPS) return undefined;
        for (const name of names.has(word) ? [] : this.#meantBy(word)) {
          if (names.has(name)) continue;
          names.add(name);
          queue.push(...(this.#scripts.get(name) ?? []));
        }
      }
    }
    return { names, starred: [...names].filter((name) => name.endsWith('*')), isWhole };
  }

  #meantBy(word: string): string[] {
    const more = word.endsWith('*') ? [...this.#scripts.keys()] : [];
    const fitting = more.filter((name) => isScriptOf(word, name));
    return [word, ...fitting].flatMap((name) => [name, `pre${name}`, `post${name}`]);
  }
}
