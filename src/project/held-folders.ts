import { ContainedServers } from './contained-servers.js';
import type { Modules } from './module-names.js';
import { setOnce } from './packages.js';
import type { ServicePorts } from './service-ports.js';
import type { Findings, FolderReading, Site } from './site.js';
import { placeText, siteKey } from './site-place.js';

/** The scripts and variables of folders that a container holds, with a number of that container. */
export class HeldFolders {
  readonly #findings: ReadonlyMap<string, Findings>;
  readonly #servicePorts: ServicePorts;
  readonly #modules: Modules;
  readonly #reasons = new Map<string, string>();
  #servers: ContainedServers | undefined;

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
    this.#servers ??= new ContainedServers(this.#findings, this.#modules);
    for (const port of [...this.#servicePorts.of(file, service), ...exposed]) {
      this.#keep(this.#servers.inFolder(port, reading), reasonFor('folder'));
      this.#keep(this.#servers.inModule(port, reading), reasonFor('module'));
    }
  }

  #keep(sites: readonly Site[], reason: string): void {
    for (const site of sites) setOnce(this.#reasons, siteKey(site), reason);
  }
}
