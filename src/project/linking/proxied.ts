import type { Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import type { Stayed } from '../sites/started.js';

/** Configurations of development servers, whose URLs are what they pass requests on to. */
const OF_DEVELOPMENT =
  /^(?:proxy|vite|vue|webpack|rspack|rsbuild|browser-sync)\.|^package-json\.proxy/;

/**
 * Why the URL of a development server's proxy stays, although a container publishes its number: a
 * server of the project has that too, whose own container does not publish it. The proxy speaks of
 * that server where both are started by hand.
 */
export function proxiedReasons(stayed: readonly Stayed[]): (site: Site) => string | undefined {
  const servers = stayed.filter(({ site, isPublished }) => site.role === 'listen' && !isPublished);
  const byPort = new Map(servers.map((each) => [each.site.port, each]));
  return ({ role, rule, port }) => {
    const server = role === 'refer' && OF_DEVELOPMENT.test(rule) ? byPort.get(port) : undefined;
    return (
      server && `it may be the port of ${placeText(server.site)}, which stays: ${server.reason}`
    );
  };
}
