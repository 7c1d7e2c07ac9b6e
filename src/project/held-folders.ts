import { type Modules, plainName } from './module-names.js';
import { addTo, setOnce } from './packages.js';
import type { ServicePorts } from './service-ports.js';
import type { Findings, FolderReading, Site } from './site.js';
import { placeText, siteKey } from './site-place.js';
import { statedSites } from './stated-sites.js';

/** The scripts and variables of folders that a container holds, with a number of that container. */
export class HeldFolders {
  readonly #findings: ReadonlyMap<string, Findings>;
  readonly #servicePorts: ServicePorts;
  readonly #modules: Modules;
  readonly #reasons = new Map<string, string>();
  #servers: ReadonlyMap<number, readonly Site[]> | undefined;

  constructor(
    findings: ReadonlyMap<string, Findings>,
    servicePorts: ServicePorts,
    modules: Modules,
  ) {
    this.#findings = findings;
    this.#servicePorts = servicePorts;
    this.#modules = modules;
  }

  /** Why what a site states may be the container's own number, or undefined. */
  reasonOf(site: Site): string | undefined {
    return this.#reasons.get(siteKey(site));
  }

  read(reading: FolderReading): void {
    const { service, how, file, dockerfile = '' } = reading;
    const exposed = this.#findings.get(dockerfile)?.containerPorts ?? [];
    const reasonFor = (what: string) =>
      `the service "${service}" ${how} its ${what} (${placeText(reading)}) and has this number inside. If that file is not for this machine, leave it out in portkeeper.yaml with "ignore: [${reading.file}]"`;
    const isOfModule = this.#ofModule(reading);
    this.#servers ??= serversByPort(this.#findings);
    const ownPorts = [...this.#servicePorts.of(file, service), ...exposed];
    for (const site of ownPorts.flatMap((port) => this.#servers?.get(port) ?? [])) {
      if (isOfOtherProfile(site.file, reading)) continue;
      const inFolder = isWithin(site.file, reading);
      if (!inFolder && !(site.role === 'listen' && isOfModule(site.file))) continue;
      setOnce(this.#reasons, siteKey(site), reasonFor(inFolder ? 'folder' : 'module'));
    }
  }

  /** Of the image's name, a module's own files: another module in its folder has another image. */
  #ofModule({ how, folder }: FolderReading): (path: string) => boolean {
    const { moduleNames, moduleOf } = this.#modules;
    const isImage = how === 'runs an image with the name of';
    const folders = isImage ? moduleNames?.get(plainName(folder)) : undefined;
    if (folders === undefined || moduleOf === undefined) return () => false;
    return (path) => folders.includes(moduleOf(path));
  }
}

/** What scripts and settings say of servers: what a container could run itself. */
function serversByPort(findings: ReadonlyMap<string, Findings>): Map<number, Site[]> {
  const servers = new Map<number, Site[]>();
  for (const found of findings.values()) {
    for (const site of found.reader === 'compose' ? [] : statedSites(found)) {
      const isServer = site.role === 'listen' || site.variable !== undefined;
      if (isServer) addTo(servers, site.port, site);
    }
  }
  return servers;
}

function isWithin(path: string, { folder, how }: FolderReading): boolean {
  if (how === 'runs an image with the name of') return `/${path}`.includes(`/${folder}/`);
  return folder === '' || path.startsWith(`${folder}/`);
}

/** `application-dev.yml` says nothing inside a container that runs with the profile `prod`. */
function isOfOtherProfile(path: string, { profiles }: FolderReading): boolean {
  if (profiles === undefined) return false;
  const profile = /(?:^|\/)application-(dev|local|test)\.(?:ya?ml|properties)$/.exec(path)?.[1];
  return profile !== undefined && !profiles.includes(profile);
}
