import type { Detection } from './detect.js';
import { siteKey } from './pins.js';
import type { LeftAlone, LogicalPort, Site } from './site.js';

/** A port of which something in the project keeps stating the old number. */
export interface Unreached {
  readonly name: string;
  readonly places: readonly LeftAlone[];
}

/** What follows a port's new number without an edit. */
export interface Reach {
  /** Variables that the next programs find in their environment. */
  readonly exported: ReadonlySet<string>;
  /** Keys of sites that something else overrules. */
  readonly overruled: ReadonlySet<string>;
}

/** The sites that keep the old number where no file is edited, with what would help. */
export function findUnreached({ ports, external }: Detection, reach: Reach): Unreached[] {
  return [...ports, ...external].flatMap((port) => {
    const places = port.sites
      .filter((site) => site.within !== true && !isReached(site, reach))
      .map((site) => leave(site, port));
    return places.length === 0 ? [] : [{ name: port.name, places }];
  });
}

/** The environment beats env files and defaults, but not what a command sets for itself. */
function isReached(site: Site, { exported, overruled }: Reach): boolean {
  if (overruled.has(siteKey(site))) return true;
  return (
    site.variable !== undefined && exported.has(site.variable) && !site.rule.includes('assignment')
  );
}

function leave(site: Site, { name }: LogicalPort): LeftAlone {
  const { file, line, column, port } = site;
  const reason = `${name} moves, and ${helpFor(site, name)}`;
  return { file, line, column, port, reason };
}

function helpFor({ insert, block, port }: Site, name: string): string {
  if (insert) {
    return `this command takes its default, whatever the environment says. Have it take $${name}, or use the mode patch`;
  }
  const start = 'no variable of the environment reaches this number';
  return block === undefined
    ? `${start}. Write it as \${${name}:-${port}}, or use the mode patch`
    : `${start}, which is an end of a range. Use the mode patch or overlay`;
}
