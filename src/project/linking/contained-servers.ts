import { type ModuleNames, type Modules, plainName } from '../discovery/module-names.js';
import { addTo, folderOf, foldersUp } from '../packages.js';
import type { Findings, FolderReading, NamedAfter } from '../sites/findings.js';
import { isOfSettings } from '../sites/packed.js';
import type { Site } from '../sites/site.js';
import { statedSites } from '../sites/stated-sites.js';
import { mayRun } from './run-modules.js';

/** What scripts and settings say of servers, by where they stand: what a container could run itself. */
export class ContainedServers {
  readonly #inFolder = new Map<string, Site[]>();
  readonly #inName = new Map<string, Site[]>();
  readonly #inModule = new Map<string, Site[]>();
  readonly #moduleNames: ModuleNames | undefined;
  readonly #moduleOf: (path: string) => string;

  constructor(
    findings: ReadonlyMap<string, Findings>,
    { moduleNames, moduleOf = folderOf }: Modules,
  ) {
    this.#moduleNames = moduleNames;
    this.#moduleOf = moduleOf;
    for (const found of findings.values()) {
      for (const site of found.reader === 'compose' ? [] : statedSites(found)) {
        if (site.role === 'listen' || site.variable !== undefined || isSetting(site))
          this.#add(site, moduleOf);
        // Whoever mounts the file alone reads in there whom else it calls.
        else if (isOfSettings(site)) addTo(this.#inFolder, keyOf(site.port, site.file), site);
      }
    }
  }

  #add(site: Site, moduleOf: (path: string) => string): void {
    const folder = folderOf(site.file);
    for (const each of [site.file, ...foldersUp(folder)])
      addTo(this.#inFolder, keyOf(site.port, each), site);
    for (const name of new Set(folder.split('/')))
      addTo(this.#inName, keyOf(site.port, name), site);
    if (site.role === 'listen') addTo(this.#inModule, keyOf(site.port, moduleOf(site.file)), site);
  }

  /** Those with a number that stand in a folder which a container holds. */
  inFolder(port: number, reading: FolderReading): readonly Site[] {
    const key = keyOf(port, reading.folder);
    if (isNamedAfter(reading.how)) return withoutOtherProfiles(this.#inName.get(key), reading);
    const isRun = mayRun(reading, this.#moduleOf);
    return (this.#inFolder.get(key) ?? []).filter(({ file }) => isRun(file));
  }

  /**
   * Of the image's name, a module's own files: another module in its folder has another image. Where
   * they do not say the number, it is named after the whole project, of which one module serves.
   */
  inModule(port: number, reading: FolderReading): readonly Site[] {
    const named = isNamedAfter(reading.how)
      ? this.#moduleNames?.get(plainName(reading.folder))
      : undefined;
    const sites = named?.flatMap((module) => {
      const key = keyOf(port, module);
      return this.#inModule.get(key) ?? this.#inFolder.get(key)?.filter(isOfJvm) ?? [];
    });
    return withoutOtherProfiles(sites, reading);
  }
}

/** What a program that is mounted its settings calls its own may be written as anybody's URL. */
function isSetting({ rule }: Site): boolean {
  return rule.startsWith('settings.') || rule === 'spring.variable';
}

/** Gradle and Maven make one application of many modules, of which another has its settings. */
function isOfJvm({ rule, role }: Site): boolean {
  return role === 'listen' && rule.startsWith('spring.');
}

function keyOf(port: number, place: string): string {
  return `${port} ${place}`;
}

export function isNamedAfter(how: FolderReading['how']): how is NamedAfter {
  return how === 'runs an image with the name of' || how === 'has the name of';
}

/** `application-dev.yml` says nothing inside a container that runs with the profile `prod`. */
function withoutOtherProfiles(
  sites: readonly Site[] = [],
  { profiles }: FolderReading,
): readonly Site[] {
  if (profiles === undefined) return sites;
  return sites.filter(({ file }) => {
    const profile = /(?:^|\/)application-(dev|local|test)\.(?:ya?ml|properties)$/.exec(file)?.[1];
    return profile === undefined || profiles.includes(profile);
  });
}
