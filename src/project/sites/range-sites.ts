import type { PortNumber } from '../../ports/index.js';
import type { Site } from './site.js';

/** What each number of a range has beside its place. */
type SiteTraits = Partial<Pick<Site, 'fallbackName' | 'twin' | 'protocol' | 'block'>>;

/** The numbers of a range, of which only the two ends are written. */
export function rangeSites(start: Site, end: Site, traitsAt: (at: number) => SiteTraits): Site[] {
  if (start.port === end.port) return [start, end].map((each) => ({ ...each, ...traitsAt(0) }));
  const { variable: _, ...between } = start;
  return Array.from({ length: end.port - start.port + 1 }, (_, at): Site => {
    const port = (start.port + at) as PortNumber;
    if (port === start.port) return { ...start, ...traitsAt(at) };
    if (port === end.port) return { ...end, ...traitsAt(at) };
    return { ...between, end: start.start, ...traitsAt(at), port, within: true };
  });
}
