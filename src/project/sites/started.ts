import { addTo } from '../packages.js';
import type { Findings } from './findings.js';
import type { FilePlace, Site } from './site.js';
import { placeText } from './site-place.js';

/** A package script that is started as the server which the URLs beside it speak of. */
export interface StartedScript extends FilePlace {
  readonly script: string;
  /** It is one line alone whose URLs do, and not the whole file. */
  readonly isOfLine: boolean;
}

/** A server that stays where it is, and why. */
export interface Stayed {
  readonly site: Site;
  readonly reason: string;
  /** The container that may be running it publishes its number. */
  readonly isPublished: boolean;
  /** Nothing but the name of its image says so: it may as well run beside that container. */
  readonly isByName: boolean;
}

/**
 * Why a URL stays although a container publishes its number: what says the URL starts a script of
 * its package itself, or of one that the command names, and that cannot move. The URL of Playwright's
 * `webServer` waits for it.
 */
export function startedReasons(
  findings: ReadonlyMap<string, Findings>,
  packageOf: (path: string) => string,
  stayed: readonly Stayed[],
): (site: Site) => string | undefined {
  const servers = new Map<string, Stayed[]>();
  for (const each of stayed) {
    const { script, port } = each.site;
    if (script !== undefined) addTo(servers, `${port} ${script}`, each);
  }
  return (site) => {
    if (site.role !== 'refer' || servers.size === 0) return undefined;
    const starts = findings.get(site.file)?.starts ?? [];
    const near = starts.filter(({ isOfLine, line }) => !isOfLine || line === site.line);
    const own = packageOf(site.file);
    const same = near.flatMap((start) =>
      (servers.get(`${site.port} ${start.script}`) ?? []).map((each) => ({ each, start })),
    );
    const found =
      same.find(({ each }) => packageOf(each.site.file) === own)?.each ??
      same.find(({ each, start }) => isNamed(packageOf(each.site.file), start, near))?.each;
    if (found === undefined) return undefined;
    const { script } = found.site;
    return `it is the port of the script "${script}" (${placeText(found.site)}), which is started here and stays: ${found.reason}`;
  };
}

/** `pnpm --filter @shop/web dev`: a word of the command is what the folder of the package is called. */
function isNamed(
  folder: string,
  { line, column }: StartedScript,
  words: readonly StartedScript[],
): boolean {
  const name = lastPart(folder);
  const beside = words.filter((each) => each.line === line && each.column === column);
  return name !== '' && beside.some(({ script }) => lastPart(script) === name);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
