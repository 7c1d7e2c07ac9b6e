import { IN_SAIL, SAIL_APP } from '../notations/sail.js';
import type { LogicalPort, Note } from '../sites/site.js';
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
