import { addTo } from '../packages.js';
import { configures } from './configures.js';
import { type DefaultPort, isScriptOf } from './default-port.js';
import type { Findings } from './findings.js';
import type { FilePlace, Site } from './site.js';
import { placeText } from './site-place.js';

/** A package script that is started as the server which the URLs beside it speak of. */
export interface StartedScript extends FilePlace {
  /** Its name; a star at the end stands for the rest of it. */
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

/** A server that stays, by a script that starts it. */
interface StayedScript {
  readonly each: Pick<Stayed, 'site' | 'reason'>;
  readonly script: string;
}

/**
 * Why a URL stays although a container publishes its number: what says the URL starts a script of
 * its package itself, or of one that the command names, and that cannot move. The URL of Playwright's
 * `webServer` waits for it. So does one for a script that says no port, where source code beside it
 * listens on the number.
 */
export function startedReasons(
  findings: ReadonlyMap<string, Findings>,
  packageOf: (path: string) => string,
  { stayed, moving, implied }: StartedServers,
): (site: Site) => string | undefined {
  const scriptsOf = scriptFinder(findings);
  const inPackage = ({ file, port }: Site): string => `${packageOf(file)} ${port}`;
  const natives = new Map(implied.map((site) => [inPackage(site), site]));
  const moves = (site: Site, starts: readonly StartedScript[]): boolean =>
    moving.some(
      (each) =>
        // `npm run up` may have compose publish it.
        (each.role === 'publish' && each.port === site.port) ||
        (each.role === 'listen' &&
          inPackage(each) === inPackage(site) &&
          scriptsOf(each).some((script) =>
            starts.some((start) => isScriptOf(start.script, script)),
          )),
    );
  const servers = new Map<number, StayedScript[]>();
  for (const each of stayed)
    for (const script of scriptsOf(each.site)) addTo(servers, each.site.port, { each, script });
  return (site) => {
    if (site.role !== 'refer' || servers.size + natives.size === 0) return undefined;
    const starts = findings.get(site.file)?.starts ?? [];
    const near = starts.filter(({ isOfLine, line }) => !isOfLine || line === site.line);
    const own = packageOf(site.file);
    const same = near.flatMap((start) =>
      (servers.get(site.port) ?? [])
        .filter(({ script }) => isScriptOf(start.script, script))
        .map((server) => ({ ...server, start })),
    );
    const found =
      same.find(({ each }) => packageOf(each.site.file) === own) ??
      same.find(({ each, start }) => isNamed(packageOf(each.site.file), start, near));
    if (found === undefined) {
      const native =
        near.length > 0 && !moves(site, near) ? natives.get(inPackage(site)) : undefined;
      return native && nativeReason(native);
    }
    const { each, script } = found;
    return `it is the port of the script "${script}" (${placeText(each.site)}), which is started here and stays: ${each.reason}`;
  };
}

/** What is known of servers where a URL may mean one that is started for it. */
interface StartedServers {
  readonly stayed: readonly Pick<Stayed, 'site' | 'reason'>[];
  readonly moving: readonly Site[];
  /** What source code listens on where its variable is not set. */
  readonly implied: readonly Site[];
}

function nativeReason(native: Site): string {
  return `what is started here says no port, and may be ${placeText(native)}, where source code listens on it`;
}

/** The scripts that start what a site says the port of: its own, or those that read its file. */
function scriptFinder(findings: ReadonlyMap<string, Findings>): (site: Site) => readonly string[] {
  const defaults = [...findings.values()]
    .flatMap((each) => each.defaults)
    .filter(({ isStated }) => isStated !== true);
  return ({ script, role, file }) => {
    if (script !== undefined) return [script];
    const configured = role === 'listen' ? (findings.get(file)?.configured ?? []) : [];
    const isRead = (found: DefaultPort): boolean =>
      configured.some((each) => each.server === found.server && configures(each, found));
    const read = configured.length === 0 ? [] : defaults.filter(isRead);
    return read.flatMap((each) => each.script ?? []);
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
