import type { Site } from './site.js';

/** Ends the rule of what a server listens on by a profile of production. */
export const PRODUCTION_RULE = 'production';

/**
 * Why what production alone listens on stays: its program runs elsewhere, or in a container. The
 * number that its module has on this machine too is one port with that: `-Pprod` is tried here.
 */
export function productionReasons(
  sites: readonly Site[],
  moduleOf: (path: string) => string,
): (site: Site) => string | undefined {
  const keyOf = ({ file, port }: Site): string => `${moduleOf(file)} ${port}`;
  const isProductions = ({ rule }: Site): boolean => rule.endsWith(`.${PRODUCTION_RULE}`);
  const servers = sites.filter(({ role }) => role !== 'refer');
  const here = new Set(servers.filter((site) => !isProductions(site)).map(keyOf));
  return (site) =>
    isProductions(site) && !here.has(keyOf(site))
      ? 'by the name of its profile production listens on it, and not this machine'
      : undefined;
}
