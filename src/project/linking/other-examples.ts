import { folderOf } from '../packages.js';
import type { Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import { isOfDevelopment } from './proxied.js';

/** Each folder in such a one is a project of its own. */
const HOLDS_EXAMPLES = /^(?:examples?|samples?|tutorials?|quickstarts?|demos?)$/;
/** Unless they are the parts of one. */
const IS_PART =
  /(?:^|[-_.])(?:server|backend|api|client|frontend|web|ui|app|services?|gateway|infra\w*|docker|compose|shared|common|db|database)(?:$|[-_.])/i;

/**
 * Why the URL of a development server's proxy, or of a test, stays: only other examples of the
 * repository say that something listens on the number, and the server of its own says it nowhere.
 * @param sites those that may move.
 */
export function otherExampleReasons(sites: readonly Site[]): (site: Site) => string | undefined {
  /** By number, the first that has it in each example; under the empty text, outside of them. */
  const servers = new Map<number, Map<string, Site>>();
  for (const site of sites) {
    if (site.role === 'refer' && site.mayServe !== true) continue;
    const byExample = servers.get(site.port) ?? new Map<string, Site>();
    servers.set(site.port, byExample);
    const example = exampleOf(site.file);
    if (!byExample.has(example)) byExample.set(example, site);
  }
  return (site) => {
    const own = exampleOf(site.file);
    const byExample = isOfDevelopment(site) && own !== '' ? servers.get(site.port) : undefined;
    const [first] = byExample?.values() ?? [];
    if (byExample === undefined || first === undefined) return undefined;
    if (byExample.has(own) || byExample.has('')) return undefined;
    return `${placeText(first)} has the number in another example, and no file of ${own} says that its own server listens on it`;
  };
}

/** `tutorials/calculator`; empty for what is outside of examples, or one part of the only one. */
function exampleOf(file: string): string {
  const parts = folderOf(file).split('/');
  const at = parts.findIndex((part) => HOLDS_EXAMPLES.test(part)) + 1;
  const name = at === 0 ? undefined : parts[at];
  return name === undefined || IS_PART.test(name) ? '' : parts.slice(0, at + 1).join('/');
}
