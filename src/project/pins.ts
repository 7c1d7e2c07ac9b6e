import { type ModuleNames, plainName } from './module-names.js';
import { onItself } from './on-itself.js';
import { addTo, folderOf } from './packages.js';
import { follow, type Outcome, type Scopes, siteOf } from './scope.js';
import { ServicePorts } from './service-ports.js';
import type { EnvFileReading, FilePlace, Findings, FolderReading, Reading, Site } from './site.js';

/** Why a URL to this machine stays in what a container reads. */
export const HAS_IT_ITSELF =
  'which has this number itself; if a browser reads it, write its port as a variable';

/** Which numbers must stay where they are because a container, or another machine, has them. */
export interface Pins {
  /** The reason, or undefined where the site may move. */
  ofSite(site: Site): string | undefined;
  /**
   * For what nothing on the host publishes: scripts and settings that may run in a container. A
   * variable that compose publishes is meant for the host's side.
   */
  ofUnpublished(site: Site): string | undefined;
  /** For a URL that a service reads: another file of its project says that it has the number. */
  ofReader(site: Site): string | undefined;
  /** For the default of a variable in a compose file, which no env file defines. */
  ofVariable(file: string, variable: string): string | undefined;
  /** Variables that containers read: one in the environment would reach them. */
  readonly variables: ReadonlySet<string>;
}

/** What else is known of the project's modules. */
export interface Modules {
  /** The modules that have the name of an image; none where nobody looked. */
  readonly moduleNames?: ModuleNames;
  readonly moduleOf?: (path: string) => string;
}

/** Finds every use of a number on a container's side. */
export function findPins(
  findings: ReadonlyMap<string, Findings>,
  scopes: Scopes,
  modules: Modules = {},
): Pins {
  const pinning = new Pinning(findings, scopes, modules);
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
  readonly #modules: Modules;
  readonly #servicePorts: ServicePorts;
  readonly #sites = new Map<string, string>();
  readonly #defaults = new Map<string, string>();
  readonly #inFolders = new Map<string, string>();
  readonly #inner = new Map<string, number[]>();
  readonly #isOnItself: (site: Site) => boolean;
  #servers: ReadonlyMap<number, readonly Site[]> | undefined;

  constructor(findings: ReadonlyMap<string, Findings>, scopes: Scopes, modules: Modules) {
    this.#findings = findings;
    this.#scopes = scopes;
    this.#modules = modules;
    this.#servicePorts = new ServicePorts(findings);
    this.#isOnItself = onItself(findings, scopes);
    for (const [path, { reader, containerPorts }] of findings) {
      if (reader !== 'compose') continue;
      for (const port of containerPorts) addTo(this.#inner, folderOf(path), port);
    }
  }

  ofSite(site: Site): string | undefined {
    return this.#sites.get(siteKey(site));
  }

  ofUnpublished(site: Site): string | undefined {
    return this.#inFolders.get(siteKey(site));
  }

  ofReader({ file, insideOf, port }: Site): string | undefined {
    if (insideOf === undefined || !this.#hasInside(file, insideOf, port)) return undefined;
    return `it is read inside the container of "${insideOf}", ${HAS_IT_ITSELF}`;
  }

  #hasInside(file: string, service: string, port: number): boolean {
    return this.#servicePorts.of(file, service).has(port);
  }

  ofVariable(file: string, variable: string): string | undefined {
    return this.#defaults.get(`${folderOf(file)} ${variable}`);
  }

  read(reading: Reading): void {
    if (reading.role === 'container') this.#pinChain(reading, containerReason(reading));
    else if (reading.ownPorts !== undefined) this.#pinOwnPort(reading, reading.ownPorts);
  }

  #pinChain(reading: Reading, reason: string): void {
    const { file, chain } = reading;
    for (const { variable } of chain) {
      this.variables.add(variable);
      setOnce(this.#defaults, `${folderOf(file)} ${variable}`, reason);
      const lookups = [this.#scopes.ofCompose(file), ...this.#scopes.above(file)];
      for (const lookup of lookups) {
        const outcome = follow([{ variable, emptyPasses: false }], lookup);
        this.#pin(outcome, reason);
        this.#pinListeners(outcome, reason);
      }
    }
  }

  /** `KAFKA_LISTENERS=PLAINTEXT://0.0.0.0:9092`, handed to a container: it listens inside. */
  #pinListeners(outcome: Outcome, reason: string): void {
    if (outcome.kind !== 'definition') return;
    const { file, line } = outcome.definition;
    for (const site of this.#findings.get(file)?.sites ?? []) {
      if (site.role === 'listen' && site.line === line) setOnce(this.#sites, siteKey(site), reason);
    }
  }

  /** `http://localhost:${PORT}` inside a container that itself listens on that number. */
  #pinOwnPort(reading: Reading, ownPorts: readonly number[]): void {
    const outcome = follow(reading.chain, this.#scopes.ofCompose(reading.file));
    const site = outcome.kind === 'unset' ? reading.fallback : siteOf(outcome);
    const { file, insideOf = '' } = reading;
    if (site === undefined) return;
    if (!ownPorts.includes(site.port) && !this.#hasInside(file, insideOf, site.port)) return;
    const reason = `a URL at ${placeText(reading)} is read inside a container that has the number ${site.port} itself`;
    this.#pinChain(reading, reason);
    this.#sites.set(siteKey(site), reason);
  }

  #pin(outcome: Outcome, reason: string): void {
    const site = siteOf(outcome);
    if (site) setOnce(this.#sites, siteKey(site), reason);
  }

  /** A container that loads an env file may take any number in it for one of its network's. */
  readEnvFile(reading: EnvFileReading): void {
    const inner = this.#containerPorts(folderOf(reading.file));
    const ownPorts = this.#servicePorts.of(reading.file, reading.service);
    const reason = `the service "${reading.service}" loads its file by env_file (${placeText(reading)}), and inside the containers this number is theirs`;
    for (const path of this.#scopes.filesAt(reading.path)) {
      for (const { site } of this.#scopes.definitions(path)) {
        const theirs = site && this.#isOnItself(site) ? ownPorts : inner;
        if (site && theirs.has(site.port)) setOnce(this.#sites, siteKey(site), reason);
      }
      for (const site of this.#findings.get(path)?.sites ?? []) {
        const isUrl = site.variable === undefined && site.toldOutside !== true;
        const own = isUrl && ownPorts.has(site.port);
        if (own) setOnce(this.#sites, siteKey(site), reason);
      }
    }
  }

  /** A script or a variable of a folder that a container holds, with a number of that container. */
  readFolder(reading: FolderReading): void {
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
      setOnce(this.#inFolders, siteKey(site), reasonFor(inFolder ? 'folder' : 'module'));
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

  /** Of all compose files of a folder: they are one project, or variants of one. */
  #containerPorts(folder: string): ReadonlySet<number> {
    return new Set(this.#inner.get(folder));
  }
}

/** What scripts and settings say of servers: what a container could run itself. */
function serversByPort(findings: ReadonlyMap<string, Findings>): Map<number, Site[]> {
  const servers = new Map<number, Site[]>();
  for (const found of findings.values()) {
    for (const site of found.reader === 'compose' ? [] : sitesOf(found)) {
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

function sitesOf({ sites, definitions, defaults, readings }: Findings): Site[] {
  const set = definitions.flatMap((each) => each.site ?? []);
  const fallbacks = readings.flatMap((each) => each.fallback ?? []);
  return [...sites, ...set, ...defaults.map((each) => each.site), ...fallbacks];
}

function containerReason(reading: Reading): string {
  return `it is read for the container's side too, by ${reading.where} (${placeText(reading)})`;
}

/** Two findings of the same digits are one site; the inner numbers of a range have none. */
export function siteKey({
  file,
  start,
  within,
  port,
}: Pick<Site, 'file' | 'start'> & Partial<Pick<Site, 'within' | 'port'>>): string {
  return within === true ? `${file}:${start}+${port}` : `${file}:${start}`;
}

export function placeText({ file, line }: FilePlace): string {
  return `${file}:${line}`;
}

export function setOnce<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}
