import type { BoundNumber } from '../sites/bound.js';
import type { Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import type { Stayed } from '../sites/started.js';

/**
 * Configurations of development servers, whose URLs are what they pass requests on to, and of tests
 * in a browser, which such a server answers.
 */
const OF_DEVELOPMENT =
  /^(?:proxy|vite|vue|webpack|rspack|rsbuild|browser-sync|next|nuxt|astro|cypress|playwright)\.|^package-json\.proxy/;

/**
 * Why the URL of a development server's proxy stays, although a container publishes its number: a
 * server of the project has that too, whose own container does not publish it. The proxy speaks of
 * that server where both are started by hand. So it does where source code listens on the number.
 */
export function proxiedReasons(
  stayed: readonly Stayed[],
  natives: readonly BoundNumber[],
): (site: Site) => string | undefined {
  const servers = stayed.filter(({ site, isPublished }) => site.role === 'listen' && !isPublished);
  const byPort = new Map(servers.map((each) => [each.site.port, each]));
  const nativeByPort = new Map(natives.map((each) => [each.port, each]));
  return ({ role, rule, port }) => {
    if (role !== 'refer' || !OF_DEVELOPMENT.test(rule)) return undefined;
    const server = byPort.get(port);
    if (server)
      return `it may be the port of ${placeText(server.site)}, which stays: ${server.reason}`;
    const native = nativeByPort.get(port);
    return native && `it may be the port of ${placeText(native)}, where source code listens on it`;
  };
}
