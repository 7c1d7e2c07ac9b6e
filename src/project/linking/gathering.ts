import { setOnce } from '../packages.js';
import type { Definition, Reader, Reading } from '../sites/findings.js';
import { isUnwritten } from '../sites/inserted.js';
import { leave } from '../sites/leave.js';
import type { RangeReading } from '../sites/range-reading.js';
import { blockedReason, cannotSay, UNUSED, unknownReason, unsetReason } from '../sites/reasons.js';
import type { FilePlace, LeftAlone, Site } from '../sites/site.js';
import { placeText, siteKey } from '../sites/site-place.js';
import type { Stayed } from '../sites/started.js';
import type { Candidate } from './candidate.js';
import {
  follow,
  namesThisMachine,
  noNumberReason,
  type Outcome,
  siteOf,
  sitesIn,
} from './follow.js';
import type { GatherOptions } from './gather-options.js';
import type { Pins } from './pins.js';
import { settleRange } from './ranges.js';
import type { Scopes } from './scope.js';

/** The sites of a project, while what the files say of them is brought together. */
export class Gathering {
  readonly leftAlone: LeftAlone[] = [];
  readonly dropped: Site[] = [];
  /** Servers that a container may be running. */
  readonly stayed: Stayed[] = [];
  readonly #scopes: Scopes;
  readonly #pins: Pins;
  readonly #options: GatherOptions;
  readonly #candidates = new Map<string, Candidate>();
  /** By line, the first that is written as an address. */
  readonly #addresses = new Map<string, Candidate>();

  constructor(scopes: Scopes, pins: Pins, options: GatherOptions) {
    this.#scopes = scopes;
    this.#pins = pins;
    this.#options = options;
  }

  /** What a file states by itself. */
  found(site: Site): void {
    const inside = this.#pins.ofReader(site);
    if (inside === undefined) this.candidate(site);
    else if (isUnwritten(site)) this.candidate({ stays: inside, ...site });
    else this.leftAlone.push(leave(site, inside));
  }

  candidate(site: Site): Candidate {
    const known = this.#candidates.get(siteKey(site));
    if (known) return known;
    const protocols = new Set(site.protocol ? [site.protocol] : []);
    const fresh: Candidate = { site, protocols, bound: false, blocked: site.keeps };
    this.#candidates.set(siteKey(site), fresh);
    if (site.rule.endsWith('.address')) setOnce(this.#addresses, placeText(site), fresh);
    return fresh;
  }

  /** What a place that reads variables makes of their numbers. */
  bind(reading: Reading, reader: Reader): void {
    if (reading.role === 'container') return;
    if (reader === 'shell') this.#bindScript(reading);
    else this.#bindFile(reading, reader === 'compose');
  }

  #bindFile(reading: Reading, isCompose: boolean): void {
    const { file, chain, isHere, role, fallback } = reading;
    const lookups = isCompose ? [this.#scopes.ofCompose(file)] : this.#scopes.ofEnvFile(file);
    const outcomes = lookups.map((lookup) => follow(chain, lookup));
    const isUnset =
      isHere === undefined
        ? outcomes.some(({ kind }) => kind === 'unset')
        : namesThisMachine(outcomes, isHere);
    const isInForce = !isCompose || isHere !== undefined || this.#bindCommands(reading);
    if (isUnset && isInForce) this.#bindUnset(reading, isCompose);
    else if (isUnset && fallback && role !== 'refer') this.#leave(reading, UNUSED, fallback.port);
    else if (!isUnset && outcomes[0] && role !== 'refer') this.#bindSet(reading, outcomes[0]);
    else if (fallback?.keepsElsewhere !== undefined) this.#keepElsewhere(fallback);
  }

  /** What stands beside the name of another machine, which may be this one to others. */
  #keepElsewhere(site: Site): void {
    if (this.#pins.ofReader(site) === undefined)
      this.candidate(site).blocked ??= site.keepsElsewhere;
  }

  /** @returns whether a command leaves the default in force, or gives the number that it is. */
  #bindCommands(reading: Reading): boolean {
    const outcomes = this.#scopes.followCommands(reading);
    const set = outcomes.filter(({ kind }) => kind !== 'unset');
    if (reading.role !== 'refer') for (const outcome of set) this.#bindSet(reading, outcome);
    const isLeft = outcomes.length === 0 || set.length < outcomes.length;
    return isLeft || set.some((each) => siteOf(each)?.port === reading.fallback?.port);
  }

  /** The shell reads no env file: the default stands. What the tool loads, says the same variable. */
  #bindScript(reading: Reading): void {
    this.#takeDefault(reading);
    if (reading.role === 'refer') return;
    const beside = sitesIn(this.#scopes.beside(reading), reading);
    for (const site of beside) this.#take(site, reading);
    if (reading.fallback || beside.length > 0) return;
    // A wrapper or an editor may load the file of a folder above.
    const above = sitesIn(this.#scopes.above(reading.file), reading);
    for (const site of above) this.#take(site, reading);
    if (above.length === 0) this.#leave(reading, unsetReason(reading));
  }

  #takeDefault(reading: Reading): void {
    const { fallback } = reading;
    const kept = fallback && this.#pins.ofReader(fallback);
    if (fallback && kept !== undefined) this.leftAlone.push(leave(fallback, kept));
    else if (fallback) this.#take(fallback, reading);
  }

  #bindUnset(reading: Reading, isCompose: boolean): void {
    const { chain, fallback, role, file } = reading;
    const unread = isCompose ? this.#scopes.unreadBeside(file) : undefined;
    if (unread !== undefined) {
      if (role !== 'refer' || fallback)
        this.#leave(reading, unknownReason(role, unread), fallback?.port);
      return;
    }
    if (fallback) this.#take(fallback, reading);
    if (!isCompose || role === 'refer') return;
    // A .env further up, which old versions of compose and --env-file read.
    const above = this.#scopes.above(file).map((lookup) => siteOf(follow(chain, lookup)));
    const sites = above.filter((site) => site && (!fallback || site.port === fallback.port));
    for (const site of sites) if (site) this.#take(site, reading);
    if (!fallback && sites.length === 0) this.#leave(reading, unsetReason(reading));
  }

  #bindSet(reading: Reading, outcome: Outcome): void {
    const site = siteOf(outcome);
    if (site === undefined) {
      if (outcome.kind === 'definition') this.#takeAddress(reading, outcome);
      return;
    }
    const candidate = this.#take(site, reading);
    if (outcome.kind === 'definition' && outcome.definition.fixed) {
      candidate.blocked ??= this.#keptBy(candidate.site.role, outcome.definition.reason);
    }
  }

  /** `WEB=127.0.0.1:8080` and `"${WEB}:80"`. */
  #takeAddress(reading: Reading, outcome: Outcome & { kind: 'definition' }): void {
    const place = placeText(outcome.definition);
    const address = this.#addresses.get(place);
    if (address) this.#take(address.site, reading);
    else
      this.#leave(reading, `${noNumberReason(outcome.definition.variable, outcome)}, at ${place}`);
  }

  /** A site gets the role, the protocol and perhaps the name that its reader gives it. */
  #take(site: Site, reading: Reading): Candidate {
    const candidate = this.candidate(site);
    const { role, protocol, fallbackName, twin, chain, file } = reading;
    if (role === 'refer' || role === 'container') return candidate;
    if (protocol) candidate.protocols.add(protocol);
    candidate.bound = true;
    candidate.site = {
      ...(fallbackName === undefined ? {} : { fallbackName }),
      ...(twin === undefined ? {} : { twin }),
      ...candidate.site,
      role,
      mayServe: false,
    };
    if (!this.#isKnownInside(site, reading)) candidate.blocked ??= reading.fromEnvFile;
    for (const { variable } of chain) {
      candidate.blocked ??= this.#keptBy(role, this.#pins.ofVariable(file, variable));
    }
    return candidate;
  }

  /** The program inside follows: an override tells it, or the env file that it reads is edited. */
  #isKnownInside(site: Site, { fromEnvFile, fallback }: Reading): boolean {
    const { overlay = false, edits = true } = this.#options;
    return fromEnvFile === undefined || overlay || (edits && site !== fallback);
  }

  /** A range of which variables say the ends: all of its numbers, or none of them. */
  bindRange(range: RangeReading): void {
    const { file, ends } = range;
    const unread = this.#scopes.unreadBeside(file);
    const settled = settleRange(range, this.#scopes.ofCompose(file));
    const reason = unread ? unknownReason('publish', unread) : settled.reason;
    if (reason !== undefined) {
      this.#leave(range, reason);
      for (const site of settled.sites) this.candidate(site).blocked ??= reason;
      return;
    }
    const pins = ends
      .flatMap(({ chain }) => chain)
      .map(({ variable }) => this.#keptBy('publish', this.#pins.ofVariable(file, variable)));
    for (const site of settled.sites) {
      const candidate = this.candidate(site);
      const { block = site.block } = candidate.site;
      if (block !== site.block) candidate.blocked ??= 'two ranges that are not the same end at it';
      candidate.protocols.add(range.protocol);
      candidate.bound = true;
      candidate.site = { ...site, mayServe: false };
      candidate.blocked ??= pins.find((pin) => pin !== undefined);
    }
  }

  /** What the container's side needs: with an override, it says nothing of the host's side. */
  #keptBy(role: Site['role'], pin: string | undefined): string | undefined {
    if (pin === undefined || role !== 'publish') return pin;
    return this.#options.overlay === true
      ? undefined
      : `${pin}; the mode overlay moves the host's side alone`;
  }

  /** Numbers whose names speak against them, and which no other place claimed after all. */
  leaveDormant(definitions: readonly Definition[]): void {
    for (const { site, reason, variable, quiet, fixed } of definitions) {
      if (!site || reason === undefined || quiet || this.#candidates.has(siteKey(site))) continue;
      this.#drop(fixed ? { ...site, mayServe: false } : site, `${variable}: ${reason}`);
    }
  }

  #drop(site: Site, reason: string): void {
    this.dropped.push(site);
    this.leftAlone.push(leave(site, reason));
  }

  /**
   * All but what containers read and nothing on the host publishes or listens on.
   * @param led variables behind which ports are written.
   */
  movable(led: ReadonlySet<string>, packageOf: (path: string) => string): Candidate[] {
    const keyOf = ({ file, port }: Site): string => `${packageOf(file)} ${port}`;
    const sites = [...this.#candidates.values()].map(({ site }) => site);
    const published = new Set(sites.filter(({ role }) => role === 'publish').map(keyOf));
    return [...this.#candidates.values()].filter((candidate) => {
      const { site } = candidate;
      const stays = site.role === 'publish' ? undefined : this.#pins.ofUnpublished(site);
      if (stays) this.stayed.push(stays);
      const isServer = site.role === 'listen' || site.mayServe === true;
      const mayRunBeside = isServer && stays?.isByName === true && !published.has(keyOf(site));
      if (!mayRunBeside) return this.#isMovable(candidate, led, stays?.reason);
      candidate.site = { ...site, role: 'listen', mayServe: false };
      candidate.blocked ??= stays.reason;
      return true;
    });
  }

  #isMovable(candidate: Candidate, led: ReadonlySet<string>, held: string | undefined): boolean {
    const { site, bound } = candidate;
    const pin = this.#pins.ofSite(site);
    const dropped = held ?? (bound ? undefined : pin);
    const isOfUrl = isUnwritten(site);
    const isLed = led.has(site.setIn ?? '');
    const why = isLed ? `a port stands behind ${site.setIn} elsewhere` : dropped;
    if (isOfUrl && why !== undefined) candidate.site = { stays: cannotSay(why), ...site };
    if (!isOfUrl) candidate.blocked ??= this.#keptBy(site.role, pin);
    if (!isOfUrl && dropped !== undefined) this.#drop(site, blockedReason(site, dropped));
    return isOfUrl || dropped === undefined;
  }

  #leave({ file, line, column }: FilePlace, reason: string, port?: number): void {
    this.leftAlone.push({ file, line, column, reason, ...(port === undefined ? {} : { port }) });
  }
}
