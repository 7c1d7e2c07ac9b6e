import { toPortName } from '../../ports/index.js';
import type { Modules } from '../discovery/module-names.js';
import { hostNames } from '../notations/variable-name.js';
import { folderOf, foldersUp } from '../packages.js';
import type { Findings, FolderReading } from '../sites/findings.js';
import { isOfSettings } from '../sites/packed.js';
import type { Site } from '../sites/site.js';
import { placeText } from '../sites/site-place.js';
import { mayRun } from './run-modules.js';

/** A service whose container holds some files, and the variables that its compose file sets. */
interface Holder {
  readonly reading: FolderReading;
  /** By what settings would call them, as the compose file has them. */
  readonly told: ReadonlyMap<string, string>;
  readonly isRun: (file: string) => boolean;
}

/**
 * Why a number in the settings of a program stays: a container that has them is told another host,
 * and not its port. `${DB_HOST:localhost}:${DB_PORT:5432}` is `db:5432` in there.
 */
export function toldHosts(
  findings: ReadonlyMap<string, Findings>,
  { moduleOf = folderOf }: Modules,
): (site: Site) => string | undefined {
  const holders: Holder[] = [];
  for (const { told, folders } of findings.values()) {
    const names = new Map(told.map((name) => [plainName(name), name]));
    for (const reading of names.size > 0 ? folders : [])
      holders.push({ reading, told: names, isRun: mayRun(reading, moduleOf) });
  }
  return (site) => {
    if (holders.length === 0 || !isOfSettings(site)) return undefined;
    for (const { reading, told, isRun } of holders) {
      const host = holds(reading, site) && isRun(site.file) ? toldHost(site, told) : undefined;
      if (host !== undefined) return reasonOf(reading, host);
    }
    return undefined;
  };
}

function reasonOf(reading: FolderReading, host: string): string {
  const { service, how } = reading;
  return `the service "${service}" ${how} its folder (${placeText(reading)}), and containers are told ${host} without its port, for which this number counts`;
}

function holds({ folder, how }: FolderReading, { file }: Site): boolean {
  const above = foldersUp(folderOf(file));
  if (how !== 'runs an image with the name of') return file === folder || above.includes(folder);
  return above.some((each) => each.split('/').at(-1) === folder);
}

/** The host's variable, where that is told and the port's is not. */
function toldHost(
  { variable, hostIn }: Site,
  told: ReadonlyMap<string, string>,
): string | undefined {
  const ports = [variable, hostIn?.replace(/_[A-Z]+$/, '_PORT')].flatMap((each) => each ?? []);
  const isTold = (name: string): string | undefined => {
    const end = `_${plainName(name)}`;
    return [...told].find(([each]) => `_${each}`.endsWith(end))?.[1];
  };
  if (ports.some((each) => isTold(each) !== undefined)) return undefined;
  const hosts = [...(hostIn ? [hostIn] : []), ...(variable ? hostNames(variable) : [])];
  return hosts.map(isTold).find((each) => each !== undefined);
}

/** `Redis__Host`, `APP_DATABASE_HOST`: as settings are called, with one word for a database. */
function plainName(name: string): string {
  return toPortName(name.replace(/__/g, '_')).replace(/(^|_)DATABASE(?=_|$)/g, '$1DB');
}
