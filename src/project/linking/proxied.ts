import { addTo } from '../packages.js';
import type { OwnDefault } from '../sites/bound.js';
import type { Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import type { Stayed } from '../sites/started.js';

/**
 * Configurations of development servers, whose URLs are what they pass requests on to, of tests in a
 * browser, which such a server answers, and of what is generated from it; and scripts that wait for it.
 */
const OF_DEVELOPMENT =
  /^(?:proxy|vite|vue|webpack|rspack|rsbuild|browser-sync|next|nuxt|astro|cypress|playwright|urls)\.|^package-json\.(?:proxy|argument|url)$/;

/** Whether it says the URL of a server that is started for development. */
export function isOfDevelopment({ role, rule }: Pick<Site, 'role' | 'rule'>): boolean {
  return role === 'refer' && OF_DEVELOPMENT.test(rule);
}

/**
 * Why the URL of a development server's proxy stays, although a container publishes its number: a
 * server of the project has that too, whose own container does not publish it. The proxy speaks of
 * that server where both are started by hand. So it does where source code listens on the number.
 */
export function proxiedReasons(
  stayed: readonly Stayed[],
  natives: readonly OwnDefault[],
): (site: Site) => string | undefined {
  const servers = stayed.filter(({ site, isPublished }) => site.role === 'listen' && !isPublished);
  const byPort = new Map(servers.map((each) => [each.site.port, each]));
  const nativesByPort = new Map<number, OwnDefault[]>();
  for (const each of natives) addTo(nativesByPort, each.port, each);
  return (site) => {
    if (!isOfDevelopment(site)) return undefined;
    const { port, file } = site;
    const server = byPort.get(port);
    if (server)
      return `it may be the port of ${placeText(server.site)}, which stays: ${server.reason}`;
    const native = nativesByPort.get(port)?.find((each) => each.file !== file);
    return native && `it may be the port of ${placeText(native)}, where source code listens on it`;
  };
}
