import type { Modules } from '../discovery/module-names.js';
import { addToSet, folderOf, foldersUp, setOnce } from '../packages.js';
import type { EnvFileReading, Findings, FolderReading, Reading } from '../sites/findings.js';
import { HAS_IT_ITSELF } from '../sites/reasons.js';
import type { Site } from '../sites/site.js';
import { placeText, siteKey } from '../sites/site-place.js';
import type { Stayed } from '../sites/started.js';
import { statedSites } from '../sites/stated-sites.js';
import { devContainers } from './dev-containers.js';
import { follow, type Outcome, siteOf } from './follow.js';
import { HeldFolders } from './held-folders.js';
import { onItself } from './on-itself.js';
import type { Published } from './published.js';
import type { Scopes } from './scope.js';
import { ServicePorts } from './service-ports.js';
import { siteAddresses } from './site-addresses.js';
import { toldHosts } from './told-hosts.js';

/** Which numbers must stay where they are because a container, or another machine, has them. */
export interface Pins {
  /** The reason, or undefined where the site may move. */
  ofSite(site: Site): string | undefined;
  /**
   * For what nothing on the host publishes: scripts and settings that may run in a container. A
   * variable that compose publishes is meant for the host's side.
   */
  ofUnpublished(site: Site): Stayed | undefined;
  /** As of `OutsideScripts`. */
  publishedAs(site: Site): string | undefined;
  /**
   * For a URL that a service reads: another file of its project says that it has the number. For a
   * setting of a program: a container that has it is told another host, and not the port. For a URL
   * in the sources of a dev container: it has the number inside.
   */
  ofReader(site: Site): string | undefined;
  /** For the default of a variable in a compose file, which no env file defines. */
  ofVariable(file: string, variable: string): string | undefined;
  /** Variables that containers read: one in the environment would reach them. */
  readonly variables: ReadonlySet<string>;
}

/** Finds every use of a number on a container's side. */
export function findPins(
  findings: ReadonlyMap<string, Findings>,
  known: { readonly scopes: Scopes; readonly published: Published },
  modules: Modules = {},
): Pins {
  const pinning = new Pinning(findings, known, modules);
  for (const { readings, envFiles, folders } of findings.values()) {
    for (const reading of readings) pinning.read(reading);
    for (const reading of envFiles) pinning.readEnvFile(reading);
    for (const reading of folders) pinning.readFolder(reading);
  }
  return pinning;
}

class Pinning implements Pins {
  readonly variables = new Set<string>();
  readonly #findings: ReadonlyMap<string, Findings>;
  readonly #scopes: Scopes;
  readonly #servicePorts: ServicePorts;
  readonly #sites = new Map<string, string>();
  /** URLs in env files that containers with their number are handed, and those that others are. */
  readonly #inside = new Map<string, string>();
  readonly #outside = new Set<string>();
  readonly #defaults = new Map<string, string>();
  readonly #held: HeldFolders;
  readonly #published: Published;
  readonly #stated = new Map<string, readonly Site[]>();
  readonly #inner = new Map<string, Set<number>>();
  readonly #isOnItself: (site: Site, giver: string) => boolean;
  readonly #ofAddress: (site: Site) => string | undefined;
  readonly #toldHost: (site: Site) => string | undefined;
  readonly #inDevContainer: (site: Site) => string | undefined;

  constructor(
    findings: ReadonlyMap<string, Findings>,
    { scopes, published }: Parameters<typeof findPins>[1],
    modules: Modules,
  ) {
    this.#findings = findings;
    this.#scopes = scopes;
    this.#servicePorts = new ServicePorts(findings);
    this.#published = published;
    this.#held = new HeldFolders(
      findings,
      { ports: this.#servicePorts, published: this.#published },
      modules,
    );
    this.#isOnItself = onItself(findings, scopes);
    this.#ofAddress = siteAddresses(findings);
    this.#toldHost = toldHosts(findings, modules);
    this.#inDevContainer = devContainers(findings, this.#servicePorts);
    for (const [path, { reader, containerPorts }] of findings) {
      if (reader !== 'compose') continue;
      for (const port of containerPorts) addToSet(this.#inner, folderOf(path), port);
    }
  }

  ofSite(site: Site): string | undefined {
    const key = siteKey(site);
    const isOutside = this.#outside.has(key) || site.toldOutside === true;
    const stated = this.#sites.get(key) ?? this.#ofAddress(site);
    return stated ?? (isOutside ? undefined : this.#inside.get(key));
  }

  ofUnpublished(site: Site): Stayed | undefined {
    return this.publishedAs(site) === undefined ? this.#held.stays(site) : undefined;
  }

  publishedAs(site: Site): string | undefined {
    const publisher = this.#held.publishedAs(site);
    return publisher !== undefined && this.#isKeptBeside(site) ? undefined : publisher;
  }

  /** An env file that the script may load says its number, and keeps it for a container. */
  #isKeptBeside({ file, port }: Site): boolean {
    const isKept = (site: Site): boolean =>
      site.port === port && (this.ofSite(site) ?? this.#held.stays(site)) !== undefined;
    const envFiles = foldersUp(folderOf(file)).flatMap((each) => this.#scopes.inFolder(each));
    return envFiles.some((path) => this.#sitesIn(path).some(isKept));
  }

  ofReader(site: Site): string | undefined {
    const { file, insideOf, ownOf, port } = site;
    if (ownOf !== undefined && !this.#published.hasNumber(file, port))
      return `the container of "${ownOf}" listens on it itself, and no service of its project publishes it`;
    if (insideOf === undefined) return this.#toldHost(site) ?? this.#inDevContainer(site);
    if (!this.#hasInside(file, insideOf, port)) return undefined;
    return `it is read inside the container of "${insideOf}", ${HAS_IT_ITSELF}`;
  }

  #hasInside(file: string, service: string, port: number): boolean {
    return this.#servicePorts.of(file, service).has(port);
  }

  ofVariable(file: string, variable: string): string | undefined {
    return this.#defaults.get(`${folderOf(file)} ${variable}`);
  }

  read(reading: Reading): void {
    if (reading.address !== undefined) return;
    if (reading.role === 'container') this.#pinChain(reading, containerReason(reading));
    else if (reading.insideOf !== undefined) this.#pinOwnPort(reading);
    else if (reading.where !== undefined && !this.#published.hasReading(reading))
      this.#pinChain(reading, containerReason(reading));
  }

  #pinChain(reading: Reading, reason: string): void {
    const { file, chain } = reading;
    const isEnvFile = this.#findings.get(file)?.reader === 'dotenv';
    const own = isEnvFile ? this.#scopes.ofFile(file) : () => undefined;
    const others = [...this.#scopes.ofContainers(file), ...this.#scopes.above(file)];
    for (const { variable } of chain) {
      this.variables.add(variable);
      // An env file has its own default, and not that of the compose file.
      if (!isEnvFile) setOnce(this.#defaults, `${folderOf(file)} ${variable}`, reason);
      for (const lookup of own(variable) ? [own] : others) {
        const outcome = follow([{ variable, emptyPasses: false }], lookup);
        this.#pin(outcome, reason);
        this.#pinAddresses(outcome, reading, reason);
      }
    }
  }

  /**
   * `KAFKA_LISTENERS=PLAINTEXT://0.0.0.0:9092`, handed to a container: it listens inside. So does
   * what `API_URL=http://localhost:8080` speaks of, where each container that is handed it has the
   * number.
   */
  #pinAddresses(outcome: Outcome, reading: Reading, reason: string): void {
    if (outcome.kind !== 'definition') return;
    const { file, line } = outcome.definition;
    for (const site of this.#sitesIn(file)) {
      if (site.line !== line || site.variable !== undefined) continue;
      if (site.role === 'listen') setOnce(this.#sites, siteKey(site), reason);
      else if (this.#isInside(reading, site.port))
        setOnce(this.#inside, siteKey(site), ownPortReason(reading, site.port));
      else if (reading.insideOf !== undefined) this.#outside.add(siteKey(site));
    }
  }

  /** `http://localhost:${PORT}` inside a container that itself listens on that number. */
  #pinOwnPort(reading: Reading): void {
    const outcome = follow(reading.chain, this.#scopes.ofCompose(reading.file));
    const isOwn = outcome.kind === 'unset' || reading.isHere !== undefined;
    const site = isOwn ? reading.fallback : siteOf(outcome);
    if (site === undefined || !this.#isInside(reading, site.port)) return;
    const reason = ownPortReason(reading, site.port);
    this.#pinChain(reading, reason);
    this.#sites.set(siteKey(site), reason);
  }

  #isInside({ file, insideOf }: Reading, port: number): boolean {
    return insideOf !== undefined && this.#hasInside(file, insideOf, port);
  }

  #pin(outcome: Outcome, reason: string): void {
    const site = siteOf(outcome);
    if (site) setOnce(this.#sites, siteKey(site), reason);
  }

  /** A container that loads an env file may take any number in it for one of its network's. */
  readEnvFile(reading: EnvFileReading): void {
    const { file, container } = reading;
    const isService = 'service' in container;
    const ownPorts = isService
      ? this.#servicePorts.of(file, container.service)
      : new Set(container.ports);
    // Of all compose files of a folder: they are one project, or variants of one.
    const inner = isService ? this.#inner.get(folderOf(file)) : ownPorts;
    const reason = envFileReason(reading);
    for (const path of this.#scopes.filesAt(reading.path)) {
      for (const { site } of this.#scopes.definitions(path)) {
        const theirs = site && this.#isOnItself(site, file) ? ownPorts : inner;
        if (site && theirs?.has(site.port)) setOnce(this.#sites, siteKey(site), reason);
      }
      for (const site of this.#sitesIn(path)) {
        const isUrl = site.variable === undefined && site.toldOutside !== true;
        const own = isUrl && ownPorts.has(site.port);
        if (own) setOnce(this.#sites, siteKey(site), reason);
      }
    }
  }

  readFolder(reading: FolderReading): void {
    this.#held.read(reading);
  }

  #sitesIn(path: string): readonly Site[] {
    const found = this.#findings.get(path);
    const known = this.#stated.get(path) ?? (found ? statedSites(found) : []);
    this.#stated.set(path, known);
    return known;
  }
}

function ownPortReason(reading: Reading, port: number): string {
  return `a URL at ${placeText(reading)} is read inside a container that has the number ${port} itself`;
}

function envFileReason(reading: EnvFileReading): string {
  const { container } = reading;
  return 'service' in container
    ? `the service "${container.service}" loads its file by env_file (${placeText(reading)}), and inside the containers this number is theirs`
    : `a container is given its file by --env-file (${placeText(reading)}), and has this number inside`;
}

function containerReason(reading: Reading): string {
  return `it is read for the container's side too, by ${reading.where} (${placeText(reading)})`;
}
