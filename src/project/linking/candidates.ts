import type { Modules } from '../discovery/module-names.js';
import { defined } from '../files/defined.js';
import { folderOf } from '../packages.js';
import { type BoundNumber, boundReasons } from '../sites/bound.js';
import { deployedReasons } from '../sites/deployed.js';
import type { Definition, Findings } from '../sites/findings.js';
import { fixtureReasons } from '../sites/fixtures.js';
import { isUnwritten } from '../sites/inserted.js';
import { leave } from '../sites/leave.js';
import { packedReasons } from '../sites/packed.js';
import { productionReasons } from '../sites/production.js';
import type { LeftAlone, Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import { startedReasons } from '../sites/started.js';
import type { Candidate } from './candidate.js';
import { type SettledDefaults, settleDefaults } from './defaults.js';
import { foreignReasons } from './foreign-publishers.js';
import type { GatherOptions } from './gather-options.js';
import { Gathering } from './gathering.js';
import { KeptServers } from './kept-servers.js';
import { nativeServers } from './native-servers.js';
import { otherExampleReasons } from './other-examples.js';
import { findPins } from './pins.js';
import { proxiedReasons } from './proxied.js';
import { Published } from './published.js';
import { type KnownFiles, Scopes } from './scope.js';

export interface Candidates {
  readonly all: readonly Candidate[];
  readonly leftAlone: readonly LeftAlone[];
  /** Numbers that were taken for ports and are left alone. */
  readonly dropped: readonly Site[];
  /** Servers that listen on a number which no file of the project can change. */
  readonly staying: readonly BoundNumber[];
  /** Those that listen on their defaults, or keep what they say, whoever runs them. */
  readonly keeping: readonly Site[];
  /** As of `OutsideScripts`. */
  readonly publishedAs: (site: Site) => string | undefined;
  /** Those of both that programs listen on without being told. */
  readonly native: readonly BoundNumber[];
  /** Variables that containers read: one in the environment would reach them. */
  readonly pinned: ReadonlySet<string>;
}

/** How the files of the project belong together. */
export interface Layout extends Modules {
  readonly packageOf: (path: string) => string;
  /** Whether a file was read, although nothing was found in it perhaps. */
  readonly isRead: (path: string) => boolean;
  /** Names of ports that the user asks for. */
  readonly asked: ReadonlySet<string>;
}

/** Finds out which sites of all files are in force, and which of them cannot move. */
export function gatherCandidates(
  findings: ReadonlyMap<string, Findings>,
  known: KnownFiles & GatherOptions & Layout,
): Candidates {
  const scopes = new Scopes(findings, known);
  const published = new Published(findings, scopes);
  const pins = findPins(findings, { scopes, published }, known);
  const gathering = new Gathering(scopes, pins, known);
  for (const each of findings.values()) gatherStated(each, scopes, gathering);
  const defaults = settleDefaults(findings, scopes, known);
  for (const site of defaults.sites) gathering.candidate(site);
  gathering.leftAlone.push(...defaults.leftAlone);
  for (const { readings, reader } of findings.values()) {
    for (const reading of readings) gathering.bind(reading, reader);
  }
  for (const { ranges } of findings.values()) {
    for (const range of ranges) gathering.bindRange(range);
  }
  for (const { definitions } of findings.values()) gathering.leaveDormant(definitions);
  const led = new Set([...findings.values()].flatMap((each) => each.led));
  const movable = gathering.movable(led, known.packageOf);
  const { stayed } = gathering;
  const reasonToStay = stayReasons(findings, known, { stayed, movable, defaults, published });
  const all = movable.filter(({ site }) => {
    const reason = reasonToStay(site);
    if (reason !== undefined) gathering.leftAlone.push(leave(site, reason));
    return reason === undefined;
  });
  const reasonOf = boundReasons(findings, known.packageOf);
  const impliedReason = impliedReasons(defaults.staying);
  for (const candidate of all)
    candidate.blocked ??= reasonOf(candidate.site) ?? impliedReason(candidate.site);
  const stayedServers = stayed.map(({ site }) => site).filter(({ role }) => role === 'listen');
  const bound = [...findings.values()].flatMap((each) => each.bound);
  return {
    all,
    leftAlone: gathering.leftAlone,
    dropped: gathering.dropped,
    staying: [...stayedServers, ...defaults.staying, ...bound],
    keeping: [...defaults.staying, ...stayedServers],
    publishedAs: (site) => pins.publishedAs(site),
    native: [...defaults.staying.filter(isImplied), ...bound],
    pinned: pins.variables,
  };
}

/** Numbers that stand there, whatever a variable says, and those that env files give to one. */
function gatherStated(
  { definitions, sites, leftAlone }: Findings,
  scopes: Scopes,
  gathering: Gathering,
): void {
  for (const site of sites) gathering.found(site);
  for (const { site, reason, ...rest } of definitions) {
    if (site === undefined || reason) continue;
    const first = scopes.before({ site, ...rest });
    if (first === undefined) gathering.candidate(site);
    else gathering.leftAlone.push(beaten(site, first));
  }
  gathering.leftAlone.push(...leftAlone);
}

/** What is known of servers before ports are tied together. */
interface Servers extends Pick<Gathering, 'stayed'> {
  readonly movable: readonly Candidate[];
  readonly defaults: SettledDefaults;
  readonly published: Published;
}

/** Why a number stays because of what is started, passed on to, packed or in force elsewhere. */
function stayReasons(
  findings: ReadonlyMap<string, Findings>,
  { packageOf, moduleOf = folderOf, ownDefaults, isByHand }: Layout & GatherOptions,
  { stayed, movable, defaults, published }: Servers,
): (site: Site) => string | undefined {
  const sites = movable.map(({ site }) => site);
  const started = startedReasons(findings, packageOf, {
    stayed: [...stayed, ...defaults.left],
    moving: sites,
    implied: defaults.staying.filter(({ rule }) => rule === 'source.implied'),
  });
  const sources = { staying: defaults.staying, ...defined({ ownDefaults, isByHand }) };
  const proxied = proxiedReasons(stayed, nativeServers(findings, { sites, published, ...sources }));
  const packed = packedReasons(findings, moduleOf);
  const ofProduction = productionReasons(sites, moduleOf);
  const ofFixture = fixtureReasons(packageOf);
  const deployed = deployedReasons(moduleOf);
  const foreign = foreignReasons(findings, sites, new KeptServers(defaults.staying, moduleOf));
  const ofExample = otherExampleReasons(sites);
  const reasons = [ofFixture, deployed, started, proxied, foreign, ofExample, packed, ofProduction];
  return (site) => (isUnwritten(site) ? undefined : firstOf(reasons, site));
}

function firstOf(
  reasons: readonly ((site: Site) => string | undefined)[],
  site: Site,
): string | undefined {
  for (const reasonOf of reasons) {
    const reason = reasonOf(site);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/**
 * Why a server cannot move whose file has another one that listens on the same number by default, as
 * `serve` beside `serve-static`: what speaks of the number may mean either.
 */
function impliedReasons(staying: readonly Site[]): (site: Site) => string | undefined {
  const keyOf = ({ file, port }: Site): string => `${file} ${port}`;
  const implied = staying.filter(isImplied);
  const byKey = new Map(implied.map((site) => [keyOf(site), site]));
  return (site) => {
    const other = site.role === 'listen' ? byKey.get(keyOf(site)) : undefined;
    return other && `${placeText(other)} listens on the same number, and says it nowhere`;
  };
}

/** No command starts it: a file of a program does. */
function isImplied({ rule }: Site): boolean {
  return rule.endsWith('.implied');
}

/** An env file sets it, and every program that reads this one reads the other first. */
function beaten({ file, line, column, port }: Site, first: Definition): LeftAlone {
  const reason = `${first.variable} is set at ${placeText(first)}, which goes before this file`;
  return { file, line, column, port, reason };
}
