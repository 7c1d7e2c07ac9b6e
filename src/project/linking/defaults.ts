import { addTo, folderOf, foldersUp, joinPath } from '../packages.js';
import { configures, mayBeUnread } from '../sites/configures.js';
import {
  type ConfiguredServer,
  type DefaultPort,
  type GivenPort,
  isScriptOf,
} from '../sites/default-port.js';
import type { Findings } from '../sites/findings.js';
import type { LeftAlone, Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import type { Stayed } from '../sites/started.js';
import type { Layout } from './candidates.js';
import type { Scopes } from './scope.js';

/** What becomes of the servers that start without saying their ports. */
export interface SettledDefaults {
  readonly sites: readonly Site[];
  readonly leftAlone: readonly LeftAlone[];
  /** Those of `leftAlone` as servers, with why they stay. */
  readonly left: readonly Pick<Stayed, 'site' | 'reason'>[];
  /** Servers that do listen on their defaults, and cannot be told otherwise there. */
  readonly staying: readonly Site[];
}

/**
 * Finds the defaults that are in force: no configuration beside a tool and no variable that it
 * obeys says another port.
 */
export function settleDefaults(
  findings: ReadonlyMap<string, Findings>,
  scopes: Scopes,
  { isRead, asked, packageOf }: Pick<Layout, 'isRead' | 'asked' | 'packageOf'>,
): SettledDefaults {
  const all = [...findings.values()];
  const stated = all.flatMap((each) => each.sites);
  const configured = new Map<string, ConfiguredServer[]>();
  for (const each of all.flatMap((one) => one.configured)) addTo(configured, each.server, each);
  const given = all.flatMap((each) => each.givenPorts.map((one) => atPackage(one, packageOf)));
  const sites: Site[] = [];
  const leftAlone: LeftAlone[] = [];
  const left: Pick<Stayed, 'site' | 'reason'>[] = [];
  const staying: Site[] = [];
  const defaults = all.flatMap((each) => each.defaults);
  const started = new Set(defaults.flatMap((each) => (each.isImplied ? [] : startKey(each))));
  for (const found of defaults) {
    if (found.isStated || isSaidBeside(found, findings, isRead)) continue;
    if (isScript(found, findings, packageOf)) continue;
    if (found.isImplied && started.has(startKey(found))) continue;
    if (found.isImplied && isSet(found, scopes, asked)) continue;
    if (found.isImplied && isStartedWith(found, stated)) {
      staying.push(found.site);
      continue;
    }
    const same = configured.get(found.server) ?? [];
    const fitting = same.filter((each) => configures(each, found));
    if (isSettled(found, fitting, scopes)) continue;
    const reason = found.reason ?? unclear(found, fitting) ?? givenReason(found, given);
    if (reason === undefined) sites.push(found.site);
    else {
      leftAlone.push(leave(found, reason));
      left.push({ site: found.site, reason });
    }
    if (found.reason !== undefined) staying.push(found.site);
  }
  return { sites, leftAlone, left, staying };
}

/** `yarn serve` where the package has such a script: what that says of a port is its own. */
function isScript(
  { asScript, folder }: DefaultPort,
  findings: ReadonlyMap<string, Findings>,
  packageOf: Layout['packageOf'],
): boolean {
  if (asScript === undefined || folder === undefined) return false;
  const manifest = joinPath(packageOf(joinPath(folder, 'x')), 'package.json');
  return findings.get(manifest)?.scripts.includes(asScript) === true;
}

function isSaidBeside(
  { unlessThere = [], unlessStated = [], isImplied = false }: DefaultPort,
  findings: ReadonlyMap<string, Findings>,
  isRead: (path: string) => boolean,
): boolean {
  return (
    unlessThere.some(isRead) ||
    unlessStated.some((path) =>
      findings.get(path)?.sites.some(({ role }) => !isImplied || role === 'listen'),
    )
  );
}

/** The env file that a program reads says it, or the user asks for it. */
function isSet(
  { site, variables }: DefaultPort,
  scopes: Scopes,
  asked: ReadonlySet<string>,
): boolean {
  const above = scopes.above(site.file);
  return variables.some(
    (variable) => asked.has(variable) || above.some((lookup) => lookup(variable) !== undefined),
  );
}

/** Some command of its package, or of a folder above, says it; others may start it without. */
function isStartedWith({ site, variables }: DefaultPort, stated: readonly Site[]): boolean {
  const above = new Set(foldersUp(folderOf(site.file)));
  return stated.some(
    ({ variable, file }) =>
      variable !== undefined && variables.includes(variable) && above.has(folderOf(file)),
  );
}

function startKey({ server, folder }: DefaultPort): string {
  return `${folder} ${server}`;
}

/** Its port is a site, or left alone, where it is said. */
function isSettled(
  { site, variables, isElsewhere, config, folder }: DefaultPort,
  configured: readonly ConfiguredServer[],
  scopes: Scopes,
): boolean {
  const isKnown = (!isElsewhere || config !== undefined) && folder !== undefined;
  const isCertain = (each: ConfiguredServer): boolean =>
    each.reason === undefined && (config !== undefined || !mayBeUnread(each));
  if (isKnown && configured.some(isCertain)) return true;
  return scopes
    .beside(site)
    .some((lookup) => variables.some((variable) => lookup(variable) !== undefined));
}

function unclear(
  { folder }: DefaultPort,
  [first]: readonly ConfiguredServer[],
): string | undefined {
  if (first !== undefined) {
    const { file, line, reason = 'it may be the configuration that it reads' } = first;
    return `${file}:${line} may say another port: ${reason}`;
  }
  return folder === undefined ? 'the folder that it works in is not known' : undefined;
}

function givenReason(found: DefaultPort, given: readonly GivenPort[]): string | undefined {
  const giver = given.find((each) => isGiven(found, each));
  if (giver === undefined) return undefined;
  const place = placeText(giver);
  if (giver.isPassed) return `only without the port that ${place} passes on to it`;
  if (!giver.isInside) return `only without the PORT that ${place} runs it with`;
  return `${place} runs it in a container. If that file is not for this machine, leave it out in portkeeper.yaml with "ignore: [${giver.file}]"`;
}

/** A package manager looks for the script from the folder that it runs in upwards. */
function atPackage(given: GivenPort, packageOf: Layout['packageOf']): GivenPort {
  const { folder } = given;
  return folder === undefined ? given : { ...given, folder: packageOf(joinPath(folder, 'x')) };
}

function isGiven(
  { obeysPort, takesOnce, script, site }: DefaultPort,
  { script: name, folder, isInside, isPassed }: GivenPort,
): boolean {
  const matters = isPassed ? takesOnce : obeysPort || isInside;
  if (script === undefined || matters !== true) return false;
  if (folder !== undefined && folder !== folderOf(site.file)) return false;
  return isScriptOf(name, script);
}

function leave({ site, server, tool = server }: DefaultPort, reason: string): LeftAlone {
  const { file, line, column, port } = site;
  const where = reason.startsWith('only ') ? reason : `here: ${reason}`;
  return { file, line, column, port, reason: `${tool} listens on its default ${where}` };
}
