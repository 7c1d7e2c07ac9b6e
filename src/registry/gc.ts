import { PortKeeperError } from '../errors.js';
import type { Death } from './standing.js';

/**
 * What a collection takes away: leases whose process or container is gone (`pid`), whose folder is gone
 * (`path`), whose time is up (`ttl`); and, only when asked for, old leases without an owner that
 * could be asked, whose port nobody uses (`bind`).
 */
export const GC_POLICIES = ['pid', 'bind', 'ttl', 'path'] as const;
export type GcPolicy = (typeof GC_POLICIES)[number];

const DEATHS: Record<GcPolicy, readonly Death[]> = {
  pid: ['pid', 'container', 'network', 'unfinished'],
  bind: ['unused'],
  ttl: ['ttl'],
  path: ['path'],
};

export const SURE_DEATHS: ReadonlySet<Death> = new Set([
  'pid',
  'container',
  'network',
  'unfinished',
  'ttl',
  'path',
  'ended',
]);

/** Parses `pid,ttl`. @throws {PortKeeperError} USAGE, listing the policies. */
export function parsePolicies(input: string): GcPolicy[] {
  return input.split(',').map((part) => {
    const policy = GC_POLICIES.find((name) => name === part.trim());
    if (policy !== undefined) return policy;
    throw new PortKeeperError('USAGE', `"${part.trim()}" is not a policy`, {
      hint: `Use a list of ${GC_POLICIES.join(', ')}.`,
    });
  });
}

/** Without a policy: everything that is surely dead. */
export function deathsOf(policies: readonly GcPolicy[]): ReadonlySet<Death> {
  if (policies.length === 0) return SURE_DEATHS;
  return new Set<Death>(['ended', ...policies.flatMap((policy) => DEATHS[policy])]);
}
