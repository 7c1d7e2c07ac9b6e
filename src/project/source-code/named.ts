import { SERVER_DEFAULTS } from '../notations/commands/servers.js';
import type { LogicalPort } from '../sites/site.js';
import { IS_DATA, IS_SOURCE } from './kinds.js';
import type { Mention } from './telling.js';

/** Numbers that programs have by themselves: each may mean its own server by it, and not another's. */
const USUAL: ReadonlySet<number> = new Set([
  ...SERVER_DEFAULTS.map(({ port }) => port),
  ...[3001, 3306, 5000, 5432, 6379, 8000, 8001, 8080, 8081, 8443, 8888, 9000, 9090, 27017],
]);
const PRIVILEGED = 1024;

/**
 * Whether source code that says `port: 5002` alone may mean a server of the project by it: one that
 * scripts or configurations start on a number which is hardly anybody else's. A program that passes
 * requests on to a development server says no more of it.
 */
export function mayName(ports: readonly LogicalPort[]): (mention: Mention) => boolean {
  const started = ports.filter(({ sites }) => sites.some(({ role }) => role === 'listen'));
  const numbers = new Set<number>(started.flatMap(({ port }) => port ?? []));
  return (mention) => mayBeOwn(mention) && numbers.has(mention.port) && !USUAL.has(mention.port);
}

/** Whether the host of a call that computes it may be this machine, and not one that a test makes up. */
export function mayBeOwn({ file, port }: Mention): boolean {
  return port >= PRIVILEGED && IS_SOURCE.test(file) && !IS_DATA.test(file);
}
