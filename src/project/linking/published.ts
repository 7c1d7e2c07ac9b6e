import { addToSet, folderOf } from '../packages.js';
import type { Findings, Reading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import { follow, siteOf } from './follow.js';
import type { Scopes } from './scope.js';
import { mappingOf } from './splits.js';

/**
 * What containers publish on this machine, once all files are known. The compose files of a folder
 * are one project, or variants of one.
 */
export class Published {
  readonly #scopes: Scopes;
  readonly #byFolder = new Map<string, Set<number>>();
  readonly #byService = new Map<string, Set<number>>();
  /** By file, service and the container's port. */
  readonly #byTarget = new Map<string, Set<number>>();

  constructor(findings: ReadonlyMap<string, Findings>, scopes: Scopes) {
    this.#scopes = scopes;
    for (const { sites, readings } of findings.values()) {
      for (const site of sites) this.#add(site, site.port);
      for (const reading of readings) this.#add(reading, this.#portOf(reading));
    }
  }

  /** Whether any service of a compose file's project publishes what a reading comes to. */
  hasReading(reading: Reading): boolean {
    const port = this.#portOf(reading);
    return port !== undefined && this.hasNumber(reading.file, port);
  }

  /** Whether any service of a compose file's project publishes a number. */
  hasNumber(file: string, port: number): boolean {
    return this.#byFolder.get(folderOf(file))?.has(port) === true;
  }

  /**
   * Whether a service publishes a number: in another file too, unless its own leads somewhere else to
   * that port of the container, as a variant does.
   * @param file a compose file that speaks of the service.
   */
  has(file: string, service: string, port: number): boolean {
    if (this.#byTarget.get(`${file} ${service} ${port}`)?.has(port) === false) return false;
    return this.#byService.get(`${folderOf(file)} ${service}`)?.has(port) === true;
  }

  #add({ role, file, twin }: Site | Reading, port: number | undefined): void {
    if (role !== 'publish' || port === undefined) return;
    const { service, target } = mappingOf({ twin });
    addToSet(this.#byFolder, folderOf(file), port);
    addToSet(this.#byTarget, `${file} ${target}`, port);
    addToSet(this.#byService, `${folderOf(file)} ${service}`, port);
  }

  #portOf({ chain, file, fallback }: Reading): number | undefined {
    const outcome = follow(chain, this.#scopes.ofCompose(file));
    return (outcome.kind === 'unset' ? fallback : siteOf(outcome))?.port;
  }
}
