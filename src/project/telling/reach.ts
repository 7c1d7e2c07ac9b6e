import type { Detection } from '../detect.js';
import { addTo } from '../packages.js';
import type { EnvFileReading } from '../sites/findings.js';
import { isUnwritten } from '../sites/inserted.js';
import type { LeftAlone, LogicalPort, Site } from '../sites/site.js';
import { placeText, siteKey } from '../sites/site-place.js';

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
  /** What overrules them is the overlay of the compose files that are in force. */
  readonly isOverlay: boolean;
}

/** The sites that keep the old number where no file is edited, with what would help. */
export function findUnreached(detection: Detection, reach: Reach): Unreached[] {
  const { ports, external, findings } = detection;
  const defaults = defaultsOf(findings);
  const isDefault = (site: Site): boolean =>
    defaults.get(siteKey(site))?.some((variable) => reach.exported.has(variable)) === true;
  return [...ports, ...external].flatMap((port) => {
    const places = port.sites
      .filter((site) => site.within !== true && !isReached(site, reach) && !isDefault(site))
      .map((site) => leave(site, port, reach));
    return places.length === 0 ? [] : [{ name: port.name, places }];
  });
}

/** Of a number that counts where none of these variables is set: `http://localhost:${PORT:-3000}`. */
function defaultsOf(findings: Detection['findings']): Map<string, string[]> {
  const defaults = new Map<string, string[]>();
  const all = [...findings.values()];
  const ends = all.flatMap(({ ranges }) => ranges.flatMap((each) => each.ends));
  for (const { fallback, chain } of [...all.flatMap((each) => each.readings), ...ends]) {
    if (fallback === undefined || /\.(assignment|fixed)\./.test(fallback.rule)) continue;
    for (const { variable } of chain) addTo(defaults, siteKey(fallback), variable);
  }
  return defaults;
}

/**
 * The environment beats env files and defaults, but not what a command sets for itself, nor what a
 * Makefile assigns.
 */
function isReached(site: Site, { exported, overruled }: Reach): boolean {
  if (overruled.has(siteKey(site))) return true;
  return (
    site.variable !== undefined &&
    exported.has(site.variable) &&
    !/\.(assignment|fixed)\./.test(site.rule)
  );
}

function leave(site: Site, { name }: LogicalPort, reach: Reach): LeftAlone {
  const { file, line, column, port } = site;
  const reason = `${name} moves, and ${helpFor(site, name, reach)}`;
  return { file, line, column, port, reason };
}

function helpFor(site: Site, name: string, reach: Reach): string {
  const { file, insert, block, port, rule, variable = name } = site;
  // Make takes one dollar for itself, and hands the other on to the shell.
  const dollar = rule.startsWith('makefile.') ? '$$' : '$';
  const isInUrl = isUnwritten(site);
  if (insert && !isInUrl) {
    return `this command takes its default, whatever the environment says. Have it take ${dollar}${name}, or use the mode patch`;
  }
  if (rule.startsWith('makefile.fixed.')) {
    return `make sets ${variable} whatever the environment says. Write ${variable} ?= ${port}, or start make -e, or use the mode patch`;
  }
  if (rule.startsWith('justfile.fixed.')) {
    return `just sets ${variable} whatever the environment says. Write ${variable} := env("${variable}", "${port}"), or use the mode patch`;
  }
  if (rule === 'dotenv.variable') {
    return `${variable} is not set for all programs, since others would take it for theirs. Use the mode patch`;
  }
  const what = isInUrl ? 'this URL, which leaves its port out' : 'this number';
  const start = `no variable of the environment reaches ${what}`;
  if (block !== undefined) {
    const end = `${start}, which is an end of a range`;
    return reach.isOverlay
      ? `${end}. The overlay moves it where COMPOSE_FILE names ${file}`
      : `${end}. Use the mode patch or overlay`;
  }
  if (/\.[cm]?[jt]sx?$/.test(file))
    return `${start}. Read process.env.${name} there, or use the mode patch`;
  if (/\.rb$/.test(file)) return `${start}. Read ENV["${name}"] there, or use the mode patch`;
  if (!takesVariables(site)) return `${start}. Use the mode patch`;
  // Of what stands after the colon, Spring, Quarkus and Micronaut take the dash for a part.
  const operator = rule.startsWith('spring.') ? ':' : ':-';
  return `${start}. Write ${isInUrl ? 'it there as :' : 'it as '}${dollar}{${name}${operator}${port}}, or use the mode patch`;
}

/** Whether the reader of the file puts variables in: data is taken as it stands. */
function takesVariables({ file, rule }: Site): boolean {
  if (/^(compose|spring|taskfile)\./.test(rule)) return true;
  if (/(^|\/)(package|deno|composer)\.json$/.test(file)) return true;
  return !/\.(json|jsonc|toml|ya?ml)$/.test(file);
}

/** A container that is given an env file sees what stands there, whatever the environment says. */
export function findHandedOn({ ports, external, findings }: Detection): Unreached[] {
  const readings = [...findings.values()].flatMap(({ envFiles }) => envFiles);
  const given = new Map(readings.map((each) => [each.path, each]));
  const set = new Map<string, Site[]>();
  for (const site of [...ports, ...external].flatMap(({ sites }) => sites)) {
    if (site.variable !== undefined && given.has(site.file)) addTo(set, site.file, site);
  }
  return [...given].flatMap(([path, reading]): Unreached[] => {
    const reason = handedOnReason(reading);
    const sites = set.get(path) ?? [];
    const places = sites.map(({ file, line, column, port }) => {
      return { file, line, column, port, reason };
    });
    return places.length === 0 ? [] : [{ name: path, places }];
  });
}

function handedOnReason(reading: EnvFileReading): string {
  const { container } = reading;
  const [whose, how, help] =
    'service' in container
      ? [
          `the container of "${container.service}"`,
          'env_file',
          'List the variables under its environment',
        ]
      : ['a container', '--env-file', 'Give it the variables by -e'];
  return `${whose} is given them by ${how} (${placeText(reading)}), whatever the environment says. ${help} as well, or use the mode patch`;
}
