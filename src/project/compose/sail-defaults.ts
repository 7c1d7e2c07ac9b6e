import { IN_SAIL, SAIL_APP, SAIL_VITE } from '../notations/sail.js';
import type { LeftAlone, LogicalPort, Note } from '../sites/site.js';
import type { SourceFile } from '../writing/source-file.js';

/**
 * The command of Laravel Sail sets a variable before compose asks for it, so that what the compose
 * file says by default is never in force where neither the environment nor an env file sets it.
 */
export function findSailDefaults(
  ports: readonly LogicalPort[],
  sources: ReadonlyMap<string, SourceFile>,
): Note[] {
  const stated = ports.filter(({ sites }) => sites.some(({ variable }) => variable === SAIL_APP));
  return stated.flatMap(({ sites }) => {
    if (sites.some(({ rule }) => rule === 'dotenv.variable')) return [];
    const site = sites.find(
      ({ file, variable }) =>
        variable === SAIL_APP && sources.get(file)?.text.includes(IN_SAIL) === true,
    );
    if (site === undefined) return [];
    const { file, line, column, port } = site;
    const reason = `"sail up" publishes 80 where neither the environment nor .env says ${SAIL_APP}: add ${SAIL_APP}=${port} to .env, or start it with portkeeper run`;
    return [{ file, line, column, port, reason }];
  });
}

const IS_MANIFEST = /(?:^|\/)package\.json$/;
/** Of Vite itself. */
const VITE = 5173;
const VITE_PLUGIN = '"laravel-vite-plugin"';

/**
 * The default of Vite in a script, which counts nowhere in Sail: Laravel's plugin takes the variable
 * that the compose file publishes, and of that it is told what becomes of it.
 */
export function settleSailVite(
  leftAlone: readonly LeftAlone[],
  sources: ReadonlyMap<string, SourceFile>,
): readonly LeftAlone[] {
  const text = (path: string): string => sources.get(path)?.text ?? '';
  const isSail = [...sources.keys()].some(
    (path) => text(path).includes(IN_SAIL) && text(path).includes(SAIL_VITE),
  );
  if (!isSail) return leftAlone;
  const reason = `in Sail Laravel's Vite plugin takes ${SAIL_VITE}, which goes before this number`;
  return leftAlone.map((each) => {
    const { file, port } = each;
    const isDefault = port === VITE && IS_MANIFEST.test(file) && text(file).includes(VITE_PLUGIN);
    return isDefault ? { ...each, reason, matters: 'inside' } : each;
  });
}
