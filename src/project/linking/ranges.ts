import { MAX_RANGE, tooWide } from '../notations/number-range.js';
import type { RangeEndReading, RangeReading } from '../sites/range-reading.js';
import { rangeSites } from '../sites/range-sites.js';
import { toldReason } from '../sites/reasons.js';
import type { Site } from '../sites/site.js';
import { siteKey } from '../sites/site-place.js';
import { follow, type Lookup, noNumberReason, siteOf } from './follow.js';

/** What a range comes to of which variables say the ends. */
export interface SettledRange {
  /** Its numbers; where there is a reason, the ends that are known. */
  readonly sites: readonly Site[];
  /** Why it stays. */
  readonly reason?: string;
}

export function settleRange(range: RangeReading, lookup: Lookup): SettledRange {
  const ends = range.ends.map((end) => settleEnd(end, lookup));
  const sites = ends.filter((each) => typeof each === 'object');
  const [start, end] = sites;
  const unset = ends.find((each) => typeof each === 'string');
  const reason = unset ?? (start && end && misfit(range, start, end));
  if (start === undefined || end === undefined || reason !== undefined) {
    return {
      sites,
      reason: `a range of the service "${range.service}" cannot be moved: ${reason}`,
    };
  }
  const told = range.targets[0] === start.port ? firstTold(range, sites) : undefined;
  if (told !== undefined) return { sites, reason: toldReason(range.service, told) };
  const { protocol } = range;
  const block = `${siteKey(start)} ${siteKey(end)}`;
  const traitsAt = (at: number) => ({ ...range.traitsAt(at), protocol, block });
  return {
    sites: rangeSites({ ...start, role: 'publish' }, { ...end, role: 'publish' }, traitsAt),
  };
}

function settleEnd({ chain, fallback }: RangeEndReading, lookup: Lookup): Site | string {
  const names = chain.map(({ variable }) => variable).join(' and ');
  const outcome = follow(chain, lookup);
  if (outcome.kind === 'unset') return fallback ?? `${names} is set nowhere and has no default`;
  return siteOf(outcome) ?? noNumberReason(names, outcome);
}

function misfit({ targets }: RangeReading, start: Site, end: Site): string | undefined {
  const size = end.port - start.port + 1;
  if (size < 1) return `it begins with ${start.port} and ends with ${end.port}`;
  if (size > MAX_RANGE) return tooWide(size);
  const fits = targets.length < 2 || targets.length === size;
  return fits ? undefined : 'its two sides are not ranges of one length';
}

function firstTold({ toldOf }: RangeReading, ends: readonly Site[]): string | undefined {
  return ends.map(({ port }) => toldOf(port)).find((told) => told !== undefined);
}
