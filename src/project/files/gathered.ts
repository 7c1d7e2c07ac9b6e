import type { Findings, Reader } from '../sites/findings.js';
import type { Site } from '../sites/site.js';

/** The findings of a file while it is being read: the same lists, which grow. */
export type Gathered = {
  -readonly [K in keyof Findings]: Findings[K] extends readonly (infer Item)[]
    ? Item[]
    : Findings[K];
};

/** Of a file of which nothing was read yet. */
export function gathered(reader: Reader): Gathered {
  // Field by field: an object that is spread and then changed is a slow one to make and to read.
  return {
    reader,
    sites: [],
    leftAlone: [],
    readings: [],
    ranges: [],
    definitions: [],
    envFiles: [],
    starts: [],
    packed: [],
    scripts: [],
    folders: [],
    containerPorts: [],
    servicePorts: [],
    stages: [],
    commands: [],
    told: [],
    led: [],
    includes: [],
    extended: [],
    names: [],
    loaded: [],
    notes: [],
    composeFiles: [],
    defaults: [],
    configured: [],
    bound: [],
    givenPorts: [],
    problems: [],
  };
}

const NOTHING: Readonly<Record<Reader, Findings>> = {
  compose: gathered('compose'),
  dotenv: gathered('dotenv'),
  shell: gathered('shell'),
};

/** Of a file that says nothing: a project has many. */
export function nothingFound(reader: Reader): Findings {
  return NOTHING[reader];
}

/** How much a file says, but for what a single line may say a thousandfold. */
export function countOf(found: Gathered): number {
  const { sites, leftAlone, readings, definitions, envFiles, folders } = found;
  const { names, loaded, notes, defaults, configured, ranges, givenPorts, extended } = found;
  return [
    ...[sites, leftAlone, readings, definitions, envFiles, folders],
    ...[names, loaded, notes, defaults, configured, ranges, givenPorts, extended],
  ].reduce((sum, { length }) => sum + length, 0);
}

/** Takes back the numbers at these offsets, those that count by default too. */
export function dropKept(found: Gathered, kept: ReadonlySet<number>): void {
  if (kept.size === 0) return;
  const isKept = (site: Site | undefined): boolean => site !== undefined && kept.has(site.start);
  found.sites = found.sites.filter((site) => !isKept(site));
  found.readings = found.readings.filter(({ fallback }) => !isKept(fallback));
}
