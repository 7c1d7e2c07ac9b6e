import type { Modules } from '../discovery/module-names.js';
import { nothingFound } from '../files/gathered.js';
import { setOnce } from '../packages.js';
import type { Findings, FolderReading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { placeText, siteKey } from '../sites/site-place.js';
import type { Stayed } from '../sites/started.js';
import { ContainedScripts } from './contained-scripts.js';
import { ContainedServers, isNamedAfter } from './contained-servers.js';
import { OutsideScripts, publisherKey } from './outside-scripts.js';
import type { Published } from './published.js';
import type { ServicePorts } from './service-ports.js';

/** What the services have inside, and on this machine. */
interface Services {
  readonly ports: ServicePorts;
  readonly published: Published;
}

/** The scripts and variables of folders that a container holds, with a number of that container. */
export class HeldFolders {
  readonly #findings: ReadonlyMap<string, Findings>;
  readonly #services: Services;
  readonly #modules: Modules;
  readonly #held = new Map<string, Pick<Stayed, 'reason' | 'isByName'>>();
  /** Files that say all that one program listens on, with why the container's numbers in them stay. */
  readonly #files = new Map<string, Pick<Stayed, 'reason' | 'isByName'>>();
  /** What a container publishes that holds it. */
  readonly #published = new Set<string>();
  readonly #outside: OutsideScripts;
  #scripts: ContainedScripts | undefined;
  /** By compose file and service, what the image exposes that is built. */
  readonly #images = new Map<string, readonly number[]>();
  #servers: ContainedServers | undefined;

  constructor(findings: ReadonlyMap<string, Findings>, services: Services, modules: Modules) {
    this.#findings = findings;
    this.#services = services;
    this.#modules = modules;
    this.#outside = new OutsideScripts(findings);
  }

  /** What a site states that may be a container's own number, with the reason; or undefined. */
  stays(site: Site): Stayed | undefined {
    const key = siteKey(site);
    const beside = isOfOneProgram(site) ? this.#files.get(site.file) : undefined;
    const held = this.#held.get(key) ?? beside;
    return held && { site, ...held, isPublished: this.#published.has(key) };
  }

  /** As of `OutsideScripts`. */
  publishedAs(site: Site): string | undefined {
    return this.#outside.publishedAs(site);
  }

  read(reading: FolderReading): void {
    const { service, how, file } = reading;
    // Who mounts sources develops there; what is built from them may be for another machine.
    const advice =
      how === 'mounts'
        ? ''
        : `. If that file is not for this machine, leave it out in portkeeper.yaml with "ignore: [${file}]"`;
    const reasonFor = (what: string, inside: string) =>
      `the service "${service}" ${how} its ${what} (${placeText(reading)}) and has ${inside} inside${advice}`;
    const isByName = isNamedAfter(how);
    this.#servers ??= new ContainedServers(this.#findings, this.#modules);
    this.#scripts ??= new ContainedScripts(this.#findings);
    const scripts = this.#scripts;
    let isOutside: ((site: Site) => boolean) | undefined;
    let holdsServers = false;
    const ports = [...this.#services.ports.of(file, service), ...this.#exposed(reading)];
    for (const port of ports) {
      const isPublished = this.#services.published.has(file, service, port);
      const keep = (sites: readonly Site[], what: string): void => {
        // Thousands of services may have thousands of numbers, and nobody be told of them.
        if (sites.length === 0) return;
        isOutside ??= scripts.outside(reading);
        const publisher = isPublished ? publisherKey(reading, port) : '';
        for (const site of sites) this.#outside.add(site, isOutside(site), publisher);
        this.#keep(sites, {
          ...{ reason: reasonFor(what, 'this number'), isByName, isPublished },
          beside: reasonFor(what, 'others of its file'),
        });
      };
      const inFolder = this.#servers.inFolder(port, reading);
      holdsServers ||= inFolder.length > 0;
      keep(inFolder, 'folder');
      keep(this.#servers.inModule(port, reading), 'module');
    }
    const { called = [], ...rest } = reading;
    if (holdsServers) return;
    for (const folder of called) this.read({ ...rest, folder, how: 'has the name of' });
  }

  /**
   * What the image is said to listen on: of a stage that is not found, all that its file says. So does
   * what the container of that image mounts, which stands behind it in its file.
   */
  #exposed({ dockerfile, target, file, service, how }: FolderReading): readonly number[] {
    const key = `${file} ${service}`;
    if (dockerfile === undefined) return (how === 'mounts' && this.#images.get(key)) || [];
    const { stages, containerPorts } = this.#findings.get(dockerfile) ?? nothingFound('shell');
    const name = target?.toLowerCase();
    const stage = name === undefined ? stages.at(-1) : stages.find((each) => each.name === name);
    const ports = stage?.ports ?? containerPorts;
    // From another folder the same file may be no Dockerfile.
    if (ports.length > 0) this.#images.set(key, ports);
    return ports;
  }

  #keep(
    sites: readonly Site[],
    { isPublished, beside, ...held }: Omit<Stayed, 'site'> & { readonly beside: string },
  ): void {
    for (const site of sites) {
      setOnce(this.#held, siteKey(site), held);
      if (isOfOneProgram(site)) setOnce(this.#files, site.file, { ...held, reason: beside });
      if (isPublished) this.#published.add(siteKey(site));
    }
  }
}

/** Its file says what one program listens on at once: other containers call the rest of it too. */
function isOfOneProgram({ rule, role }: Site): boolean {
  return role === 'listen' && /^(?:firebase|settings)\./.test(rule);
}
