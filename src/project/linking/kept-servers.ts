import { setOnce, testedFolder } from '../packages.js';
import type { Site } from '../sites/site.js';

/** Servers that stay on their numbers, since nothing can tell them another port. */
export class KeptServers {
  readonly #byPart = new Map<string, Site>();
  readonly #moduleOf: (path: string) => string;

  constructor(servers: readonly Site[], moduleOf: (path: string) => string) {
    this.#moduleOf = moduleOf;
    for (const site of servers) setOnce(this.#byPart, keyIn(moduleOf(site.file), site), site);
  }

  /** The one that has a site's number, of the part of the project that it stands in or tests. */
  of(site: Site): Site | undefined {
    const parts = [this.#moduleOf(site.file), ...testedBy(site)];
    return parts.map((each) => this.#byPart.get(keyIn(each, site))).find((kept) => kept);
  }
}

function keyIn(folder: string, { port }: Site): string {
  return `${folder} ${port}`;
}

/** The folder that a test is for. */
export function testedBy({ file }: Site): string[] {
  const folder = testedFolder(file);
  return folder === undefined ? [] : [folder];
}
